// What an attempt means for its delivery and for its endpoint. Pure; the one place that judges a status.
import type { RetryPolicy } from "../../config/settings.ts";
import type { Answer } from "./outgoing.ts";
import type { ErrorClass } from "../record.ts";
import type { Reading } from "../../outbound/answer/rules.ts";
import { nextDelayMs } from "../pace/backoff.ts";
import { retryAfterAt } from "../pace/retry-after.ts";

/** What an attempt came to: an answer of the network, or a body that could not be made. */
export type Result = Answer | { kind: "unrendered"; message: string };

/** What the endpoint as a whole has to take from it. */
export type Effect =
  /** It says nothing of the receiver. */
  | { kind: "none" }
  /** It was asked for by hand, and does not count; a probe of this kind proves nothing. */
  | { kind: "uncounted" }
  /** A proxy on the way let nothing through: the receiver was not asked. */
  | { kind: "blocked"; reason: string }
  | { kind: "healthy" }
  /** It works, and does not want this: another delivery may fare better. */
  | { kind: "refused"; reason: string }
  /** It could not be reached, or is broken. */
  | { kind: "failed"; reason: string }
  /** As failed; fewer requests at once may help, none before `notBefore` (ms since the epoch). */
  | { kind: "overloaded"; reason: string; notBefore?: number }
  /** Ended by the receiver until an operator resumes it or its URL changes. */
  | { kind: "disable"; reason: string }
  /** Cannot work until the config changes. */
  | { kind: "hold"; reason: string };

export type Verdict =
  | { status: "delivered" }
  | { status: "failed"; nextAttemptAt: number; errorClass: ErrorClass; reason: string }
  | { status: "dead"; errorClass: ErrorClass; reason: string };

export type Outcome = Verdict & { endpoint: Effect };

export interface Judgement {
  result: Result;
  /** What the endpoint's own rules say of an answer; absent = only its status counts. */
  reading?: Reading;
  policy: RetryPolicy;
  /** The attempt that was made, 1 for the first. */
  attemptNumber: number;
  /** ms since the epoch, when the result was known. */
  now: number;
  random: () => number;
}

const OVERLOADED = new Set([429, 502, 503, 504]);
const GONE = 410;

/** 2xx is delivered unless the endpoint has a rule of its own; everything else is tried again unless the receiver or the schedule says otherwise. */
export function judge(judgement: Judgement): Outcome {
  const { result } = judgement;
  switch (result.kind) {
    case "response":
      return judgeResponse(judgement, result);
    case "failure": {
      const verdict = again(judgement, result.errorClass, result.message);
      return { ...verdict, endpoint: effectOfFailure(result) };
    }
    case "unrendered":
      // The same event renders to the same error: trying again would only fill the log.
      return {
        status: "dead",
        errorClass: "render",
        reason: result.message,
        endpoint: { kind: "none" },
      };
  }
}

type Failure = Extract<Answer, { kind: "failure" }>;
type Response = Extract<Answer, { kind: "response" }>;

function effectOfFailure({ errorClass, message: reason, permanent }: Failure): Effect {
  if (permanent === true) return { kind: "hold", reason };
  if (errorClass === "proxy") return { kind: "blocked", reason };
  return { kind: errorClass === "timeout" ? "overloaded" : "failed", reason };
}

function judgeResponse(judgement: Judgement, response: Response): Outcome {
  const { reading, now } = judgement;
  const { status } = response;
  const wish = response.headers["webhook-delivery"]?.trim().toLowerCase();
  const delivered = reading?.delivered ?? isSuccess(status);
  const notBefore = notBeforeOf(response, reading, now);
  const endpoint = effectOf({ response, reading, wish, delivered, notBefore });
  if (delivered) return { status: "delivered", endpoint };
  const reason = describe(status, reading);
  const errorClass = classOf(status);
  if (wish === "abort-message") {
    const said = `HTTP ${status}, and the receiver refused this message (webhook-delivery: abort-message)`;
    return { status: "dead", errorClass, reason: said, endpoint };
  }
  if (reading?.givesUp === true) {
    return { status: "dead", errorClass, reason: `${reason} (no retry: giveUpOn)`, endpoint };
  }
  return { ...again(judgement, errorClass, reason, notBefore), endpoint };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function classOf(status: number): ErrorClass {
  if (isSuccess(status)) return "answer";
  return status >= 300 && status < 400 ? "redirect" : "status";
}

/** The later of what the header and the body ask for. */
function notBeforeOf(
  response: Response,
  reading: Reading | undefined,
  now: number,
): number | undefined {
  const header = retryAfterAt(response.headers["retry-after"], now);
  if (reading?.waitMs === undefined) return header;
  return Math.max(header ?? 0, now + reading.waitMs);
}

interface Answered {
  response: Response;
  reading: Reading | undefined;
  wish: string | undefined;
  delivered: boolean;
  notBefore: number | undefined;
}

function effectOf({ response, reading, wish, delivered, notBefore }: Answered): Effect {
  const { status } = response;
  if (wish === "disable") {
    return { kind: "disable", reason: "the receiver asked for it (webhook-delivery: disable)" };
  }
  if (delivered) return { kind: "healthy" };
  if (status === GONE) {
    return { kind: "disable", reason: "the receiver is gone for good (HTTP 410)" };
  }
  const reason = describe(status, reading);
  if (OVERLOADED.has(status) || reading?.busy === true) {
    return { kind: "overloaded", reason, ...(notBefore !== undefined && { notBefore }) };
  }
  return { kind: status >= 500 ? "failed" : "refused", reason };
}

function describe(status: number, reading?: Reading): string {
  const words = reading?.words;
  // Of an answer that came well only its words say anything.
  if (isSuccess(status)) {
    return words ?? `HTTP ${status}, but the answer is not what success asks for`;
  }
  if (status >= 300 && status < 400) {
    return `HTTP ${status}: redirects are not followed, set the endpoint's url to the final address`;
  }
  return words === undefined ? `HTTP ${status}` : `HTTP ${status}: ${words}`;
}

function again(
  judgement: Judgement,
  errorClass: ErrorClass,
  reason: string,
  notBefore = 0,
): Exclude<Verdict, { status: "delivered" }> {
  const { policy, attemptNumber, now, random } = judgement;
  const delayMs = nextDelayMs(policy, attemptNumber, random);
  if (delayMs === undefined) return { status: "dead", errorClass, reason };
  const nextAttemptAt = Math.max(now + delayMs, notBefore);
  return { status: "failed", nextAttemptAt, errorClass, reason };
}
