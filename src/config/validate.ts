// Holds the config to schema/config.json: the frame once, and each endpoint and route by itself. Applies no defaults.
import type { EndpointConfig } from "../generated/config.ts";
import { configPath } from "../language/config-path.ts";
import { checkEndpointAuth } from "./endpoint/auth.ts";
import { checkEvents } from "./endpoint/events.ts";
import { checkFeed, checkWay } from "./endpoint/feed.ts";
import { checkFeedPath } from "./endpoint/feed-path.ts";
import { checkHeaders } from "./endpoint/headers.ts";
import { isRecord } from "./problem/path.ts";
import type { ReplyPlan } from "./route/reply-endpoint.ts";
import type { Method } from "./route/route-settings.ts";
import { checkShape, runSchema } from "./schema-validate.ts";
import { readSecrets } from "./secret/secrets.ts";
import type { Problem } from "./settings.ts";
import { covers } from "./sound.ts";
import { checkProxy } from "./endpoint/proxy.ts";
import { checkSignature, type SigningPreset } from "./endpoint/signature.ts";
import { checkTls } from "./endpoint/tls.ts";
import { urlProblem } from "./endpoint/url.ts";
import { findMissingVariables } from "./problem/variables.ts";
import { checkStore } from "./store.ts";

/** What the checks need to know beside the config; `now` in ms since the epoch. */
export interface ValidationContext {
  eventTypes: readonly string[];
  /**
   * What `auth.preset` of a route and `signature` of an endpoint may name; with `needsUrl` the sender signs the address
   * it calls, `methods` are what it uses beside POST, and `answer.later` is how it takes a reply later.
   */
  presets: readonly (SigningPreset & {
    needsUrl?: true;
    methods?: readonly Method[];
    answer?: { later?: ReplyPlan };
    needsNoSecret?: true;
    /** Of its handshakes: whether one brings the secret. */
    handshake?: readonly { brings?: unknown }[];
    expects?: { names: readonly string[]; why: string };
    encryption?: { layout: "iv-first" | "length-first"; hasOwnKey?: true };
  })[];
  now: number;
}

/** Problems of everything but endpoints and routes: unknown keys, `log`, `limits`, `inbound`, agent scopes. */
export function checkFrame(block: Record<string, unknown>): Problem[] {
  const { endpoints: _endpoints, agents: _agents, inbound, ...own } = block;
  const { endpoints: _routes, ...ownInbound } = isRecord(inbound) ? inbound : {};
  const found = runSchema("frame", withLists(block), "");
  return [
    ...found,
    ...(covers(found, "proxy") ? [] : checkProxy(block["proxy"], "proxy")),
    ...(covers(found, "store") ? [] : checkStore(block["store"])),
    ...checkFeedPath(block, found),
    ...findMissingVariables(own, ""),
    ...findMissingVariables(ownInbound, "inbound"),
  ];
}

/** Endpoints may also be written as a map of names; each is checked by itself. */
function withLists(block: Record<string, unknown>): Record<string, unknown> {
  const listed = isRecord(block["endpoints"]) ? { ...block, endpoints: [] } : block;
  if (!isRecord(block["agents"])) return listed;
  const agents = Object.entries(block["agents"]).map(([id, scope]) => {
    const isMap = isRecord(scope) && isRecord(scope["endpoints"]);
    return [id, isMap ? { ...scope, endpoints: [] } : scope];
  });
  return { ...listed, agents: Object.fromEntries(agents) };
}

/** Problems of one endpoint at `path`, schema first; what the schema refused is not looked at again. */
export function checkEndpoint(raw: unknown, path: string, context: ValidationContext): Problem[] {
  const found = checkShape("endpoint", raw, path);
  if (!isRecord(raw)) return found;
  return [
    ...found,
    ...checkWay(raw, path),
    ...checkFeed(raw, path, found, context.now),
    ...checkTarget(raw, path, found, context),
  ];
}

/** What a schema cannot say of the settings of an endpoint; those of `found` are not looked at again. */
export function checkTarget(
  config: Partial<EndpointConfig>,
  path: string,
  found: readonly Problem[],
  context: ValidationContext,
): Problem[] {
  const checks: [keyof EndpointConfig, (at: string) => Problem[]][] = [
    ["url", (at) => checkUrl(config.url ?? "", at)],
    ["events", (at) => checkEvents(config.events ?? [], at, context.eventTypes)],
    ["headers", (at) => checkHeaders(config.headers ?? {}, at)],
    ["auth", (at) => checkEndpointAuth(config.auth, config.headers, at)],
    ["tls", (at) => checkTls(config.tls ?? {}, at)],
    ["proxy", (at) => checkProxy(config.proxy, at)],
    ["signature", (at) => checkSignature(config.signature, config, at, context)],
    ["secret", (at) => readSecrets(config.secret, at, context.now).problems],
  ];
  return checks.flatMap(([key, check]) => {
    const at = configPath(path, key);
    return Object.hasOwn(config, key) && !covers(found, at) ? check(at) : [];
  });
}

function checkUrl(url: string, path: string): Problem[] {
  const message = urlProblem(url);
  return message === undefined ? [] : [{ path, message }];
}
