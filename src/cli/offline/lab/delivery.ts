// What arrived at the lab, judged: who sent what, and is it signed as it should be. Must not hold a secret.
import type { Secret } from "../../../config/secret/secret.ts";
import { signingProblem } from "../../../outbound/receiver-check.ts";
import type { Signing } from "../../../outbound/receiver-signature.ts";
import type { InboundRequest } from "../../../inbound/request/request.ts";
import type { Arrival } from "../../../lab/receiver.ts";
import { diagnose, isAccepted, type Diagnosis } from "../signature/diagnose.ts";

/** One line of `--json`. Ids and names are the sender's words, with nothing taken out. */
export interface LabDelivery {
  /** ISO 8601. */
  time: string;
  event?: string;
  eventId?: string;
  deliveryId?: string;
  attempt?: number;
  /** Null: there was no secret to verify with. */
  verified: boolean | null;
  /** Why it is not. */
  reason?: { fault: string; message: string; advice: string };
  /** From the whole request to the end of the answer. */
  ms: number;
  answered: string;
  /** With `--body`. */
  body?: string;
}

const TOLERANCE_MS = 300_000;
/** The exact reason is looked for in one delivery of this time, so that answers to others do not wait for it. */
const THOROUGH_EVERY_MS = 1000;
const MOST_THOROUGH_BYTES = 65_536;

type Judgement = Pick<LabDelivery, "verified" | "reason">;

/** A `signature` of an endpoint that sends here. */
export interface AskedSignature {
  /** Of the sender whose it is, or of its header. */
  title: string;
  /** As the endpoint calls it. */
  url: string;
  signing: Signing;
}

/** `asked`: one of these must be right, too, where there are any. `now` in ms. */
export function createJudge(
  secrets: readonly Secret[],
  now: () => number,
  asked: readonly AskedSignature[] = [],
): (arrival: Arrival) => Judgement {
  const own = createOwnJudge(secrets, now);
  return (arrival) => {
    const judgement = own(arrival);
    if (asked.length === 0 || judgement.verified === false) return judgement;
    const problems = asked.map((one) => askedProblem(arrival, one));
    if (problems.includes(undefined)) return { verified: true };
    const [message = ""] = problems;
    return { verified: false, reason: { fault: "signature", message, advice: ADVICE } };
  };
}

const ADVICE = "Compare `signature` of the endpoint with what the receiver checks.";

function askedProblem(
  arrival: Arrival,
  { title, url, signing }: AskedSignature,
): string | undefined {
  const terms = { url, now: arrival.at, toleranceMs: TOLERANCE_MS };
  const problem = signingProblem(requestOf(arrival), signing, terms);
  return problem && `${title}: ${problem}`;
}

function createOwnJudge(
  secrets: readonly Secret[],
  now: () => number,
): (arrival: Arrival) => Judgement {
  let thoroughAt = -Infinity;
  return (arrival) => {
    const usable = secrets.filter(({ expiresAt = Infinity }) => expiresAt > arrival.at);
    const [first] = usable;
    if (first === undefined) return { verified: null };
    const quick = usable.map((secret) => diagnosed(arrival, secret, true));
    if (quick.some((diagnoses) => isAccepted(diagnoses))) return { verified: true };
    const reason = reasonOf(quick[0] ?? []);
    const mayTry = now() - thoroughAt >= THOROUGH_EVERY_MS;
    if (reason?.fault !== "signature" || !mayTry || arrival.body.length > MOST_THOROUGH_BYTES) {
      return { verified: false, ...(reason && { reason }) };
    }
    const exact = reasonOf(diagnosed(arrival, first, false));
    thoroughAt = now();
    return { verified: false, ...(exact && { reason: exact }) };
  };
}

function diagnosed(arrival: Arrival, { value: secret }: Secret, quick: boolean): Diagnosis[] {
  const request = requestOf(arrival);
  return diagnose({ request, secret, now: arrival.at, toleranceMs: TOLERANCE_MS, quick });
}

function requestOf(arrival: Arrival): InboundRequest {
  return {
    method: arrival.method,
    url: arrival.path,
    headers: arrival.headers,
    query: {},
    rawBody: arrival.body,
    peer: "",
    receivedAt: arrival.at,
  };
}

/** Of two schemes one may be missing, which fails nothing by itself. */
function reasonOf(diagnoses: readonly Diagnosis[]): LabDelivery["reason"] {
  const failed = diagnoses.filter((each) => !each.ok);
  const worst = failed.find(({ fault }) => fault !== "missing header") ?? failed[0];
  if (worst === undefined) return undefined;
  const { fault, message, advice } = worst;
  return { fault, message, advice };
}

/** What its headers say of it. */
export function labelsOf({
  headers,
}: Arrival): Pick<LabDelivery, "event" | "eventId" | "deliveryId" | "attempt"> {
  const {
    "x-openclaw-event": event,
    "webhook-id": eventId,
    "x-openclaw-delivery": deliveryId,
    "x-openclaw-attempt": attempt = "",
  } = headers;
  return {
    ...(event !== undefined && { event }),
    ...(eventId !== undefined && { eventId }),
    ...(deliveryId !== undefined && { deliveryId }),
    ...(/^\d{1,9}$/.test(attempt) && { attempt: Number(attempt) }),
  };
}
