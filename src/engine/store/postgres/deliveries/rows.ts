// Deliveries, events and attempts: row ↔ value, in one place. No SQL runs here.
import type { Attempt, Delivery, EventRecord } from "../../../record.ts";
import {
  attemptColumns,
  attemptOf as attemptOfFile,
  statusOf,
  turns,
} from "../../rows/deliveries.ts";
import type { Row } from "../server/connection.ts";
import { fromColumn, toColumnOrNull } from "../server/text.ts";

/** What an attempt occupies: the columns of a file. */
export { attemptColumns };

/** `attemptColumns` with their types, for `json_to_recordset`. */
export const attemptTypes = `at double precision, http_status integer, error_class text, dns_ms double precision,
  connect_ms double precision, tls_ms double precision, first_byte_ms double precision, total_ms double precision,
  address text, error text, response text`;

export function attemptRow(attempt: Attempt): Record<string, unknown> {
  const { dns, connect, tls, firstByte, total } = attempt.timings;
  return {
    at: attempt.at,
    http_status: attempt.httpStatus,
    error_class: attempt.errorClass,
    dns_ms: dns,
    connect_ms: connect,
    tls_ms: tls,
    first_byte_ms: firstByte,
    total_ms: total,
    address: attempt.address,
    error: toColumnOrNull(attempt.error),
    response: toColumnOrNull(attempt.response),
  };
}

/** From `attemptColumns` and `number`. */
export function attemptOf(row: Row, deliveryId: string): Attempt {
  const decoded = { ...row, ...text("error", row["error"]), ...text("response", row["response"]) };
  return attemptOfFile(decoded, deliveryId);
}

/** For `deliveries d JOIN events e ON e.seq = d.event_seq`. */
export const deliveryColumns = `d.seq, d.id, e.id AS event_id, d.type, d.endpoint, d.status, d.attempts, d.lane, d.turn,
  d.created_at, d.updated_at, d.due_at, d.http_status, d.total_ms, d.error`;

export const source = "deliveries d JOIN events e ON e.seq = d.event_seq";

/** From `deliveryColumns`. */
export function deliveryOf(row: Row): Delivery {
  return {
    id: String(row["id"]),
    eventId: String(row["event_id"]),
    eventType: String(row["type"]),
    endpoint: String(row["endpoint"]),
    status: statusOf(Number(row["status"])),
    attempts: Number(row["attempts"]),
    createdAt: Number(row["created_at"]),
    updatedAt: Number(row["updated_at"]),
    ...text("lane", row["lane"]),
    ...((row["turn"] === turns.replay || row["turn"] === turns.feedReplay) && { replay: true }),
    ...(Number(row["turn"]) >= turns.feed
      ? { feed: true }
      : optional("nextAttemptAt", row["due_at"])),
    ...optional("httpStatus", row["http_status"]),
    ...optional("durationMs", row["total_ms"]),
    ...text("error", row["error"]),
  };
}

/** The engine reckons with its own clock. `shift`: what the server's is ahead of it, ms. */
export function inOurTime(delivery: Delivery, shift: number): Delivery {
  if (shift === 0) return delivery;
  const { createdAt, updatedAt, nextAttemptAt } = delivery;
  return {
    ...delivery,
    createdAt: createdAt - shift,
    updatedAt: updatedAt - shift,
    ...(nextAttemptAt !== undefined && { nextAttemptAt: nextAttemptAt - shift }),
  };
}

/** Beside `deliveryColumns`, in lists: whom its event is about, and who captured it. */
export const subjectColumns = "e.agent_id, e.user_id, e.session_key, d.instance";

/** From `subjectColumns`. */
export function subjectOf(
  row: Row,
): Pick<Delivery, "agentId" | "userId" | "sessionKey" | "instance"> {
  return {
    instance: String(row["instance"]),
    ...text("agentId", row["agent_id"]),
    ...text("userId", row["user_id"]),
    ...text("sessionKey", row["session_key"]),
  };
}

/** Of `events e`; beside `deliveryColumns` without `e.id` and `e.type`. */
export const eventColumns =
  "e.id AS event_id, e.type, e.at AS event_at, e.agent_id, e.channel, e.user_id, e.session_key, e.traceparent, e.hops, e.json";

export function eventRow(event: EventRecord): Record<string, unknown> {
  return {
    id: event.id,
    type: event.type,
    at: event.at,
    agent_id: toColumnOrNull(event.agentId),
    channel: toColumnOrNull(event.channel),
    user_id: toColumnOrNull(event.userId),
    session_key: toColumnOrNull(event.sessionKey),
    traceparent: toColumnOrNull(event.traceparent),
    hops: event.hops,
    json: event.json,
  };
}

/** From `eventColumns`. */
export function eventOf(row: Row): EventRecord {
  return {
    id: String(row["event_id"]),
    type: String(row["type"]),
    at: Number(row["event_at"]),
    ...text("agentId", row["agent_id"]),
    ...text("channel", row["channel"]),
    ...text("userId", row["user_id"]),
    ...text("sessionKey", row["session_key"]),
    ...text("traceparent", row["traceparent"]),
    ...optional("hops", row["hops"]),
    json: String(row["json"]),
  };
}

export function optional<Key extends string>(
  key: Key,
  value: unknown,
): Partial<Record<Key, number>> {
  return present<Key, number>(key, value);
}

/** For words of our own, which need no escapes. */
export function present<Key extends string, Value>(
  key: Key,
  value: unknown,
): Partial<Record<Key, Value>> {
  return value === null || value === undefined
    ? {}
    : ({ [key]: value } as Partial<Record<Key, Value>>);
}

export function text<Key extends string>(key: Key, value: unknown): Partial<Record<Key, string>> {
  return typeof value === "string"
    ? ({ [key]: fromColumn(value) } as Partial<Record<Key, string>>)
    : {};
}
