// Row ↔ value of deliveries and events, in one place. No SQL runs here.
import type { Delivery, EventRecord } from "../../../record.ts";
import { statusOf, turns, type Row } from "../../rows/deliveries.ts";
import { optionalNumber, optionalText } from "../../rows/optional-columns.ts";
import type { Dictionary } from "./names.ts";

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
