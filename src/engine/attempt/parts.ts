// Sends what one attempt consists of: one request, or the parts of a text in their order. A part that was taken is
// not sent again while this process runs; after a crash it may be, as every attempt that was in flight.
import type { PreparedEndpoint } from "../../outbound/prepare.ts";
import type { Message } from "../../outbound/request/outgoing-message.ts";
import type { Result } from "./outcome.ts";

export interface PartsToSend {
  prepared: PreparedEndpoint;
  deliveryId: string;
  messages: readonly Message[];
  /** Ms since the epoch. */
  now: () => number;
  send: (message: Message, timeoutMs: number) => Promise<Result>;
  /** Whether a further request of the endpoint may leave before `until`, ms since the epoch; waits for it. */
  turn: (until: number) => Promise<boolean>;
}

/** Parts taken so far, by delivery; gone with the endpoint's settings, by which another text may be made. */
const taken = new WeakMap<PreparedEndpoint, Map<string, number>>();
/** Deliveries of which a part was taken and the next one was not. */
const MOST_KEPT = 1000;

/**
 * The answer to the last part, or to the first that was not taken; undefined: the next one's turn is later. The
 * endpoint's timeout is that of all of them.
 */
export async function sendInOrder(parts: PartsToSend): Promise<Result | undefined> {
  const { prepared, messages, deliveryId, now } = parts;
  const { timeoutMs } = prepared.endpoint;
  const [only] = messages;
  if (messages.length === 1 && only) return parts.send(only, timeoutMs);
  const progress = progressOf(prepared);
  const until = now() + timeoutMs;
  const first = progress.get(deliveryId) ?? 0;
  progress.delete(deliveryId);
  let answer: Result = NOTHING;
  for (let at = first; at < messages.length; at += 1) {
    const message = messages[at];
    if (!message) break;
    if (at > first && now() < until && !(await parts.turn(until))) {
      keep(progress, deliveryId, at);
      return undefined;
    }
    const left = at === first ? timeoutMs : until - now();
    answer = left > 0 ? await parts.send(message, left) : late(at, messages.length);
    if (isTaken(prepared, answer)) continue;
    if (at > 0) keep(progress, deliveryId, at);
    return answer;
  }
  return answer;
}

const NOTHING: Result = {
  kind: "failure",
  errorClass: "internal",
  message: "there was nothing to send",
  timings: { total: 0 },
};

function late(at: number, all: number): Result {
  const message = `the time of the attempt ended before part ${at + 1} of ${all}`;
  return { kind: "failure", errorClass: "timeout", message, timings: { total: 0 } };
}

function progressOf(prepared: PreparedEndpoint): Map<string, number> {
  const known = taken.get(prepared) ?? new Map<string, number>();
  taken.set(prepared, known);
  return known;
}

function keep(progress: Map<string, number>, deliveryId: string, at: number): void {
  const [oldest] = progress.keys();
  if (progress.size >= MOST_KEPT && oldest !== undefined) progress.delete(oldest);
  progress.set(deliveryId, at);
}

function isTaken({ readAnswer }: PreparedEndpoint, answer: Result): boolean {
  if (answer.kind !== "response") return false;
  return readAnswer?.(answer).delivered ?? (answer.status >= 200 && answer.status < 300);
}
