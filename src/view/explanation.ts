// Why something was sent, or not, as operators are shown it. The bytes themselves only where they were asked
// for; without, their length and digest.
import { createHash } from "node:crypto";
import type { EndpointHealth } from "../engine/dispatch/endpoint-desk.ts";
import type { EndpointExplanation, Explain, Explanation } from "../engine/log/explain.ts";
import type { Reach } from "../engine/guard/reach.ts";
import type { Check } from "../outbound/explain.ts";
import {
  attemptRow,
  deliveryRow,
  eventRow,
  type AttemptRow,
  type DeliveryRow,
  type EventRow,
} from "./delivery.ts";
import { showRequest, type LogReader, type ShowParams } from "./questions.ts";
import type { RequestDetail } from "./request.ts";
import { cutText, shortValue, type ShownText } from "./text.ts";

export interface ExplanationView {
  /** For a request: what it came to. */
  request?: RequestDetail;
  /** Absent: nobody heard it, and an event that nobody hears is not kept. */
  event?: EventRow;
  endpoints: EndpointDecision[];
  /** The event's envelope, before any transform. Only with `body`. */
  body?: ShownText;
}

export interface EndpointDecision {
  endpoint: string;
  /** False: it left the config, or what it hears cannot be understood. */
  configured: boolean;
  /** Whether the settings of now let the event through; absent when not configured. */
  hears?: boolean;
  checks: CheckRow[];
  state?: EndpointHealth["state"];
  stateReason?: string;
  delivery?: DeliveryRow;
  /** Of an event, what was sent once more; newest first. */
  replays?: DeliveryRow[];
  attempts: AttemptRow[];
  /** Why the next attempt is when it is. */
  next?: string;
  /** Where the name leads now, and whether the guard lets it. */
  reach?: Reach;
  /** What would be sent now. */
  sends?: SentBody;
}

export interface CheckRow extends Omit<Check, "found" | "wanted"> {
  /** As short JSON. */
  found: string[];
  wanted?: string;
}

/**
 * The body after `payload` and `transform`. An attempt signs `<signedPrefix><body>`: for the Standard Webhooks
 * signature with the event id and a point before it.
 */
export interface SentBody {
  /** Why it cannot be rendered. */
  error?: string;
  bytes?: number;
  /** How it is sent; without a type it has no body. */
  request?: { method: string; contentType?: string };
  /** SHA-256 of the body, hex. */
  sha256?: string;
  /** Unix seconds of the last attempt and a point. */
  signedPrefix?: string;
  /** Only with `body`. */
  text?: ShownText;
}

/**
 * Of a delivery, an event, or an inbound request with the event that told its end. Undefined: the log does not
 * hold it.
 */
export async function explain(
  explainSent: Explain,
  log: LogReader,
  { id, body = false }: ShowParams,
): Promise<ExplanationView | undefined> {
  const request = id.startsWith("req_") ? await showRequest(log, { id, body }) : undefined;
  if (id.startsWith("req_") && !request) return undefined;
  const sent = await explainSent(id.replace(/^req_/, "evt_"));
  const view = sent && explanationView(sent, body);
  return request ? { endpoints: [], ...view, request } : view;
}

function explanationView(explanation: Explanation, withBody: boolean): ExplanationView {
  const { event, endpoints } = explanation;
  return {
    event: eventRow(event),
    endpoints: endpoints.map((endpoint) => decision(endpoint, withBody)),
    ...(withBody && { body: cutText(event.json) }),
  };
}

function decision(explained: EndpointExplanation, withBody: boolean): EndpointDecision {
  const { endpoint, now, delivery, replays, attempts, next } = explained;
  return {
    endpoint,
    configured: now !== undefined,
    ...(now && { hears: now.hears, state: now.health.state }),
    ...(now?.health.reason !== undefined && { stateReason: now.health.reason }),
    checks: (now?.checks ?? []).map(checkRow),
    ...(delivery && { delivery: deliveryRow(delivery) }),
    ...(replays && { replays: replays.map(deliveryRow) }),
    attempts: attempts.map((attempt) => attemptRow(attempt, withBody)),
    ...(next !== undefined && { next }),
    ...(now?.reach && { reach: now.reach }),
    ...(now?.body && { sends: sentBody(now, attempts.at(-1)?.at, withBody) }),
  };
}

function checkRow({ at, passed, found, wanted }: Check): CheckRow {
  return {
    at,
    passed,
    found: found.map(shortValue),
    ...(wanted && { wanted: shortValue(wanted) }),
  };
}

type Now = NonNullable<EndpointExplanation["now"]>;

function sentBody(
  { body: rendered, request }: Now,
  at: number | undefined,
  withBody: boolean,
): SentBody {
  if (rendered?.ok !== true) return { error: rendered?.error ?? "" };
  const { body } = rendered;
  return {
    ...(request && { request }),
    bytes: Buffer.byteLength(body),
    sha256: createHash("sha256").update(body).digest("hex"),
    ...(at !== undefined && { signedPrefix: `${Math.floor(at / 1000)}.` }),
    ...(withBody && { text: cutText(body) }),
  };
}
