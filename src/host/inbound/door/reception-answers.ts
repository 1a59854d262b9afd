// What callers are told by a reception: words and status, and the records of what was refused unread.
import type { Acceptance, StoredRequest } from "../../../engine/inbox/inbox.ts";
import {
  faultAnswer,
  jsonAnswer,
  sizeFault,
  type Fault,
  type HttpAnswer,
} from "../../../inbound/answer/answer.ts";
import type { CompiledRoute } from "../../../inbound/decision/compile-route.ts";
import type { RenderedAnswer, Told } from "../../../inbound/answer/route-answer.ts";
import type { Accepted, Answered } from "../../../inbound/decision/decide.ts";
import { maskRequest } from "../../../inbound/secret/mask-request.ts";
import { refusedRecord } from "../../../inbound/answer/refused-record.ts";
import { baseRecord } from "../../../inbound/request/request-record.ts";
import type { InboundRequest } from "../../../inbound/request/request.ts";
import type { Patience } from "./patience.ts";

const NONE = new Uint8Array();

/** How an accepted request comes to an end that its caller can be told. */
export interface Ending {
  basePath: string;
  /** Resolves when the run of a request has ended, with undefined when `timeoutMs` passed before. */
  ended: (id: string, timeoutMs: number) => Promise<StoredRequest | undefined>;
  find: (id: string) => Promise<StoredRequest | undefined>;
  /** The route's own words for a caller that waited. `content`: of its request. */
  say: (compiled: CompiledRoute, content: string, told: Told) => Promise<RenderedAnswer>;
  warn: (message: string) => void;
  patience: Patience;
}

export const NO_REQUEST: Fault = {
  status: 404,
  code: "no_request",
  message: "this route has no such request",
};

export async function acceptedAnswer(
  ending: Ending,
  compiled: CompiledRoute,
  { record: { id }, answer, content }: Accepted,
  acceptance: Acceptance,
): Promise<HttpAnswer> {
  if (acceptance.kind === "full") return faultAnswer(fullFault(acceptance.waiting), id);
  // Whoever repeats a request is told what its sender needs once more.
  if (answer !== undefined) return answer;
  if (content !== undefined) return waitedAnswer(ending, compiled, { id, content }, acceptance);
  if (acceptance.kind === "duplicate")
    return jsonAnswer(200, { id: acceptance.of, status: "duplicate", of: acceptance.status });
  const { route, answer: settings } = compiled;
  const statusUrl = `${ending.basePath}/${route.name}/${id}`;
  if (settings.waits) {
    const request = await ending.ended(id, settings.timeoutMs);
    if (request !== undefined) return jsonAnswer(200, outcomeOf(request));
    return jsonAnswer(202, { id, status: "running", statusUrl }, { location: statusUrl });
  }
  return jsonAnswer(settings.status, { id, status: "accepted", statusUrl });
}

const ENDED: ReadonlySet<string> = new Set(["completed", "failed"]);

/** A repeat waits for the first one's run. */
async function waitedAnswer(
  { ended, find, say, warn, patience }: Ending,
  compiled: CompiledRoute,
  { id, content }: { id: string; content: string },
  acceptance: Exclude<Acceptance, { kind: "full" }>,
): Promise<HttpAnswer> {
  const { status, timeoutMs } = compiled.answer;
  const isRepeat = acceptance.kind === "duplicate";
  const first = isRepeat ? acceptance.of : id;
  const isOver = isRepeat && ENDED.has(acceptance.status);
  // A text takes two bytes for each of its units, or one.
  const release = isOver ? undefined : patience.keep(2 * content.length);
  const ofRun = release === undefined ? undefined : await ended(first, timeoutMs);
  release?.();
  const request = ofRun ?? (await find(first).catch(() => undefined));
  const isEnded = request !== undefined && ENDED.has(request.status);
  const told: Told = {
    status: isEnded ? (request.status as "completed" | "failed") : "running",
    ...(isEnded && request.reply !== undefined && { reply: request.reply }),
  };
  const rendered = await say(compiled, content, told);
  if (rendered.ok) return rendered.answer;
  warn(`route "${compiled.route.name}": ${first} was answered without words: ${rendered.error}`);
  return { status, headers: { "cache-control": "no-store" }, body: "" };
}

export function outcomeOf({ id, status, reply, error, durationMs }: StoredRequest): object {
  return { id, status, reply, error, durationMs };
}

export function tooLarge(
  id: string,
  head: Omit<InboundRequest, "rawBody">,
  { route }: CompiledRoute,
  proven: boolean,
): Answered {
  const fault = sizeFault(route.maxBodyBytes);
  const verdicts = [{ step: "size", ok: false, detail: fault.message } as const];
  const base = baseRecord(id, maskRequest({ ...head, rawBody: NONE }, route), route, verdicts);
  const { body: _none, ...record } = refusedRecord(base, {
    rawBody: NONE,
    proven,
    keepBodies: false,
  });
  return {
    kind: "answered",
    answer: faultAnswer(fault, id),
    record: { ...record, httpStatus: fault.status },
  };
}

export function heldFault(name: string): Fault {
  const message = `route "${name}" is configured, but cannot work; the Gateway's log says why`;
  return { status: 503, code: "held", message, retryAfterSeconds: 60 };
}

function fullFault(waiting: number): Fault {
  const message = `${waiting} requests of this route wait for their runs`;
  return { status: 503, code: "full", message, retryAfterSeconds: 30 };
}

/** Refused before anybody knew who sent it. */
export function isStrangers({ record: { status, verdicts } }: Answered): boolean {
  const isLetIn = verdicts.some(({ step, ok }) => step === "authenticity" && ok);
  return status === "rejected" && !isLetIn;
}
