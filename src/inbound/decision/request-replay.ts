// A stored request once more: what came then, decided by its route as it is now. Who sent it was asked when it
// came, and is not asked again. Must not store or start anything itself.
import type { NewRequest, StepVerdict, StoredRequest } from "../../engine/inbox/inbox.ts";
import type { CompiledRoute } from "./compile-route.ts";
import { decide, type Reception } from "./decide.ts";
import type { Wrap } from "../prompt/fence.ts";
import { maskRequest, type MaskedRequest } from "../secret/mask-request.ts";
import { baseRecord } from "../request/request-record.ts";

export interface RequestReplay {
  stored: StoredRequest;
  /** `req_…` of the new one; the stored one's own to see what has changed. */
  id: string;
  compiled: CompiledRoute;
  wrap: Wrap;
  now: number;
  begins?: Reception["begins"];
}

/** The record to store, or why there is none. */
export type ReplayedRequest = { ok: true; record: NewRequest } | { ok: false; reason: string };

/** The record to store: one that waits for its run, or one that the settings of now refuse. */
export function replayRequest(replay: RequestReplay): ReplayedRequest {
  const { stored, compiled, wrap, now, id, begins } = replay;
  begins?.("content type");
  const proven = stored.verdicts.find(({ step }) => step === "authenticity");
  if (proven?.ok !== true) {
    return { ok: false, reason: "nobody has proven who sent it, so it can start nothing" };
  }
  const { batch } = stored.job ?? {};
  if (batch !== undefined) {
    const which = `it is item ${batch.index + 1} of ${batch.count} of ${batch.of}`;
    return { ok: false, reason: `${which}; replay that one` };
  }
  const rawBody = bodyOf(stored);
  if (rawBody === undefined) {
    const what = stored.bodyHash === undefined ? "only the start of its body was" : NO_BODY;
    return { ok: false, reason: `${what} kept; let its sender repeat it` };
  }
  const detail = `as of ${stored.id}${proven.detail === undefined ? "" : `: ${proven.detail}`}`;
  const verdicts: StepVerdict[] = [
    { step: "route", ok: true },
    { step: "authenticity", ok: true, detail },
  ];
  const request = requestOf(stored, rawBody, compiled);
  const begun = baseRecord(id, request, compiled.route, verdicts);
  // Templates read when it came first; the record tells when it came again.
  const record = { ...begun, headers: stored.headers, receivedAt: now, replayOf: stored.id };
  const reception = { id, request, compiled, wrap, begins };
  const decided = decide(reception, { record, verdicts }).record;
  const again =
    decided.status === "rejected" ? { ...decided, refused: "proven" as const } : decided;
  return { ok: true, record: again };
}

const NO_BODY = "its body was not (log.keepRejectedBodies keeps those to come), only its hash was";

/** Steps whose verdicts do not follow from what was sent and from the route. */
const CIRCUMSTANCES = new Set(["route", "rate", "authenticity", "reading", "run", "callback"]);
/** The host marks each block of foreign text with a number of its own. */
const MARKER_IDS = /(EXTERNAL_UNTRUSTED_CONTENT id=")[0-9a-f]+"/g;

/** What the settings of now make different, in words; empty = nothing. */
export function differences(then: StoredRequest, now: NewRequest): string[] {
  const aspects: readonly [string, unknown, unknown][] = [
    ["verdicts", stepsOf(then), stepsOf(now)],
    ["agent", then.job?.agentId, now.job?.agentId],
    ["session", then.job?.sessionKey, now.job?.sessionKey],
    ["mode", then.job?.mode, now.job?.mode],
    ["reply's target", then.job?.deliver, now.job?.deliver],
    ["prompt", promptOf(then), promptOf(now)],
  ];
  return aspects.flatMap(([name, before, after]) =>
    JSON.stringify(before) === JSON.stringify(after) ? [] : [name],
  );
}

function stepsOf({ verdicts }: Pick<NewRequest, "verdicts">): unknown {
  return verdicts
    .filter(({ step }) => !CIRCUMSTANCES.has(step))
    .map(({ step, ok, detail }) => [step, ok, detail]);
}

function promptOf({ job }: Pick<NewRequest, "job">): string | undefined {
  if (job === undefined) return undefined;
  // What a reader makes of it is known only once it was read.
  const { message = job.prompt, ...reading } = job.read ?? {};
  return JSON.stringify([message.replaceAll(MARKER_IDS, '$1"'), reading]);
}

/** Undefined when the log kept less than came. */
function bodyOf({ body }: StoredRequest): Uint8Array | undefined {
  if (body === undefined) return undefined;
  const kept = Buffer.from(body.text, body.encoding);
  return kept.byteLength === body.bytes ? kept : undefined;
}

/** As it was stored: masked then, and once more by what the route keeps secret now. */
function requestOf(
  { method, query, headers, peer, receivedAt }: StoredRequest,
  rawBody: Uint8Array,
  { route }: CompiledRoute,
): MaskedRequest {
  return maskRequest({ method, url: "", headers, query, peer, receivedAt, rawBody }, route);
}
