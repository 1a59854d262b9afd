// Finds what is wrong with one route, as far as the config alone can tell. Applies no defaults.
import type { RouteConfig } from "../../generated/config.ts";
import { configPath } from "../../language/config-path.ts";
import { checkCallback } from "./callback.ts";
import { isConstantKey } from "./key-template.ts";
import { isRecord } from "../problem/path.ts";
import { checkMethods } from "./methods.ts";
import { checkAuth } from "./auth/route-auth.ts";
import { checkHandshake } from "./auth/route-handshake.ts";
import type { RoutePlace } from "./route-place.ts";
import type { Problem } from "../settings.ts";
import { covers } from "../sound.ts";
import { checkShape } from "../schema-validate.ts";
import { type ValidationContext } from "../validate.ts";

/** The host's own rule for agent ids: what a session key can hold. */
const AGENT_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** Problems of the route, schema first; what that refused is not looked at again. `endpoints`: their names. */
export function checkRoute(
  place: RoutePlace,
  endpoints: readonly string[],
  context: ValidationContext,
): Problem[] {
  const { raw, path } = place;
  if (!isRecord(raw)) return checkShape("route", raw, path);
  // Each form of `auth` has a definition of its own.
  const { auth, ...rest } = raw;
  const found = checkShape("route", rest, path);
  const config = rest as Partial<RouteConfig>;
  const at = (key: keyof RouteConfig): string => configPath(path, key);
  const isSound = (key: keyof RouteConfig): boolean => !covers(found, at(key));
  return [
    ...found,
    ...(auth === undefined
      ? []
      : checkAuth(auth, at("auth"), context, config.handshake?.secret !== undefined)),
    ...(isSound("agentId") ? checkAgent(place, config.agentId, at("agentId")) : []),
    ...(["read", "mode", "coalesce", "forEach"].every((key) => isSound(key as keyof RouteConfig))
      ? checkReading(place, config, at)
      : []),
    ...checkTemplate(path, config, auth),
    ...(isSound("forEach") ? checkForEach(config.forEach, at("forEach")) : []),
    ...(isSound("idempotency") ? checkIdentity(config, at("idempotency")) : []),
    ...(isSound("methods") ? checkMethods(config.methods, auth, at("methods"), context) : []),
    ...(config.handshake !== undefined && isSound("handshake")
      ? checkHandshake(config.handshake, at("handshake"), !takesBrought(auth))
      : []),
    ...(isSound("deliver") ? checkMode(config, at("mode")) : []),
    ...(config.callback !== undefined && isSound("callback")
      ? checkCallback(config.callback, at("callback"), endpoints, context)
      : []),
  ];
}

/** Without a secret, the kinds of `auth` that can be brought one. */
function takesBrought(auth: unknown): boolean {
  if (!isRecord(auth) || Object.hasOwn(auth, "secret")) return false;
  return auth["type"] === "hmac" || Object.hasOwn(auth, "preset");
}

function checkAgent(
  { path, agentId: scope }: RoutePlace,
  agentId: string | undefined,
  at: string,
): Problem[] {
  if (scope === undefined) {
    return agentId === undefined ? [{ path, message: '"agentId" is missing' }] : [];
  }
  if (!AGENT_ID.test(scope)) return [{ path, message: "stands below what is no agent id" }];
  if (agentId === undefined || agentId === scope) return [];
  return [{ path: at, message: foreignAgent(scope, agentId) }];
}

function foreignAgent(scope: string, agentId: string): string {
  return `expected "${scope}" or nothing, found ${JSON.stringify(agentId)}: in here only that agent runs`;
}

/** A preset knows what its sender's whole requests say; nothing else does. */
function checkTemplate(
  path: string,
  { template, forEach, mode }: Partial<RouteConfig>,
  auth: unknown,
): Problem[] {
  if (template !== undefined) return [];
  const isKnown = isRecord(auth) && auth["preset"] !== undefined;
  if (isKnown && forEach === undefined && mode !== "read") return [];
  const message = '"template" is missing';
  if (forEach !== undefined) return [{ path, message: `${message}: what is said of one item` }];
  return [{ path, message: mode === "read" ? `${message}: what is said of the fields` : message }];
}

function checkReading(
  { agentId: scope }: RoutePlace,
  config: Partial<RouteConfig>,
  at: (key: keyof RouteConfig) => string,
): Problem[] {
  const { mode, read } = config;
  if (mode !== "read") {
    const message = 'expected only with mode: "read"';
    return read === undefined ? [] : [{ path: at("read"), message }];
  }
  if (read === undefined) {
    return [{ path: at("mode"), message: '"read" needs to know the fields: read: { schema }' }];
  }
  const reader = read.agentId;
  const isForeign = scope !== undefined && reader !== undefined && reader !== scope;
  return [
    ...(isForeign
      ? [{ path: configPath(at("read"), "agentId"), message: foreignAgent(scope, reader) }]
      : []),
    ...READ_BY_ITSELF.filter((key) => config[key] !== undefined).map((key) => ({
      path: at(key),
      message: 'not with mode: "read": each request is read by itself',
    })),
  ];
}

/** A reader makes one set of fields of one whole body. */
const READ_BY_ITSELF = ["coalesce", "forEach"] as const;

const LIST_PATH = /^body(?:\.[\w-]+)*$/;

function checkForEach(forEach: string | undefined, path: string): Problem[] {
  if (forEach === undefined || LIST_PATH.test(forEach)) return [];
  const message =
    'expected the path of a list in the body, such as "body.alerts", or "body" itself';
  return [{ path, message }];
}

/** One name for every request would make a duplicate of all but the first. */
function checkIdentity({ idempotency }: Partial<RouteConfig>, path: string): Problem[] {
  if (idempotency === undefined || !isConstantKey(idempotency.key)) return [];
  const message =
    'expected a template or a path, such as "body.id", found the same text for every request';
  return [{ path: configPath(path, "key"), message }];
}

function checkMode({ mode, deliver }: Partial<RouteConfig>, path: string): Problem[] {
  if (mode !== "deliver" || typeof deliver === "object") return [];
  return [{ path, message: '"deliver" needs to know where to: deliver: { channel, to }' }];
}
