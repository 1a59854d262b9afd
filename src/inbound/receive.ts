// The story of a request that comes in: who sent it, and then what its route makes of it.
// Must not store, answer or start anything itself.
import type { NewRequest, StepVerdict } from "../engine/inbox/inbox.ts";
import {
  BUSY,
  CODING_FAULTS,
  sizeFault,
  tooMany,
  UNAUTHORIZED,
  type Fault,
} from "./answer/answer.ts";
import {
  endingsOf,
  type Decision,
  type Endings,
  type Proof,
  type TurnedAway,
} from "./decision/decide.ts";
import { greet } from "./greet.ts";
import { handshake } from "./proof/handshake.ts";
import { authNow, type SenderFacts } from "./sender-facts.ts";
import type { RouteAuth } from "../config/route/route-settings.ts";
import { judge, turnedAway, type Arrival as Unproven } from "./decision/judge.ts";
import { maskBeginning } from "./secret/mask-request.ts";
import { refusedRecord } from "./answer/refused-record.ts";
import { codingOf, type Coding } from "./request/content-coding.ts";
import type { InboundRequest } from "./request/request.ts";
import { baseRecord } from "./request/request-record.ts";
import { decode, type DecodeBounds, type Decoding } from "./thread/decode.ts";
import { verify, type Verdict } from "./proof/verify.ts";

/** A request as it came. Only its check reads it so; everything behind sees it masked. */
export interface Arrival extends Unproven {
  now: number;
  labour?: Labour;
  /** Absent: the route's settings say all that there is to know. */
  facts?: SenderFacts;
  /** `log.keepRejectedBodies` */
  keepBodies?: boolean;
  /** Asked while a body is decoded whose sender may have proven nothing: so many more bytes are to be kept. */
  grow?: (bytes: number) => boolean;
  /** Asked once the sender is proven, and never before: seconds to wait where it comes too often. */
  charge?: () => number | undefined;
}

/** `auth`: of the route, with what is known of its sender now. */
export interface Proving {
  auth: RouteAuth;
  now: number;
}

/** Who does the things whose cost grows with a body; by default whoever asks. */
export interface Labour {
  /** Turned away: it could not be verified at all. */
  verify: (arrival: Unproven & Proving) => Verdict | Promise<Verdict | TurnedAway>;
  judge: (arrival: Unproven, proof: Proof) => Decision | Promise<Decision>;
  decode: (body: Uint8Array, coding: Coding, bounds: DecodeBounds) => Promise<Decoding>;
}

const OWN: Labour = {
  verify: ({ request, auth, now }) => verify(request, auth, now),
  judge,
  decode,
};

/** A filtered one is known by its names afterwards, and is kept as what was accepted is. */
const STARTS_NOTHING: ReadonlySet<NewRequest["status"]> = new Set(["rejected", "handshake"]);
const NO_BODY = new Uint8Array();

export async function receive(arrival: Arrival): Promise<Decision> {
  const { request, keepBodies = false } = arrival;
  // On a route that is open to all, anybody is a stranger, and its body is looked at once more afterwards.
  const isOpen = arrival.compiled.route.auth.kind === "none";
  const own = isOpen ? withOwnBody(arrival) : arrival;
  const coding = codingOf(request);
  const { decision, proven } = await (coding === undefined ? tell(own) : tellCoded(own, coding));
  if (decision.kind === "turned away" || !STARTS_NOTHING.has(decision.record.status))
    return decision;
  const refusal = { rawBody: request.rawBody, proven: proven && !isOpen, keepBodies };
  return { ...decision, record: refusedRecord(decision.record, refusal) };
}

interface Story {
  decision: Decision;
  proven: boolean;
}

/**
 * GetStream (https://getstream.io/chat/docs/node/webhooks_overview/) and Quicknode
 * (https://www.quicknode.com/sample-app-library/streams-webhook-validate-signature) sign the
 * body before they compress it, and frameworks hand their libraries what they have decoded; a sender that signs what
 * is on the wire is found behind it.
 */
async function tellCoded(arrival: Arrival, coding: Coding | "unknown"): Promise<Story> {
  const { request, compiled, grow, labour = OWN } = arrival;
  const { maxBodyBytes: maxBytes } = compiled.route;
  const decoding =
    coding === "unknown"
      ? ({ kind: "unknown" } as const)
      : await labour.decode(request.rawBody, coding, { maxBytes, ...(grow && { grow }) });
  switch (decoding.kind) {
    case "whole":
      return tell({ ...arrival, request: { ...request, rawBody: decoding.rawBody } }, request);
    case "no room":
      return { decision: turnedAway(BUSY), proven: false };
    case "too large":
      return undecoded(arrival, "size", sizeFault(maxBytes));
    default:
      return undecoded(arrival, "content type", CODING_FAULTS[decoding.kind]);
  }
}

/** It may be signed as it came; what the route makes of it nobody asks. */
async function undecoded(
  arrival: Arrival,
  step: StepVerdict["step"],
  fault: Fault,
): Promise<Story> {
  const known = await authNow(arrival.request, arrival.compiled.route, arrival.facts);
  const verdict =
    known.kind === "known" &&
    (await (arrival.labour ?? OWN).verify({ ...arrival, auth: known.auth }));
  const proven = verdict !== false && !("kind" in verdict) && verdict.ok;
  const { verdicts, reject } = unproven(arrival);
  if (proven) verdicts.push({ step: "authenticity", ok: true });
  return { decision: reject(step, fault), proven };
}

/** `wire`: the same before it was decoded. */
async function tell(arrival: Arrival, wire?: InboundRequest): Promise<Story> {
  const { request, compiled, now, labour = OWN, facts } = arrival;
  const known = await authNow(request, compiled.route, facts);
  if (known.kind === "fault") return { decision: turnedAway(known.fault), proven: false };
  if (known.kind === "refused") {
    const decision = unproven(arrival).reject("authenticity", UNAUTHORIZED, known.reason);
    return { decision, proven: false };
  }
  const { auth } = known;
  const greeting = handshake(request, auth, now, compiled.route.handshake);
  if (greeting !== undefined) {
    const decision = await greet(greeting, { ...arrival, endings: unproven(arrival) });
    return { decision, proven: false };
  }
  let verdict = await labour.verify({ ...arrival, auth });
  if (wire !== undefined && !("kind" in verdict) && !verdict.ok) {
    const ofWire = await labour.verify({ ...arrival, auth, request: wire });
    if (!("kind" in ofWire) && ofWire.ok) verdict = ofWire;
  }
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
