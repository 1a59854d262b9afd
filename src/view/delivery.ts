// A delivery as operators are shown it, by RPC, by the CLI and in the Control UI. Bodies only where they were
// asked for; never a secret, a header of ours or a signature.
import type { Attempt, Delivery, EventRecord, Timings } from "../engine/record.ts";
import { cutText, type ShownText } from "./text.ts";
import { isoTime } from "./time.ts";

/** One row of `list`. Times are ISO 8601, durations ms. */
export interface DeliveryRow {
  /** `dlv_…` */
  id: string;
  /** `evt_…` */
  eventId: string;
  /** Event type. */
  event: string;
  endpoint: string;
  /** `failed`: the last attempt failed, another will come. `dead`: no more attempts. */
  status: Delivery["status"];
  /** Sent once more at an operator's wish. */
  replay?: true;
  /** Its receiver reads it by itself. */
  feed?: true;
  /** Attempts that were made. */
  attempts: number;
  /** What the last attempt showed. */
  httpStatus?: number;
  durationMs?: number;
  error?: string;
  createdAt: string;
  updatedAt: string;
  nextAttemptAt?: string;
  /** Whom the event is about, in lists. */
  agentId?: string;
  userId?: string;
  sessionKey?: string;
  /** In lists of a log that several Gateways share: the one that captured its event. */
  instanceId?: string;
}

export interface AttemptRow {
  /** 1 for the first. */
  number: number;
  at: string;
  httpStatus?: number;
  errorClass?: Attempt["errorClass"];
  error?: string;
  /** ms from the start of the attempt to the end of each stage; absent = not reached or reused. */
  timings: Timings;
  /** Address that was connected to. */
  address?: string;
  /** Start of the receiver's answer. Only with `body`. */
  response?: ShownText;
}

/** What an event is about, without what was said in it. */
export interface EventRow {
  id: string;
  type: string;
  timestamp: string;
  agentId?: string;
  channel?: string;
  userId?: string;
  sessionKey?: string;
}

/** A delivery with its event and every attempt. */
export interface DeliveryDetail {
  delivery: DeliveryRow;
  event: EventRow;
  attempts: AttemptRow[];
  /** The event's envelope as it is stored. Only with `body`. */
  body?: ShownText;
}

export function deliveryRow(delivery: Delivery): DeliveryRow {
  const { id, eventId, eventType, endpoint, status, attempts } = delivery;
  const { httpStatus, durationMs, error, nextAttemptAt, replay, feed } = delivery;
  const { agentId, userId, sessionKey, instance } = delivery;
  return {
    id,
    eventId,
    event: eventType,
    endpoint,
    status,
    ...(replay && { replay }),
    ...(feed && { feed }),
    attempts,
    ...(httpStatus !== undefined && { httpStatus }),
    ...(durationMs !== undefined && { durationMs: Math.round(durationMs) }),
    ...(error !== undefined && { error }),
    createdAt: isoTime(delivery.createdAt),
    updatedAt: isoTime(delivery.updatedAt),
    ...(nextAttemptAt !== undefined && { nextAttemptAt: isoTime(nextAttemptAt) }),
    ...(agentId !== undefined && { agentId }),
    ...(userId !== undefined && { userId }),
    ...(sessionKey !== undefined && { sessionKey }),
    ...(instance !== undefined && { instanceId: instance }),
  };
}

export function eventRow({
  id,
  type,
  at,
  agentId,
  channel,
  userId,
  sessionKey,
}: EventRecord): EventRow {
  return {
    id,
    type,
    timestamp: isoTime(at),
    ...(agentId !== undefined && { agentId }),
    ...(channel !== undefined && { channel }),
    ...(userId !== undefined && { userId }),
    ...(sessionKey !== undefined && { sessionKey }),
  };
}

export function attemptRow(attempt: Attempt, withBody: boolean): AttemptRow {
  const { number, at, httpStatus, errorClass, error, timings, address, response } = attempt;
  return {
    number,
    at: isoTime(at),
    ...(httpStatus !== undefined && { httpStatus }),
    ...(errorClass !== undefined && { errorClass }),
    ...(error !== undefined && { error }),
    timings,
    ...(address !== undefined && { address }),
    ...(withBody && response !== undefined && { response: cutText(response) }),
  };
}

export function deliveryDetail(
  shown: { delivery: Delivery; event: EventRecord; attempts: readonly Attempt[] },
  withBody: boolean,
): DeliveryDetail {
  return {
    delivery: deliveryRow(shown.delivery),
    event: eventRow(shown.event),
    attempts: shown.attempts.map((attempt) => attemptRow(attempt, withBody)),
    ...(withBody && { body: cutText(shown.event.json) }),
  };
}
