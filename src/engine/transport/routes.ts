// From a request's URL and policy to the lanes that serve it, remembered, and bounded in number.
// The only place of the transport that parses URLs.
import { createSecureContext } from "node:tls";
import type { Listener } from "../guard/guard.ts";
import { bareHost, createGuard, vetUrl } from "../guard/guard.ts";
import type { OutgoingRequest } from "../attempt/outgoing.ts";
import type { Origin } from "./socket.ts";
import type { Failure } from "./failure.ts";
import type { Lanes } from "./lane.ts";
import { createLanes } from "./lane.ts";
import type { Lookup } from "./lookup.ts";
import { createMaterials } from "./way/material.ts";
import type { ProxyWay } from "./way/proxy.ts";
import { basicOf, peerOf, proxyWay, wayOf, type Way } from "./way/way.ts";

/** Where a URL leads. */
export interface Route {
  readonly lanes: Lanes;
  /** Path and query. */
  readonly path: string;
  /** `host:port`. */
  readonly peer: string;
  /** Of credentials in the URL. */
  readonly authorization?: string;
  /** The proxy gets the request itself, and answers it. */
  readonly forwardedBy?: ProxyWay;
}

export type Finding = { ok: true; route: Route } | { ok: false; failure: Failure };

export interface RouteSettings {
  lookup: Lookup;
  ownListeners: readonly Listener[];
  /** PEM of the issuers to trust in place of Node's own. */
  ca?: string;
  /** Origins whose sockets may wait for the next request. */
  maxIdleOrigins: number;
}

export interface Routes {
  /** The failure where the request cannot leave at all. */
  find: (request: OutgoingRequest) => Finding;
  /** Ends every socket; requests in flight fail. */
  close: () => Promise<void>;
}

interface Pool {
  lanes: Lanes;
  peer: string;
  usedAt: number;
  forwardedBy?: ProxyWay;
}

interface KnownRoute extends Route {
  allow: OutgoingRequest["allowPrivateNetwork"];
  /** Of the TLS material and the proxy that its sockets were opened with. */
  wayMark: string;
  pool: Pool;
}

const MAX_ROUTES = 4_096;

const BAD_URL: Failure = {
  errorClass: "config",
  message: "the endpoint's url is not an http or https URL",
  permanent: true,
};

/** One pool of lanes per origin and guard policy, so that a socket never serves a policy it was not vetted for. */
export function createRoutes(settings: RouteSettings): Routes {
  const pools = new Map<string, Pool>();
  const routes = new Map<string, KnownRoute>();
  const materials = createMaterials();

  const poolOf = (url: URL, allow: KnownRoute["allow"], way: Way): Pool => {
    const key = JSON.stringify([url.origin, allow, way.mark]);
    const known = pools.get(key);
    if (known) return known;
    if (pools.size >= settings.maxIdleOrigins) {
      evictLongestIdle(pools);
      routes.clear();
    }
    const origin = toOrigin(url, allow, { ...settings, ...way });
    const { peer, proxy } = origin;
    const lanes = createLanes(url.origin, origin);
    const pool: Pool = { lanes, peer, usedAt: 0, ...(proxy?.forwards && { forwardedBy: proxy }) };
    pools.set(key, pool);
    return pool;
  };

  const learn = (request: OutgoingRequest, way: Way): KnownRoute | undefined => {
    const url = URL.parse(request.url);
    if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return undefined;
    const allow = request.allowPrivateNetwork;
    const pool = poolOf(url, allow, way);
    const { lanes, peer, forwardedBy } = pool;
    const route: KnownRoute = {
      lanes,
      peer,
      // To one that forwards, the whole URL is the path (RFC 9112, section 3.2.2).
      path: `${forwardedBy ? url.origin : ""}${url.pathname}${url.search}`,
      ...(forwardedBy && { forwardedBy }),
      allow,
      wayMark: way.mark,
      pool,
      ...authorizationOf(url),
    };
    if (routes.size >= MAX_ROUTES) routes.clear();
    routes.set(request.url, route);
    return route;
  };

  return {
    find(request) {
      const reading = request.tls && materials.of(request.tls);
      if (reading && !reading.ok) return { ok: false, failure: reading.failure };
      const way = wayOf(request.proxy, reading?.material);
      const known = routes.get(request.url);
      const fits = known?.allow === request.allowPrivateNetwork && known.wayMark === way.mark;
      const route = fits ? known : learn(request, way);
      if (!route) return { ok: false, failure: BAD_URL };
      route.pool.usedAt = performance.now();
      return { ok: true, route };
    },
    async close() {
      routes.clear();
      const open = [...pools.values()];
      pools.clear();
      await Promise.all(open.map((pool) => pool.lanes.destroy()));
    },
  };
}

function toOrigin(url: URL, allow: KnownRoute["allow"], settings: RouteSettings & Way): Origin {
  const { lookup, ca, ownListeners, material, proxy } = settings;
  const secureContext = material?.secureContext ?? (ca ? createSecureContext({ ca }) : undefined);
  const host = bareHost(url.hostname);
  const secure = url.protocol === "https:";
  const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
  const through = proxy && proxyWay(proxy, host, { secure, lookup, ownListeners });
  return {
    host,
    port,
    secure,
    peer: peerOf(host, port),
    lookup,
    vetName: () => vetUrl(url.origin, allow),
    ...(through && { proxy: through }),
    guard: createGuard(allow, ownListeners),
    ...(secureContext && { secureContext }),
    ...(material?.serverName !== undefined && { serverName: material.serverName }),
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
  return { authorization: basicOf(decodePercent(url.username), decodePercent(url.password)) };
}

// A bare % is legal in a URL and no escape.
function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
