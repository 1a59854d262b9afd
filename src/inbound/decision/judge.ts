// What a route makes of a request whose sender is known: masked, recorded, decided. Pure, and the same on every thread.
import type { StepVerdict } from "../../engine/inbox/inbox.ts";
import { replyAddressOf } from "../answer/reply-address.ts";
import { faultAnswer, type Fault } from "../answer/answer.ts";
import {
  decide,
  endingsOf,
  type Judgement,
  type Proof,
  type Reception,
  type TurnedAway,
} from "./decide.ts";
import { maskBeginning, maskRequest } from "../secret/mask-request.ts";
import { baseRecord } from "../request/request-record.ts";
import { decrypted } from "../proof/decrypted.ts";
import type { InboundRequest } from "../request/request.ts";

/** A request as it came. */
export type Arrival = Omit<Reception, "request"> & { request: InboundRequest };

export function judge(arrival: Arrival, proof: Proof): Judgement {
  arrival.begins?.("content type");
  const { route } = arrival.compiled;
  const masked = maskRequest(decrypted(arrival.request, route.auth), route);
  const verdicts = letIn(proof);
  const record = baseRecord(arrival.id, masked, route, verdicts);
  const judgement = decide({ ...arrival, request: masked }, { record, verdicts, proof });
  const { job } = judgement.record;
  const replyTo =
    judgement.kind === "accepted" && job !== undefined
      ? replyAddressOf(arrival.request, route)
      : undefined;
  if (replyTo === undefined || job === undefined) return judgement;
  return { ...judgement, record: { ...judgement.record, job: { ...job, replyTo } } };
}

/**
 * A request for which the work at `step` was ended. In bounded time. Of the body its first `MAX_READ_BYTES` are
 * enough; `bodyBytes` had all of it. `why`: `took longer than 2000 ms`.
 */
export function overrun(
  arrival: Pick<Arrival, "id" | "request" | "compiled"> & { bodyBytes: number },
  proof: Proof,
  { step, why }: { step: StepVerdict["step"]; why: string },
): Judgement {
  const { route } = arrival.compiled;
  const verdicts = letIn(proof);
  const masked = maskBeginning(arrival.request, route, arrival.bodyBytes);
  const record = baseRecord(arrival.id, masked, route, verdicts, arrival.bodyBytes);
  const detail = `${step}: ${why}, and was ended; ${ADVICE[step] ?? "let the sender send less"}`;
  return endingsOf(record, verdicts).reject(step, TOO_MUCH_WORK, detail);
}

export function turnedAway(fault: Fault): TurnedAway {
  return { kind: "turned away", answer: faultAnswer(fault, "") };
}

function letIn(proof: Proof): StepVerdict[] {
  return [
    { step: "route", ok: true },
    { step: "authenticity", ok: true, detail: wordsOf(proof) },
  ];
}

function wordsOf({ verified, deliveryId }: Proof): string {
  const id = deliveryId === undefined ? "" : `, delivery ${deliveryId}`;
  return (verified ? "verified" : "let in without proof") + id;
}

/** What an operator can do about a step that takes too long. */
const ADVICE: Partial<Record<StepVerdict["step"], string>> = {
  schema:
    "look in it for a $ref that leads back to itself through anyOf, oneOf or allOf, and for uniqueItems",
  filter: "shorten its patterns",
  prompt: "shorten the template's loops",
};

const TOO_MUCH_WORK: Fault = {
  status: 422,
  code: "too_much_work",
  message: "this body takes too long to check",
  hint: "send a smaller or simpler one",
};
