// How much of an event an endpoint may see: `payload: "redacted"` and `"thin"`.
// Must not change the envelope it is given, and runs before any transform.
import type { Envelope } from "./envelope.ts";

/** Below this depth a masked value is replaced as a whole. */
const maxDepth = 32;

/**
 * What `redacted` masks, `part` → fields of `data.part`: what was said and done, and who said it by
 * name. Ids, tool names, models, usage and `error.message` (the host's own words) stay readable.
 */
const maskedParts: Readonly<Record<string, readonly string[]>> = {
  message: ["content", "media"],
  sender: ["name", "username"],
  tool: ["params", "result", "error"],
  conversation: ["title"],
};
/** Masked fields of `data` itself. */
const maskedFields: readonly string[] = ["reply"];

/** All that `thin` sends: ids, by which a receiver can ask for the rest. */
const thinEnvelope = ["id", "type", "timestamp", "instanceId"];
const thinFields = [
  "agentId",
  "sessionId",
  "sessionKey",
  "runId",
  "channel",
  "accountId",
  "userId",
  "to",
  "resumedFrom",
  "nextSessionId",
];
const thinParts: Readonly<Record<string, readonly string[]>> = {
  message: ["messageId"],
  sender: ["id"],
  tool: ["callId"],
  request: ["id"],
  endpoint: ["name"],
  conversation: ["id"],
  parent: ["sessionKey", "runId"],
};

/**
 * The envelope with what was said masked: every string in a masked field becomes
 * `[redacted: 12 characters]`, numbers and booleans become `[redacted: number]` and
 * `[redacted: boolean]`; keys, list lengths and `null` stay.
 */
export function redact(envelope: Envelope): Envelope {
  const { data } = envelope;
  if (!isObject(data)) return envelope;
  const masked = mapValues(data, (value, key) => {
    if (maskedFields.includes(key)) return mask(value, 1);
    const fields = Object.hasOwn(maskedParts, key) ? (maskedParts[key] ?? []) : [];
    if (!isObject(value)) return fields.length > 0 ? mask(value, 1) : value;
    return mapValues(value, (inner, name) => (fields.includes(name) ? mask(inner, 1) : inner));
  });
  return { ...envelope, data: masked };
}

/** The envelope with nothing but ids: an allow-list, so a new field is left out until it is listed. */
export function thin(envelope: Envelope): Envelope {
  const data = isObject(envelope["data"]) ? envelope["data"] : {};
  const parts = Object.entries(thinParts).flatMap(([part, names]) => {
    const picked = pickIds(data[part], names);
    return Object.keys(picked).length > 0 ? [[part, picked] as const] : [];
  });
  return {
    ...pickIds(envelope, thinEnvelope),
    data: { ...pickIds(data, thinFields), ...Object.fromEntries(parts) },
  };
}

function mask(value: unknown, depth: number): unknown {
  if (value === null || value === undefined) return value;
  if (typeof value === "string") return `[redacted: ${value.length} characters]`;
  if (typeof value !== "object") return `[redacted: ${typeof value}]`;
  if (depth >= maxDepth) return "[redacted: nested]";
  if (Array.isArray(value)) return value.map((element) => mask(element, depth + 1));
  return mapValues(value as Record<string, unknown>, (inner) => mask(inner, depth + 1));
}

function pickIds(from: unknown, names: readonly string[]): Record<string, unknown> {
  if (!isObject(from)) return {};
  const entries = names
    .filter((name) => Object.hasOwn(from, name))
    .map((name) => [name, from[name]] as const)
    .filter(([, value]) => typeof value === "string" || typeof value === "number");
  return Object.fromEntries(entries);
}

function mapValues(
  object: Record<string, unknown>,
  change: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  // `fromEntries` defines properties: a key named `__proto__` stays a key.
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, change(value, key)]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
