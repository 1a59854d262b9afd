// One request from its bytes to its answer; every handler is this with another framework around it.
import { accepted, Answer } from "./answer.ts";
import type { EventType, WebhookEvent } from "./generated/events.ts";
import { header, type HeadersLike } from "./headers.ts";
import { secretsOf } from "./keys.ts";
import { isKnown, parseAll, type EventOf, type UnknownEvent } from "./parse.ts";
import { WebhookProblem, type ProblemCode } from "./problem.ts";
import type { RawBody } from "./raw-body.ts";
import type { Seen } from "./seen/seen.ts";
import { verify, type VerifyOptions } from "./verify.ts";

/** About the attempt that brought the event. But for `at` these are headers, which no signature covers. */
export interface Attempt {
  /** When it was made. */
  at: Date;
  /** Id of the delivery, `dlv_…`, by which `openclaw webhook explain` knows it. */
  delivery: string;
  /** 1 for the first; `undefined` where the header is missing. */
  number: number | undefined;
  /** An operator had it sent once more (`openclaw webhook replay`). */
  replay: boolean;
  /** W3C Trace Context, where the Gateway's run had one. */
  traceparent: string | undefined;
}

type Result = Answer | undefined | void;
type Handle<E> = (event: E, attempt: Attempt) => Result | Promise<Result>;

export interface ReceiveOptions extends VerifyOptions {
  /** What to do with which event. What no handler is there for is accepted. */
  on?: { [T in EventType]?: Handle<EventOf<T>> };
  /** Everything that `on` does not name, events of a newer Gateway too. */
  otherwise?: Handle<WebhookEvent | UnknownEvent>;
  /** Remembers ids, so that an event is handled once. Without it a repeated one is handled again. */
  seen?: Seen;
  /**
   * What becomes of an event that an operator sends once more: "skip" (default) takes it for what it
   * repeats, "handle" takes each replay for an event of its own. The mark is a header and not signed:
   * with "handle", whoever holds a recorded request can have it handled again within the tolerance.
   */
  replays?: "skip" | "handle";
  /** Longest body. Default 16 MiB, the most that a batch may have. */
  maxBodyBytes?: number;
  /** Told of every request that was refused and of what a handler threw. Default: one line on stderr. */
  report?: (problem: unknown) => void;
}

export const MAX_BODY_BYTES: number = 16_777_216;

const STATUS: Readonly<Record<ProblemCode, number>> = {
  "body-parsed": 500,
  "body-too-large": 413,
  "header-missing": 401,
  "timestamp-malformed": 401,
  "timestamp-outside-tolerance": 401,
  "signature-wrong": 401,
  "secret-unusable": 500,
  "not-an-event": 422,
};

/** 409 and no 503: the sender waits with this event alone, and sends the others as fast as before. */
const STILL_RUNNING = new Answer(409, "this event is being handled", { "retry-after": "10" });

/** Throws at start, not at the first request, where the secret is missing. */
export function checkOptions({ secret }: ReceiveOptions): void {
  secretsOf(secret);
}

/** Verifies, parses, leaves out what was handled, and calls the handlers. Never throws. */
export async function receive(
  body: RawBody,
  headers: HeadersLike,
  options: ReceiveOptions,
): Promise<Answer> {
  try {
    const { at } = await verify(body, headers, options);
    const attempt = attemptOf(headers, at);
    for (const event of parseAll(body)) {
      const answer = await handleOnce(event, attempt, options);
      // Of a batch the rest comes again, and what is done is remembered.
      if (answer !== undefined && answer.status >= 300) return answer;
    }
    return accepted();
  } catch (error) {
    return refusal(error, options);
  }
}

/** The answer to what went wrong; of a handler's own error it tells nothing. */
export function refusal(error: unknown, options: ReceiveOptions): Answer {
  (options.report ?? reportOnStderr)(error);
  if (!(error instanceof WebhookProblem)) return new Answer(500, "the handler failed");
  return new Answer(STATUS[error.code], `${error.code}: ${error.message}`);
}

async function handleOnce(
  event: WebhookEvent | UnknownEvent,
  attempt: Attempt,
  options: ReceiveOptions,
): Promise<Result> {
  const { seen, replays } = options;
  if (seen === undefined) return await handle(event, attempt, options);
  const id = attempt.replay && replays === "handle" ? `${event.id}/${attempt.delivery}` : event.id;
  const state = await seen.begin(id);
  if (state === "done") return undefined;
  if (state === "running") return STILL_RUNNING;
  let handled = false;
  try {
    const answer = await handle(event, attempt, options);
    handled = answer === undefined || answer.status < 300;
    return answer;
  } finally {
    await seen.end(id, handled);
  }
}

async function handle(
  event: WebhookEvent | UnknownEvent,
  attempt: Attempt,
  { on = {}, otherwise }: ReceiveOptions,
): Promise<Result> {
  const own = isKnown(event) && Object.hasOwn(on, event.type) ? on[event.type] : undefined;
  // Each type has the handler of its own key; TypeScript cannot follow that through a union.
  const chosen = (own ?? otherwise) as Handle<WebhookEvent | UnknownEvent> | undefined;
  const answer = await chosen?.(event, attempt);
  return answer instanceof Answer ? answer : undefined;
}

function attemptOf(headers: HeadersLike, at: Date): Attempt {
  const number = Number(header(headers, "x-openclaw-attempt") ?? Number.NaN);
  return {
    at,
    delivery: header(headers, "x-openclaw-delivery") ?? "",
    number: Number.isSafeInteger(number) ? number : undefined,
    replay: header(headers, "x-openclaw-replay") === "true",
    traceparent: header(headers, "traceparent"),
  };
}

function reportOnStderr(problem: unknown): void {
  if (problem instanceof WebhookProblem) {
    console.error(`openclaw-webhooks: refused a request: ${problem.message}`);
  } else {
    console.error("openclaw-webhooks: a handler failed", problem);
  }
}
