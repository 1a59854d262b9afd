// The story of a request that comes in: who sent it, and then what its route makes of it.
// Must not store, answer or start anything itself.
import type { NewRequest, StepVerdict } from "../engine/inbox/inbox.ts";
import { tooMany, UNAUTHORIZED } from "./answer/answer.ts";
import {
  endingsOf,
  type Decision,
  type Endings,
  type Proof,
  type TurnedAway,
} from "./decision/decide.ts";
import { handshake } from "./proof/handshake.ts";
import { judge, turnedAway, type Arrival as Unproven } from "./decision/judge.ts";
import { maskBeginning } from "./secret/mask-request.ts";
import { refusedRecord } from "./answer/refused-record.ts";
import { baseRecord } from "./request/request-record.ts";
import { verify, type Verdict } from "./proof/verify.ts";

/** A request as it came. Only its check reads it so; everything behind sees it masked. */
export interface Arrival extends Unproven {
  now: number;
  labour?: Labour;
  /** `log.keepRejectedBodies` */
  keepBodies?: boolean;
  /** Asked once the sender is proven, and never before: seconds to wait where it comes too often. */
  charge?: () => number | undefined;
}

/** Who does the two things whose cost grows with a body; by default whoever asks. */
export interface Labour {
  /** Turned away: it could not be verified at all. */
  verify: (arrival: Unproven & { now: number }) => Verdict | Promise<Verdict | TurnedAway>;
  judge: (arrival: Unproven, proof: Proof) => Decision | Promise<Decision>;
}

const OWN: Labour = {
  verify: ({ request, compiled, now }) => verify(request, compiled.route.auth, now),
  judge,
};

/** A filtered one is known by its names afterwards, and is kept as what was accepted is. */
const STARTS_NOTHING: ReadonlySet<NewRequest["status"]> = new Set(["rejected", "handshake"]);
const NO_BODY = new Uint8Array();

export async function receive(arrival: Arrival): Promise<Decision> {
  const { request, keepBodies = false } = arrival;
  // On a route that is open to all, anybody is a stranger, and its body is looked at once more afterwards.
  const isOpen = arrival.compiled.route.auth.kind === "none";
  const { decision, proven } = await tell(isOpen ? withOwnBody(arrival) : arrival);
  if (decision.kind === "turned away" || !STARTS_NOTHING.has(decision.record.status))
    return decision;
  const refusal = { rawBody: request.rawBody, proven: proven && !isOpen, keepBodies };
  return { ...decision, record: refusedRecord(decision.record, refusal) };
}

async function tell(arrival: Arrival): Promise<{ decision: Decision; proven: boolean }> {
  const { request, compiled, now, labour = OWN } = arrival;
  const greeting = handshake(request, compiled.route.auth, now, compiled.route.handshake);
  if (greeting !== undefined) {
    const { verdicts, settle } = unproven(arrival);
    verdicts.push({ step: "handshake", ok: true, detail: "answered; starts nothing" });
    return { decision: settle("handshake", greeting), proven: false };
  }
  const verdict = await labour.verify(arrival);
  if ("kind" in verdict) return { decision: verdict, proven: false };
  if (!verdict.ok) {
    const decision = unproven(arrival).reject("authenticity", UNAUTHORIZED, verdict.reason);
    return { decision, proven: false };
  }
  const wait = arrival.charge?.();
  if (wait !== undefined) return { decision: turnedAway(tooMany(wait)), proven: true };
  return { decision: await labour.judge(arrival, verdict), proven: true };
}

/** What is handed to another thread is gone here. */
function withOwnBody(arrival: Arrival): Arrival {
  const { request } = arrival;
  return { ...arrival, request: { ...request, rawBody: Buffer.from(request.rawBody) } };
}

/** Of a stranger's body nothing is read unless it is to be kept, and then no more than that. */
function unproven(arrival: Arrival): Endings & { verdicts: StepVerdict[] } {
  const { id, request, compiled, keepBodies } = arrival;
  const verdicts: StepVerdict[] = [{ step: "route", ok: true }];
  const looked = keepBodies === true ? request : { ...request, rawBody: NO_BODY };
  const masked = maskBeginning(looked, compiled.route);
  const bytes = request.rawBody.byteLength;
  const record = baseRecord(id, masked, compiled.route, verdicts, bytes);
  return { ...endingsOf(record, verdicts), verdicts };
}
