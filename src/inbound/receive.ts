// The story of a request that comes in: who sent it, and then what its route makes of it.
// Must not store, answer or start anything itself.
import type { StepVerdict } from "../engine/inbox/inbox.ts";
import { UNAUTHORIZED } from "./answer.ts";
import { decide, endingsOf, type Decision, type Reception } from "./decide.ts";
import { handshake } from "./handshake.ts";
import { baseRecord } from "./request-record.ts";
import { verify, type Verdict } from "./verify.ts";

export async function receive(reception: Reception & { now: number }): Promise<Decision> {
  const { request, compiled, now, id } = reception;
  const { route } = compiled;
  const verdicts: StepVerdict[] = [{ step: "route", ok: true }];
  const record = baseRecord(id, request, route, verdicts);
  const { reject, settle } = endingsOf(record, verdicts);

  const greeting = handshake(request, route.auth, now);
  if (greeting !== undefined) {
    verdicts.push({ step: "handshake", ok: true, detail: "answered; starts nothing" });
    return settle("handshake", greeting);
  }
  const verdict = verify(request, route.auth, now);
  if (!verdict.ok) return reject("authenticity", UNAUTHORIZED, verdict.reason);
  verdicts.push({ step: "authenticity", ok: true, detail: proof(verdict) });
  return decide(reception, { record, verdicts, proof: verdict });
}

function proof({ verified, deliveryId }: Extract<Verdict, { ok: true }>): string {
  const id = deliveryId === undefined ? "" : `, delivery ${deliveryId}`;
  return (verified ? "verified" : "let in without proof") + id;
}
