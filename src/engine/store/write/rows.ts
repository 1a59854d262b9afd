// Row ↔ value, in one place. No SQL runs here.
import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import type { Attempt, Delivery, DeliveryStatus, ErrorClass, EventRecord } from "../../record.ts";
import type { Dictionary } from "./names.ts";
import { optionalNumber, optionalText } from "./optional-columns.ts";

export type Row = Record<string, SQLOutputValue>;

const statuses: readonly DeliveryStatus[] = ["pending", "failed", "delivered", "dead"];

const codes: Record<DeliveryStatus, number> = { pending: 0, failed: 1, delivered: 2, dead: 3 };

export function statusCode(status: DeliveryStatus): number {
  return codes[status];
}

export function statusOf(code: SQLOutputValue | undefined): DeliveryStatus {
  const status = statuses[Number(code)];
  if (status === undefined) throw new Error("a row has an unknown status");
  return status;
}

/** What an attempt occupies, in `deliveries` (the last) and in `attempts` (those before), in this order. */
export const attemptColumns =
  "at, http_status, error_class, dns_ms, connect_ms, tls_ms, first_byte_ms, total_ms, address, error, response";

/** Values of `attemptColumns`. */
export function attemptValues(attempt: Attempt): SQLInputValue[] {
  const { dns, connect, tls, firstByte, total } = attempt.timings;
  return [
    attempt.at,
    attempt.httpStatus ?? null,
    attempt.errorClass ?? null,
    dns ?? null,
    connect ?? null,
    tls ?? null,
    firstByte ?? null,
    total,
    attempt.address ?? null,
    attempt.error ?? null,
    attempt.response ?? null,
  ];
}

/** From `attemptColumns` and `number`. */
export function attemptOf(row: Row, deliveryId: string): Attempt {
  return {
    deliveryId,
    number: Number(row["number"]),
    at: Number(row["at"]),
    timings: {
      ...optionalNumber("dns", row["dns_ms"]),
      ...optionalNumber("connect", row["connect_ms"]),
      ...optionalNumber("tls", row["tls_ms"]),
      ...optionalNumber("firstByte", row["first_byte_ms"]),
      total: Number(row["total_ms"]),
    },
    ...optionalNumber("httpStatus", row["http_status"]),
    ...optionalText<"errorClass", ErrorClass>("errorClass", row["error_class"]),
    ...optionalText("error", row["error"]),
    ...optionalText("response", row["response"]),
    ...optionalText("address", row["address"]),
  };
}

/** Values of `turn`: who goes before whom at one endpoint, and who waits to be read. */
export const turns = { open: 0, behind: 1, replay: 2, feed: 3, feedReplay: 4 } as const;

/** For `FROM deliveries d JOIN events e ON e.seq = d.event_seq`. */
export const deliveryColumns = `d.id, e.id AS event_id, d.type_id, d.endpoint_id, d.status, d.attempts, d.lane, d.turn,
  d.created_at, d.updated_at, d.due_at, d.http_status, d.total_ms, d.error`;

/** From `deliveryColumns`. */
export function deliveryOf(row: Row, dictionary: Dictionary): Delivery {
  return {
    id: String(row["id"]),
    eventId: String(row["event_id"]),
    eventType: dictionary.types.nameOf(Number(row["type_id"])),
    endpoint: dictionary.endpoints.nameOf(Number(row["endpoint_id"])),
    status: statusOf(row["status"]),
    attempts: Number(row["attempts"]),
    createdAt: Number(row["created_at"]),
    updatedAt: Number(row["updated_at"]),
    ...optionalText("lane", row["lane"]),
    ...((row["turn"] === turns.replay || row["turn"] === turns.feedReplay) && { replay: true }),
    ...(Number(row["turn"]) >= turns.feed
      ? { feed: true }
      : optionalNumber("nextAttemptAt", row["due_at"])),
    ...optionalNumber("httpStatus", row["http_status"]),
    ...optionalNumber("durationMs", row["total_ms"]),
    ...optionalText("error", row["error"]),
  };
}

/** Beside `deliveryColumns`, in lists: whom its event is about. */
export const subjectColumns = "e.agent_id, e.user_id, e.session_key";

/** From `subjectColumns`. */
export function subjectOf(row: Row): Pick<Delivery, "agentId" | "userId" | "sessionKey"> {
  return {
    ...optionalText("agentId", row["agent_id"]),
    ...optionalText("userId", row["user_id"]),
    ...optionalText("sessionKey", row["session_key"]),
  };
}

/** Beside `deliveryColumns`, the rest of the event. */
export const eventColumns =
  "e.at AS event_at, e.agent_id, e.channel, e.user_id, e.session_key, e.traceparent, e.hops, e.json";

/** From `deliveryColumns` and `eventColumns`. */
export function eventOf(row: Row, dictionary: Dictionary): EventRecord {
  return {
    id: String(row["event_id"]),
    type: dictionary.types.nameOf(Number(row["type_id"])),
    at: Number(row["event_at"]),
    ...optionalText("agentId", row["agent_id"]),
    ...optionalText("channel", row["channel"]),
    ...optionalText("userId", row["user_id"]),
    ...optionalText("sessionKey", row["session_key"]),
    ...optionalText("traceparent", row["traceparent"]),
    ...optionalNumber("hops", row["hops"]),
    json: String(row["json"]),
  };
}
