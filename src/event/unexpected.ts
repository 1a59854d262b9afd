// What the host did that no rule here expects (another version of it, an unknown channel): counted by kind, with one
// sample of each whose contents are masked, for a report.
import type { Unexpected, UnexpectedKind } from "./known.ts";
import type { Memory } from "./memory.ts";
import { asFields, type Observation } from "./observation.ts";

/** What every observation of a row has, whatever is in it. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  "hook:reply_payload_sending": ["payload"],
  "hook:message_sending": ["content", "to"],
  "hook:message_sent": ["content", "to", "success"],
  "hook:session_start": ["sessionId"],
  "hook:session_end": ["sessionId"],
  "transcript:user": ["sessionKey", "sessionId", "message"],
  "transcript:assistant": ["sessionKey", "sessionId", "message"],
  "agent:lifecycle": ["runId", "data"],
  "agent:tool": ["data"],
};

/** Values that say what kind of thing it is, and nothing of a user. */
const PLAIN_KEYS: ReadonlySet<string> = new Set([
  "source",
  "name",
  "role",
  "kind",
  "phase",
  "stream",
  "stage",
  "channel",
  "channelId",
  "trigger",
  "provider",
  "surface",
]);
const TIMES: ReadonlySet<string> = new Set(["at", "dueAt", "endedAt", "ts", "timestamp"]);
const MOST_DEPTH = 8;

/** Counts an observation that lacks what its kind always has. */
export function watchShape(memory: Memory, observation: Observation): void {
  const { source, name, event, at } = observation;
  const needed = NEEDED[`${source}:${name}`] ?? [];
  if (needed.every((key) => event[key] !== undefined)) return;
  noteUnexpected(memory, at, "unknown-shape", observation);
}

export function noteUnexpected(
  memory: Memory,
  at: number,
  kind: UnexpectedKind,
  seen: object,
): void {
  const known = memory.unexpected.get(kind);
  const { count = 0, firstAt = at, sample = masked(seen, "", 0) } = known ?? {};
  memory.unexpected.set(kind, { kind, count: count + 1, firstAt, lastAt: at, sample });
}

export function unexpectedOf(memory: Memory): Unexpected[] {
  return [...memory.unexpected.values()];
}

/** Keys, lengths, times and flags stay; a number may be somebody's id on a channel. */
function masked(value: unknown, key: string, depth: number): unknown {
  if (typeof value === "string")
    return PLAIN_KEYS.has(key) ? value : `[${value.length} characters]`;
  if (typeof value === "number") return TIMES.has(key) ? value : "[number]";
  if (typeof value !== "object" || value === null)
    return typeof value === "function" ? "[function]" : value;
  if (depth >= MOST_DEPTH) return "[nested]";
  if (Array.isArray(value)) return value.map((item) => masked(item, key, depth + 1));
  return Object.fromEntries(
    Object.entries(asFields(value)).map(([name, inner]) => [name, masked(inner, name, depth + 1)]),
  );
}
