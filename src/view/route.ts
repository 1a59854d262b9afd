// A route as operators are shown it: the URL to give to a sender, who may call, who runs, what came last. Never a
// secret.
import type { Place } from "../signature/scheme.ts";
import type { RouteAuth, Route } from "../config/route/route-settings.ts";
import type { InboundSettings } from "../config/settings.ts";
import type { LogReader } from "./questions.ts";
import { requestRow, type RequestRow } from "./request.ts";

export interface RouteRow {
  route: string;
  /** `held`: its settings cannot work, and callers are answered 503. */
  state: "ok" | "held";
  reason?: string;
  /** Path on the Gateway's port. */
  path: string;
  /** As the sender knows it where `auth.url` says so, else on this machine. */
  url: string;
  /** Who may call, in words. */
  auth: string;
  agentId: string;
  mode: Route["mode"];
  /** Its newest request. */
  last?: RequestRow;
}

export interface RouteList {
  routes: RouteRow[];
}

/** `origin`: where the Gateway listens, as seen from this machine. Held ones first. */
export async function listRoutes(
  log: Pick<LogReader, "listRequests">,
  { routes, basePath }: Pick<InboundSettings, "routes" | "basePath">,
  origin: string,
): Promise<RouteList> {
  const rows = await Promise.all(
    routes.map(async (route) => {
      const [last] = await log.listRequests({ route: route.name, limit: 1 });
      const row = routeRow(route, `${basePath}/${encodeURIComponent(route.name)}`, origin);
      return { ...row, ...(last && { last: requestRow(last) }) };
    }),
  );
  const isHeld = ({ state }: RouteRow): number => (state === "held" ? 0 : 1);
  return { routes: rows.sort((one, other) => isHeld(one) - isHeld(other)) };
}

function routeRow(route: Route, path: string, origin: string): RouteRow {
  const { name, held, auth, agentId, mode } = route;
  return {
    route: name,
    state: held === undefined ? "ok" : "held",
    ...(held !== undefined && { reason: held }),
    path,
    url: "url" in auth && auth.url !== undefined ? auth.url : origin + path,
    // What stands there may not have been understood: what is open to this machine then is not.
    auth: held !== undefined && auth.kind === "loopback" ? "nobody while held" : wordsOf(auth),
    agentId,
    mode,
  };
}

function wordsOf(auth: RouteAuth): string {
  switch (auth.kind) {
    case "loopback":
      return "this machine only";
    case "none":
      return "open to everybody";
    case "bearer":
      return "bearer token";
    case "basic":
      return `basic, user ${auth.username}`;
    case "header":
      return `header ${auth.name}`;
    case "hmac":
      return `signature in ${nameOf(auth.scheme.from)}`;
    case "jwt":
      return `token in ${nameOf(auth.scheme.from)}`;
    case "preset":
      return auth.preset;
  }
}

function nameOf(place: Place): string {
  if ("header" in place) return place.header;
  return "query" in place ? `the query's ${place.query}` : `the body's ${place.body}`;
}
