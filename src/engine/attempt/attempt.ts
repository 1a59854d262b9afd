// One try of one delivery: body, headers, request, judgement. Stores nothing and waits for nothing but the answer.
import type { MaskText } from "../../language/mask-text.ts";
import type { Endpoint, RetryPolicy } from "../../config/settings.ts";
import type { PreparedEndpoint } from "../../outbound/prepare.ts";
import type { Reading } from "../../outbound/answer/rules.ts";
import { echoMasker } from "../../outbound/own-secrets.ts";
import { describeResult } from "./described.ts";
import type { AttemptPorts } from "./outgoing.ts";
import type { Requests } from "../pace/requests.ts";
import type { Attempt } from "../record.ts";
import { isTest } from "./test-event.ts";
import type { Claim, Settlement } from "../store/store.ts";
import { judge } from "./outcome.ts";
import { sendMessages } from "./send-messages.ts";
import { NO_PROOFS, type Batched } from "./batch.ts";
import type { Effect, Outcome, Result } from "./outcome.ts";

export interface Tried {
  settlement: Settlement;
  effect: Effect;
}

/** One try of one delivery of an endpoint that may make these requests; undefined = it counts as not made. */
export type MakeTry = (
  prepared: PreparedEndpoint,
  claim: Claim,
  requests: Requests,
) => Promise<Tried | undefined>;

/**
 * Makes the next attempt of a claimed delivery. Undefined when it was aborted or was not its turn: it counts as not
 * made.
 */
export async function tryDelivery(
  ports: AttemptPorts,
  prepared: PreparedEndpoint,
  claim: Claim,
): Promise<Tried | undefined> {
  const number = claim.delivery.attempts + 1;
  const at = ports.clock.now();
  if (isUnwanted(prepared, claim)) return unwanted(claim);
  const came = await resultOf(ports, prepared, claim, at);
  if (!came) return undefined;
  const { result, proofs, first } = came;
  // An answer that came all the same is worth keeping; a failure is our own doing.
  if (ports.signal.aborted && result.kind === "failure" && result.errorClass !== "config") {
    return undefined;
  }
  const mask: MaskText = (text) => echoMasker(prepared.endpoint, proofs())(text);
  const reading = readingOf(prepared, result, mask);
  const outcome = judge({
    result,
    ...(reading && { reading }),
    policy: isTest(claim.event) ? ONCE : prepared.endpoint.retry,
    attemptNumber: number,
    now: ports.clock.now(),
    random: ports.random,
  });
  const made: Attempt = { deliveryId: claim.delivery.id, number, at, timings: { total: 0 } };
  describeResult(made, result, ports.responseBytes(), mask);
  if (outcome.status !== "delivered") {
    made.errorClass = outcome.errorClass;
    made.error = outcome.reason;
  }
  // An operator's replay is no sign of how the endpoint fares with what happens.
  const effect: Effect = claim.delivery.replay
    ? { kind: "uncounted" }
    : first
      ? outcome.endpoint
      : { kind: "none" };
  return { settlement: settlementOf(outcome, made), effect };
}

/** Whoever sends a test looks at what comes of it, and sends another. */
const ONCE: RetryPolicy = { kind: "schedule", delaysMs: [] };

/** Sent whatever an endpoint listens to, as tests are. */
const ANSWER = /^inbound\./;

/** Recorded under other settings, such as those of an endpoint that was held for its filter, and not yet tried. */
export function isUnwanted(prepared: PreparedEndpoint, { delivery, event, fresh }: Claim): boolean {
  if (fresh || delivery.attempts > 0 || delivery.replay === true) return false;
  return !ANSWER.test(event.type) && !isTest(event) && !prepared.hears(event);
}

/** As if its filter had been what it is now when it happened: no failure, and nothing to be alarmed of. */
function unwanted({ delivery }: Claim): Tried {
  const settlement: Settlement = { deliveryId: delivery.id, status: "unheard" };
  return { settlement, effect: { kind: "uncounted" } };
}

export const EXPIRED = "every secret of this endpoint has expired; give it a new one";

/** An endpoint that was to be signed is never sent unsigned. */
export function cannotSign({ secrets, signature }: Endpoint, now: number): boolean {
  return [secrets, signature?.secrets ?? []].some(
    (all) => all.length > 0 && all.every(({ expiresAt = Infinity }) => expiresAt <= now),
  );
}

async function resultOf(
  ports: AttemptPorts,
  prepared: PreparedEndpoint,
  claim: Claim,
  at: number,
): Promise<({ result: Result } & Omit<Batched, "answer">) | undefined> {
  const alone = { proofs: NO_PROOFS, first: true };
  if (cannotSign(prepared.endpoint, at)) {
    const failure = { kind: "failure", errorClass: "config", message: EXPIRED } as const;
    return { result: { ...failure, permanent: true, timings: { total: 0 } }, ...alone };
  }
  const rendered = prepared.messages(claim.event);
  if (!rendered.ok) return { result: { kind: "unrendered", message: rendered.error }, ...alone };
  const came = await sendMessages(ports, prepared, claim, rendered.messages);
  if (!came) return undefined;
  const { answer, ...sent } = came;
  return { result: answer, ...sent };
}

/** What the endpoint's rules say of an answer; its words are masked, since they may repeat what was sent. */
function readingOf(
  { readAnswer }: PreparedEndpoint,
  result: Result,
  mask: MaskText,
): Reading | undefined {
  if (!readAnswer || result.kind !== "response") return undefined;
  const { words, ...reading } = readAnswer(result);
  return { ...reading, ...(words !== undefined && { words: mask(words) }) };
}

function settlementOf(outcome: Outcome, attempt: Attempt): Settlement {
  const settlement: Settlement = {
    deliveryId: attempt.deliveryId,
    status: outcome.status,
    attempt,
  };
  if (outcome.status === "failed") settlement.nextAttemptAt = outcome.nextAttemptAt;
  return settlement;
}
