// From a request's URL and policy to the lanes that serve it, remembered, and bounded in number.
// The only place of the transport that parses URLs.
import type { Listener } from "../guard/guard.ts";
import { bareHost, createGuard } from "../guard/guard.ts";
import type { OutgoingRequest } from "../attempt/outgoing.ts";
import type { Origin } from "./dial.ts";
import type { Lanes } from "./lane.ts";
import { createLanes } from "./lane.ts";
import type { Lookup } from "./lookup.ts";

/** Where a URL leads. */
export interface Route {
  readonly lanes: Lanes;
  /** Path and query. */
  readonly path: string;
  /** `host:port`. */
  readonly peer: string;
  /** Of credentials in the URL. */
  readonly authorization?: string;
}

export interface RouteSettings {
  lookup: Lookup;
  ownListeners: readonly Listener[];
  /** PEM of the issuers to trust in place of Node's own. */
  ca?: string;
  /** Origins whose sockets may wait for the next request. */
  maxIdleOrigins: number;
}

export interface Routes {
  /** undefined when the URL is not an http or https URL. */
  find: (request: OutgoingRequest) => Route | undefined;
  /** Ends every socket; requests in flight fail. */
  close: () => Promise<void>;
}

interface Pool {
  lanes: Lanes;
  peer: string;
  usedAt: number;
}

interface KnownRoute extends Route {
  allow: OutgoingRequest["allowPrivateNetwork"];
  pool: Pool;
}

const MAX_ROUTES = 4_096;

/** One pool of lanes per origin and guard policy, so that a socket never serves a policy it was not vetted for. */
export function createRoutes(settings: RouteSettings): Routes {
  const pools = new Map<string, Pool>();
  const routes = new Map<string, KnownRoute>();

  const poolOf = (url: URL, allow: KnownRoute["allow"]): Pool => {
    const key = JSON.stringify([url.origin, allow]);
    const known = pools.get(key);
    if (known) return known;
    if (pools.size >= settings.maxIdleOrigins) {
      evictLongestIdle(pools);
      routes.clear();
    }
    const origin = toOrigin(url, allow, settings);
    const pool: Pool = { lanes: createLanes(url.origin, origin), peer: origin.peer, usedAt: 0 };
    pools.set(key, pool);
    return pool;
  };

  const learn = (request: OutgoingRequest): KnownRoute | undefined => {
    const url = URL.parse(request.url);
    if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return undefined;
    const allow = request.allowPrivateNetwork;
    const pool = poolOf(url, allow);
    const { lanes, peer } = pool;
    const route: KnownRoute = {
      lanes,
      peer,
      path: url.pathname + url.search,
      allow,
      pool,
      ...authorizationOf(url),
    };
    if (routes.size >= MAX_ROUTES) routes.clear();
    routes.set(request.url, route);
    return route;
  };

  return {
    find(request) {
      const known = routes.get(request.url);
      const route = known && known.allow === request.allowPrivateNetwork ? known : learn(request);
      if (route) route.pool.usedAt = performance.now();
      return route;
    },
    async close() {
      routes.clear();
      const open = [...pools.values()];
      pools.clear();
      await Promise.all(open.map((pool) => pool.lanes.destroy()));
    },
  };
}

function toOrigin(url: URL, allow: KnownRoute["allow"], settings: RouteSettings): Origin {
  const { lookup, ca, ownListeners } = settings;
  const host = bareHost(url.hostname);
  const secure = url.protocol === "https:";
  const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
  const peer = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  return {
    host,
    port,
    secure,
    peer,
    lookup,
    guard: createGuard(allow, ownListeners),
    ...(ca && { ca }),
  };
}

function evictLongestIdle(pools: Map<string, Pool>): void {
  const idle = [...pools].filter(([, pool]) => pool.lanes.busy() === 0);
  const oldest = idle.sort(([, one], [, other]) => one.usedAt - other.usedAt)[0];
  if (!oldest) return;
  pools.delete(oldest[0]);
  void oldest[1].lanes.destroy();
}

function authorizationOf(url: URL): { authorization?: string } {
  if (!url.username && !url.password) return {};
  const credentials = `${decodePercent(url.username)}:${decodePercent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
}

// A bare % is legal in a URL and no escape.
function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
