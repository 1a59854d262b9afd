// The story of a request that comes in: who sent it, and then what its route makes of it.
// Must not store, answer or start anything itself.
import type { NewRequest, StepVerdict } from "../engine/inbox/inbox.ts";
import { tooMany, UNAUTHORIZED } from "./answer.ts";
import { decide, endingsOf, type Decision, type Endings, type Reception } from "./decide.ts";
import { handshake } from "./handshake.ts";
import { maskRequest } from "./mask-request.ts";
import { refusedRecord } from "./refused-record.ts";
import { baseRecord } from "./request-record.ts";
import { verify, type InboundRequest, type Verdict } from "./verify.ts";

/** A request as it came. Only its check reads it so; everything behind sees it masked. */
export interface Arrival extends Omit<Reception, "request"> {
  request: InboundRequest;
  now: number;
  /** `log.keepRejectedBodies` */
  keepBodies?: boolean;
  /** Asked once the sender is proven, and never before: seconds to wait where it comes too often. */
  charge?: () => number | undefined;
}

export async function receive(arrival: Arrival): Promise<Decision> {
  const { decision, proven } = tell(arrival);
  if (!STARTS_NOTHING.has(decision.record.status)) return decision;
  // On a route that is open to all, anybody is a stranger.
  const isKept = proven && arrival.compiled.route.auth.kind !== "none";
  const { keepBodies = false } = arrival;
  const { rawBody } = arrival.request;
  const refusal = { rawBody, proven: isKept, keepBodies };
  return { ...decision, record: refusedRecord(decision.record, refusal) };
}

/** A filtered one is known by its names afterwards, and is kept as what was accepted is. */
const STARTS_NOTHING: ReadonlySet<NewRequest["status"]> = new Set(["rejected", "handshake"]);
const NO_BODY = new Uint8Array();

function tell(arrival: Arrival): { decision: Decision; proven: boolean } {
  const { request, compiled, now, id } = arrival;
  const { route } = compiled;
  const verdicts: StepVerdict[] = [{ step: "route", ok: true }];
  const greeting = handshake(request, route.auth, now);
  if (greeting !== undefined) {
    verdicts.push({ step: "handshake", ok: true, detail: "answered; starts nothing" });
    return { decision: strangers(arrival, verdicts).settle("handshake", greeting), proven: false };
  }
  const verdict = verify(request, route.auth, now);
  if (!verdict.ok) {
    const { reject } = strangers(arrival, verdicts);
    return { decision: reject("authenticity", UNAUTHORIZED, verdict.reason), proven: false };
  }
  verdicts.push({ step: "authenticity", ok: true, detail: proof(verdict) });
  const masked = maskRequest(request, route);
  const record = baseRecord(id, masked, route, verdicts);
  const wait = arrival.charge?.();
  if (wait !== undefined) {
    const tooOften = endingsOf(record, verdicts).reject("rate", tooMany(wait));
    return { decision: { ...tooOften, unstored: true }, proven: true };
  }
  const letIn = { record, verdicts, proof: verdict };
  return { decision: decide({ ...arrival, request: masked }, letIn), proven: true };
}

/** Of a body that nobody has proven nothing is read but its bytes, unless it is to be kept. */
function strangers(
  { id, request, compiled: { route }, keepBodies }: Arrival,
  verdicts: StepVerdict[],
): Endings {
  const looked = keepBodies === true ? request : { ...request, rawBody: NO_BODY };
  return endingsOf(baseRecord(id, maskRequest(looked, route), route, verdicts), verdicts);
}

function proof({ verified, deliveryId }: Extract<Verdict, { ok: true }>): string {
  const id = deliveryId === undefined ? "" : `, delivery ${deliveryId}`;
  return (verified ? "verified" : "let in without proof") + id;
}
