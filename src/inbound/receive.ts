// The story of a request that comes in: who sent it, and then what its route makes of it.
// Must not store, answer or start anything itself.
import type { StepVerdict } from "../engine/inbox/inbox.ts";
import { UNAUTHORIZED } from "./answer.ts";
import { endingsOf, type Decision, type Endings, type Proof } from "./decide.ts";
import { handshake } from "./handshake.ts";
import { judge, type Arrival as Unproven } from "./judge.ts";
import { maskBeginning } from "./mask-request.ts";
import { baseRecord } from "./request-record.ts";
import { verify, type Verdict } from "./verify.ts";

/** A request as it came. Only its check reads it so; everything behind sees it masked. */
export type Arrival = Unproven & { now: number; labour?: Labour };

/** Who does the two things whose cost grows with a body; by default whoever asks. */
export interface Labour {
  /** A decision: it could not be verified at all. */
  verify: (arrival: Unproven & { now: number }) => Verdict | Promise<Verdict | Decision>;
  judge: (arrival: Unproven, proof: Proof) => Decision | Promise<Decision>;
}

const OWN: Labour = {
  verify: ({ request, compiled, now }) => verify(request, compiled.route.auth, now),
  judge,
};

export async function receive(arrival: Arrival): Promise<Decision> {
  const { request, compiled, now, labour = OWN } = arrival;
  const greeting = handshake(request, compiled.route.auth, now);
  if (greeting !== undefined) {
    const { verdicts, settle } = unproven(arrival);
    verdicts.push({ step: "handshake", ok: true, detail: "answered; starts nothing" });
    return settle("handshake", greeting);
  }
  const verdict = await labour.verify(arrival);
  if ("kind" in verdict) return verdict;
  if (verdict.ok) return labour.judge(arrival, verdict);
  return unproven(arrival).reject("authenticity", UNAUTHORIZED, verdict.reason);
}

/** Of a stranger's body no more is read than is kept. */
function unproven({ id, request, compiled }: Unproven): Endings & { verdicts: StepVerdict[] } {
  const verdicts: StepVerdict[] = [{ step: "route", ok: true }];
  const masked = maskBeginning(request, compiled.route);
  const bytes = request.rawBody.byteLength;
  const record = baseRecord(id, masked, compiled.route, verdicts, bytes);
  return { ...endingsOf(record, verdicts), verdicts };
}
