// One try of one delivery: body, headers, request, judgement. Stores nothing and waits for nothing but the answer.
import type { MaskText } from "../../language/mask-text.ts";
import type { Endpoint, RetryPolicy } from "../../config/settings.ts";
import type { PreparedEndpoint } from "../../outbound/prepare.ts";
import type { Reading } from "../../outbound/answer/rules.ts";
import { echoMasker } from "../../outbound/own-secrets.ts";
import type { Clock } from "../clock.ts";
import { describeResult } from "./described.ts";
import type { OutgoingRequest, Transport } from "./outgoing.ts";
import type { Attempt } from "../record.ts";
import { isTest } from "./test-event.ts";
import type { Claim, Settlement } from "../store/store.ts";
import { judge } from "./outcome.ts";
import { sendInOrder } from "./parts.ts";
import { requestOf } from "./request-of.ts";
import type { Effect, Outcome, Result } from "./outcome.ts";

export interface AttemptPorts {
  transport: Transport;
  clock: Clock;
  random: () => number;
  userAgent: string;
  /** How much of each response body the log keeps, in bytes. */
  responseBytes: () => number;
  signal: AbortSignal;
}

export interface Tried {
  settlement: Settlement;
  effect: Effect;
}

/** Makes the next attempt of a claimed delivery. Undefined when it was aborted: it counts as not made. */
export async function tryDelivery(
  ports: AttemptPorts,
  prepared: PreparedEndpoint,
  claim: Claim,
): Promise<Tried | undefined> {
  const number = claim.delivery.attempts + 1;
  const at = ports.clock.now();
  if (isUnwanted(prepared, claim)) return unwanted(claim, at);
  const { result, sent } = await resultOf(ports, prepared, claim, { number, at });
  // An answer that came all the same is worth keeping; a failure is our own doing.
  if (ports.signal.aborted && result.kind === "failure" && result.errorClass === "internal") {
    return undefined;
  }
  const mask: MaskText = (text) => echoMasker(prepared.endpoint, sent)(text);
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
  const effect: Effect = claim.delivery.replay ? { kind: "uncounted" } : outcome.endpoint;
  return { settlement: settlementOf(outcome, made), effect };
}

/** Whoever sends a test looks at what comes of it, and sends another. */
const ONCE: RetryPolicy = { kind: "schedule", delaysMs: [] };
const UNWANTED =
  "the endpoint's events and filter, as they are now, leave it out; it was recorded while they were not understood, or before they changed";

/** Sent whatever an endpoint listens to: answers of routes, and tests. */
const ADDRESSED = /^(?:inbound\.|webhook\.test$)/;

/** Recorded under other settings, such as those of an endpoint that was held for its filter, and not yet tried. */
function isUnwanted(prepared: PreparedEndpoint, { delivery, event, fresh }: Claim): boolean {
  if (fresh || delivery.attempts > 0 || delivery.replay === true) return false;
  return !ADDRESSED.test(event.type) && !prepared.hears(event);
}

function unwanted({ delivery }: Claim, at: number): Tried {
  const failure = { errorClass: "config", error: UNWANTED } as const;
  const attempt: Attempt = {
    deliveryId: delivery.id,
    number: 1,
    at,
    timings: { total: 0 },
    ...failure,
  };
  const settlement: Settlement = { deliveryId: delivery.id, status: "dead", attempt };
  return { settlement, effect: { kind: "uncounted" } };
}

const EXPIRED = "every secret of this endpoint has expired; give it a new one";

/** An endpoint that was to be signed is never sent unsigned. */
function cannotSign({ secrets }: Endpoint, now: number): boolean {
  return secrets.length > 0 && secrets.every(({ expiresAt = Infinity }) => expiresAt <= now);
}

async function resultOf(
  ports: AttemptPorts,
  prepared: PreparedEndpoint,
  claim: Claim,
  attempt: { number: number; at: number },
): Promise<{ result: Result; sent: OutgoingRequest["headers"] }> {
  const rendered = prepared.messages(claim.event);
  if (cannotSign(prepared.endpoint, attempt.at)) {
    const failure = { kind: "failure", errorClass: "config", message: EXPIRED } as const;
    return { result: { ...failure, permanent: true, timings: { total: 0 } }, sent: {} };
  }
  if (!rendered.ok) return { result: { kind: "unrendered", message: rendered.error }, sent: {} };
  let sent: OutgoingRequest["headers"] = {};
  const result = await sendInOrder({
    prepared,
    deliveryId: claim.delivery.id,
    messages: rendered.messages,
    now: () => ports.clock.now(),
    send: (message, timeoutMs) => {
      const sealed = prepared.seal(message, attempt.at);
      const { userAgent } = ports;
      const request = requestOf(prepared, claim, { ...attempt, message: sealed, userAgent });
      sent = { ...request.headers, "sealed-signature": prepared.sealOf(sealed) };
      return ports.transport.send({ ...request, timeoutMs }, ports.signal);
    },
  });
  return { result, sent };
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
