// One try of one delivery: body, headers, request, judgement. Stores nothing and waits for nothing but the answer.
import type { MaskText } from "../../language/mask-text.ts";
import type { Endpoint, RetryPolicy } from "../../config/settings.ts";
import type { PreparedEndpoint } from "../../outbound/prepare.ts";
import { echoMasker } from "../../outbound/own-secrets.ts";
import { attemptHeaders } from "../../outbound/sign.ts";
import type { Clock } from "../clock.ts";
import type { OutgoingRequest, Transport } from "./outgoing.ts";
import type { Attempt } from "../record.ts";
import { isTest } from "./test-event.ts";
import type { Claim, Settlement } from "../store/store.ts";
import { judge } from "./outcome.ts";
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
  if (isUnwanted(prepared, claim)) return unwanted(claim);
  const rendered = prepared.body(claim.event);
  let result: Result;
  let sent: OutgoingRequest["headers"] = {};
  if (cannotSign(prepared.endpoint, at)) {
    result = {
      kind: "failure",
      errorClass: "config",
      message: EXPIRED,
      permanent: true,
      timings: { total: 0 },
    };
  } else if (rendered.ok) {
    // Encoded once: what is signed and what is sent are the same bytes.
    const body = Buffer.from(rendered.body);
    const request = requestOf(prepared, claim, { number, at, body }, ports);
    sent = request.headers;
    result = await ports.transport.send(request, ports.signal);
    // An answer that came all the same is worth keeping; a failure is our own doing.
    if (ports.signal.aborted && result.kind === "failure") return undefined;
  } else {
    result = { kind: "unrendered", message: rendered.error };
  }
  const outcome = judge({
    result,
    policy: isTest(claim.event) ? ONCE : prepared.endpoint.retry,
    attemptNumber: number,
    now: ports.clock.now(),
    random: ports.random,
  });
  const made: Attempt = { deliveryId: claim.delivery.id, number, at, timings: { total: 0 } };
  describeResult(made, result, ports.responseBytes(), (text) =>
    echoMasker(prepared.endpoint, sent)(text),
  );
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

/** Sent whatever an endpoint listens to, as tests are. */
const ANSWER = /^inbound\./;

/** Recorded under other settings, such as those of an endpoint that was held for its filter, and not yet tried. */
function isUnwanted(prepared: PreparedEndpoint, { delivery, event, fresh }: Claim): boolean {
  if (fresh || delivery.attempts > 0 || delivery.replay === true) return false;
  return !ANSWER.test(event.type) && !isTest(event) && !prepared.hears(event);
}

/** As if its filter had been what it is now when it happened: no failure, and nothing to be alarmed of. */
function unwanted({ delivery }: Claim): Tried {
  const settlement: Settlement = { deliveryId: delivery.id, status: "unheard" };
  return { settlement, effect: { kind: "uncounted" } };
}

const EXPIRED = "every secret of this endpoint has expired; give it a new one";

/** An endpoint that was to be signed is never sent unsigned. */
function cannotSign({ secrets }: Endpoint, now: number): boolean {
  return secrets.length > 0 && secrets.every(({ expiresAt = Infinity }) => expiresAt <= now);
}

function requestOf(
  prepared: PreparedEndpoint,
  claim: Claim,
  attempt: { number: number; at: number; body: Uint8Array },
  ports: AttemptPorts,
): OutgoingRequest {
  const { endpoint } = prepared;
  return {
    url: endpoint.url,
    headers: attemptHeaders({
      endpoint,
      event: claim.event,
      deliveryId: claim.delivery.id,
      attempt: attempt.number,
      replay: claim.delivery.replay === true,
      atSeconds: Math.floor(attempt.at / 1000),
      body: attempt.body,
      userAgent: ports.userAgent,
    }),
    body: attempt.body,
    timeoutMs: endpoint.timeoutMs,
    connectTimeoutMs: endpoint.connectTimeoutMs,
    allowPrivateNetwork: endpoint.allowPrivateNetwork,
    connections: endpoint.concurrency,
  };
}

function describeResult(
  made: Attempt,
  result: Result,
  responseBytes: number,
  mask: MaskText,
): void {
  if (result.kind === "unrendered") return;
  made.timings = result.timings;
  if (result.address !== undefined) made.address = result.address;
  if (result.kind !== "response") return;
  made.httpStatus = result.status;
  if (result.body !== "" && responseBytes > 0)
    made.response = cut(mask(result.body), responseBytes);
}

// UTF-8 needs at most three bytes for each UTF-16 unit, so that most bodies need no counting.
function cut(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes) return text;
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString("utf8", 0, end);
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
