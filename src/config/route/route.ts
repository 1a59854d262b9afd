// Builds one complete route from what was written: the only place that knows a route's defaults.
import type {
  CoalesceConfig,
  RouteConfig,
  RouteDeliveryConfig,
  RouteReadConfig,
  RouteSessionConfig,
} from "../../generated/config.ts";
import { callbackName } from "./callback.ts";
import { keyTemplate } from "./key-template.ts";
import { problemText } from "../problem/problem.ts";
import { readAuth } from "./auth/route-auth.ts";
import { readHandshake } from "./auth/route-handshake.ts";
import type { RoutePlace } from "./route-place.ts";
import type { Route, RouteDelivery, RouteReading } from "./route-settings.ts";
import type { Problem } from "../settings.ts";
import { soundPart } from "../sound.ts";

/**
 * A refused request is lost when its sender, as GitHub, does not repeat it; what is taken in waits for
 * its run. So only a route that anybody may call is limited without being asked to be.
 */
const OPEN_RATE_LIMIT = { requests: 120, perMs: 60_000 };

const DEFAULT_MAX_WAIT_MS = 60_000;

/**
 * The route at `place`. Settings that a problem stands at fall back to their default, and the route is
 * then held: it lets nobody in, whatever its `auth` has become. `now` in ms since the epoch.
 */
export function buildRoute(place: RoutePlace, problems: readonly Problem[], now: number): Route {
  const config = soundPart<RouteConfig>(place.raw, place.path, problems);
  const held = problems.map(problemText).join("; ");
  const auth = readAuth(config.auth, now);
  const rateLimit = config.rateLimit ?? (auth.kind === "none" ? OPEN_RATE_LIMIT : undefined);
  const deliver = readDelivery(config.deliver);
  const agentId = place.agentId ?? config.agentId ?? "";
  return {
    name: place.name,
    agentId,
    ...(config.template !== undefined && { template: config.template }),
    auth,
    ...(config.schema && { schema: config.schema }),
    ...(config.filter?.where && { where: config.filter.where }),
    ...(config.idempotency && { idempotencyKey: keyTemplate(config.idempotency.key) }),
    ...(config.forEach !== undefined && { forEach: config.forEach }),
    ...(config.replay === "strict" && { replay: config.replay }),
    session: readSession(config.session),
    ...(deliver && { deliver }),
    mode: config.mode ?? "agent",
    ...(config.read && { read: readReading(config.read, agentId) }),
    ...(config.methods && { methods: config.methods }),
    response: { mode: "accepted", ...config.response },
    ...(config.callback && { callback: { endpoint: callbackName(config.callback, place.name) } }),
    ...(config.handshake && { handshake: readHandshake(config.handshake) }),
    ...(config.coalesce && { coalesce: readCoalescing(config.coalesce) }),
    ...(rateLimit && { rateLimit }),
    maxBodyBytes: config.maxBodyBytes ?? 1_048_576,
    timeoutMs: config.timeoutMs ?? 600_000,
    ...(config.tools && { tools: config.tools }),
    ...(held !== "" && { held }),
  };
}

function readSession(session: RouteSessionConfig = "isolated"): Route["session"] {
  return typeof session === "string"
    ? { kind: session }
    : { kind: "key", template: keyTemplate(session.key) };
}

/** `{}` is the session's own channel. */
function readDelivery(deliver: RouteDeliveryConfig | undefined): RouteDelivery | undefined {
  if (deliver === undefined || deliver === false) return undefined;
  return deliver === true ? {} : deliver;
}

function readReading(
  { schema, instructions, agentId, timeoutMs = 60_000 }: RouteReadConfig,
  ofRoute: string,
): RouteReading {
  return {
    schema,
    ...(instructions !== undefined && { instructions }),
    agentId: agentId ?? ofRoute,
    timeoutMs,
  };
}

function readCoalescing({
  key,
  windowMs = 5000,
  maxWaitMs,
  keep = "latest",
}: CoalesceConfig): NonNullable<Route["coalesce"]> {
  // A window above the default wait is meant; only a wait that was written cuts it.
  return {
    key: keyTemplate(key),
    windowMs,
    maxWaitMs: maxWaitMs ?? Math.max(DEFAULT_MAX_WAIT_MS, windowMs),
    keep,
  };
}
