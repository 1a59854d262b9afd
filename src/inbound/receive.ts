// The story of a request that comes in: who sent it, and then what its route makes of it.
// Must not store, answer or start anything itself.
import type { NewRequest, StepVerdict } from "../engine/inbox/inbox.ts";
import { tooMany, UNAUTHORIZED } from "./answer.ts";
import { decide, endingsOf, type Decision, type Reception } from "./decide.ts";
import { handshake } from "./handshake.ts";
import { refusedRecord } from "./refused-record.ts";
import { baseRecord } from "./request-record.ts";
import { verify, type Verdict } from "./verify.ts";

export interface Arrival extends Reception {
  now: number;
  /** `log.keepRejectedBodies` */
  keepBodies?: boolean;
  /** Asked once the sender is proven, and never before: seconds to wait where it comes too often. */
  charge?: () => number | undefined;
}

export async function receive(arrival: Arrival): Promise<Decision> {
  const story = tell(arrival);
  const { decision } = story;
  if (!STARTS_NOTHING.has(decision.record.status)) return decision;
  // On a route that is open to all, anybody is a stranger.
  const proven = story.proven && arrival.compiled.route.auth.kind !== "none";
  const { keepBodies = false } = arrival;
  const { rawBody } = arrival.request;
  return { ...decision, record: refusedRecord(decision.record, { rawBody, proven, keepBodies }) };
}

/** A filtered one is known by its names afterwards, and is kept as what was accepted is. */
const STARTS_NOTHING: ReadonlySet<NewRequest["status"]> = new Set(["rejected", "handshake"]);

function tell(arrival: Arrival): { decision: Decision; proven: boolean } {
  const { request, compiled, now, id } = arrival;
  const { route } = compiled;
  const verdicts: StepVerdict[] = [{ step: "route", ok: true }];
  const record = baseRecord(id, request, route, verdicts);
  const { reject, settle } = endingsOf(record, verdicts);

  const greeting = handshake(request, route.auth, now);
  if (greeting !== undefined) {
    verdicts.push({ step: "handshake", ok: true, detail: "answered; starts nothing" });
    return { decision: settle("handshake", greeting), proven: false };
  }
  const verdict = verify(request, route.auth, now);
  if (!verdict.ok)
    return { decision: reject("authenticity", UNAUTHORIZED, verdict.reason), proven: false };
  verdicts.push({ step: "authenticity", ok: true, detail: proof(verdict) });
  const wait = arrival.charge?.();
  if (wait !== undefined)
    return { decision: { ...reject("rate", tooMany(wait)), unstored: true }, proven: true };
  return { decision: decide(arrival, { record, verdicts, proof: verdict }), proven: true };
}

function proof({ verified, deliveryId }: Extract<Verdict, { ok: true }>): string {
  const id = deliveryId === undefined ? "" : `, delivery ${deliveryId}`;
  return (verified ? "verified" : "let in without proof") + id;
}
