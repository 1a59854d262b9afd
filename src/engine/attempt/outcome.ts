// What an attempt means for its delivery and for its endpoint. Pure; the one place that judges a status.
import type { RetryPolicy } from "../../config/settings.ts";
import type { Answer } from "./outgoing.ts";
import type { ErrorClass } from "../record.ts";
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
  policy: RetryPolicy;
  /** The attempt that was made, 1 for the first. */
  attemptNumber: number;
  /** ms since the epoch, when the result was known. */
  now: number;
  random: () => number;
}

const OVERLOADED = new Set([429, 502, 503, 504]);
const GONE = 410;

/** 2xx is delivered; everything else is tried again unless the receiver or the schedule says otherwise. */
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
  return { kind: errorClass === "timeout" ? "overloaded" : "failed", reason };
}

function judgeResponse(judgement: Judgement, response: Response): Outcome {
  const { status } = response;
  const wish = response.headers["webhook-delivery"]?.trim().toLowerCase();
  const endpoint = effectOf(response, wish, judgement.now);
  if (status >= 200 && status < 300) return { status: "delivered", endpoint };
  const errorClass = status >= 300 && status < 400 ? "redirect" : "status";
  if (wish === "abort-message") {
    const reason = `HTTP ${status}, and the receiver refused this message (webhook-delivery: abort-message)`;
    return { status: "dead", errorClass, reason, endpoint };
  }
  const notBefore = retryAfterAt(response.headers["retry-after"], judgement.now);
  return { ...again(judgement, errorClass, describe(status), notBefore), endpoint };
}

function effectOf(response: Response, wish: string | undefined, now: number): Effect {
  const { status } = response;
  const reason = describe(status);
  if (wish === "disable") {
    return { kind: "disable", reason: "the receiver asked for it (webhook-delivery: disable)" };
  }
  if (status === GONE) {
    return { kind: "disable", reason: "the receiver is gone for good (HTTP 410)" };
  }
  if (OVERLOADED.has(status)) {
    const notBefore = retryAfterAt(response.headers["retry-after"], now);
    return { kind: "overloaded", reason, ...(notBefore !== undefined && { notBefore }) };
  }
  if (status >= 200 && status < 300) return { kind: "healthy" };
  return { kind: status >= 500 ? "failed" : "refused", reason };
}

function describe(status: number): string {
  if (status >= 300 && status < 400) {
    return `HTTP ${status}: redirects are not followed, set the endpoint's url to the final address`;
  }
  return `HTTP ${status}`;
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
