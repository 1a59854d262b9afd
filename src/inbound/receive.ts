// The story of a request that comes in: who sent it, and then what its route makes of it.
// Must not store, answer or start anything itself.
import type { StepVerdict } from "../engine/inbox/inbox.ts";
import { UNAUTHORIZED } from "./answer.ts";
import { decide, endingsOf, type Decision, type Reception } from "./decide.ts";
import { handshake } from "./handshake.ts";
import { maskRequest } from "./mask-request.ts";
import { baseRecord } from "./request-record.ts";
import { verify, type InboundRequest, type Verdict } from "./verify.ts";

/** A request as it came. Only its check reads it so; everything behind sees it masked. */
export type Arrival = Omit<Reception, "request"> & { request: InboundRequest; now: number };

export async function receive(reception: Arrival): Promise<Decision> {
  const { request, compiled, now, id } = reception;
  const { route } = compiled;
  const verdicts: StepVerdict[] = [{ step: "route", ok: true }];
  const masked = maskRequest(request, route);
  const record = baseRecord(id, masked, route, verdicts);
  const { reject, settle } = endingsOf(record, verdicts);

  const greeting = handshake(request, route.auth, now);
  if (greeting !== undefined) {
    verdicts.push({ step: "handshake", ok: true, detail: "answered; starts nothing" });
    return settle("handshake", greeting);
  }
  const verdict = verify(request, route.auth, now);
  if (!verdict.ok) return reject("authenticity", UNAUTHORIZED, verdict.reason);
  verdicts.push({ step: "authenticity", ok: true, detail: proof(verdict) });
  return decide({ ...reception, request: masked }, { record, verdicts, proof: verdict });
}

function proof({ verified, deliveryId }: Extract<Verdict, { ok: true }>): string {
  const id = deliveryId === undefined ? "" : `, delivery ${deliveryId}`;
  return (verified ? "verified" : "let in without proof") + id;
}
