// Inbound requests: row ↔ value, in one place. No SQL runs here.
import { createHash } from "node:crypto";
import type { NewRequest, RunJob, StoredRequest } from "../../../inbox/inbox.ts";
import { HASHED, requestStatusCode, requestStatusOf } from "../../inbox/rows.ts";
import type { Row } from "../server/connection.ts";
import { fromColumn } from "../server/text.ts";

/** For `requests r`: all but what can be large. */
export const requestColumns = `r.seq, r.id, r.route, r.status, r.received_at, r.updated_at, r.wake_at, r.method, r.peer,
  r.http_status, r.duplicate_of, r.replay_of, r.verdicts, r.run_id, r.duration_ms, r.error, r.reply, r.headers, r.query,
  r.names, r.group_of, r.started, r.open_key,
  CASE WHEN r.status = ${requestStatusCode("merged")} THEN (SELECT head.id FROM requests head
    WHERE head.group_of = r.group_of ORDER BY head.seq DESC LIMIT 1) END AS merged_into`;

/** Beside `requestColumns`, the rest of the request. */
export const contentColumns = "r.job, r.body_encoding, r.body_bytes, r.body";

/** Names and keys may be of any length and hold anything: 32 bytes stand for each. */
export function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** From `requestColumns`, and `contentColumns` where they were asked for. */
export function requestOf(row: Row): StoredRequest {
  const status = requestStatusOf(Number(row["status"]));
  return {
    id: String(row["id"]),
    route: String(row["route"]),
    status,
    receivedAt: Number(row["received_at"]),
    updatedAt: Number(row["updated_at"]),
    method: String(row["method"]),
    peer: String(row["peer"]),
    httpStatus: Number(row["http_status"]),
    verdicts: valueOf(row["verdicts"]) as StoredRequest["verdicts"],
    headers: valueOf(row["headers"]) as StoredRequest["headers"],
    query: valueOf(row["query"]) as StoredRequest["query"],
    dedupeKeys: valueOf(row["names"]) as StoredRequest["dedupeKeys"],
    ...(status === "waiting" && optional("dueAt", row["wake_at"])),
    ...optional("duplicateOf", row["duplicate_of"]),
    ...optional("replayOf", row["replay_of"]),
    ...optional("mergedInto", row["merged_into"]),
    ...optional("runId", row["run_id"]),
    ...optionalText("reply", row["reply"]),
    ...optionalText("error", row["error"]),
    ...optional("durationMs", row["duration_ms"]),
    ...(typeof row["job"] === "string" && { job: valueOf(row["job"]) as RunJob }),
    ...bodyOf(row),
  };
}

/** The body as bytes, whatever was sent: PostgreSQL's text holds no NUL. */
export function bodyColumns(request: NewRequest): {
  bodyEncoding: string | null;
  bodyBytes: number | null;
  body: Buffer | null;
} {
  const { body, bodyHash } = request;
  if (bodyHash !== undefined) {
    return {
      bodyEncoding: HASHED,
      bodyBytes: bodyHash.bytes,
      body: Buffer.from(bodyHash.sha256, "hex"),
    };
  }
  if (body === undefined) return { bodyEncoding: null, bodyBytes: null, body: null };
  return {
    bodyEncoding: body.encoding,
    bodyBytes: body.bytes,
    body: Buffer.from(body.text, body.encoding),
  };
}

function bodyOf(row: Row): Pick<NewRequest, "body" | "bodyHash"> {
  const kept = row["body"];
  if (!Buffer.isBuffer(kept)) return {};
  const bytes = Number(row["body_bytes"]);
  if (row["body_encoding"] === HASHED) return { bodyHash: { sha256: kept.toString("hex"), bytes } };
  const encoding = row["body_encoding"] === "base64" ? "base64" : "utf8";
  return { body: { text: kept.toString(encoding), encoding, bytes } };
}

function optional<Key extends string>(key: Key, value: unknown): Partial<Record<Key, never>> {
  return value === null || value === undefined
    ? {}
    : ({ [key]: value } as Partial<Record<Key, never>>);
}

function optionalText<Key extends string>(key: Key, value: unknown): Partial<Record<Key, string>> {
  return typeof value === "string"
    ? ({ [key]: fromColumn(value) } as Partial<Record<Key, string>>)
    : {};
}

// Only this plugin writes the tables, from values of these types.
function valueOf(json: unknown): unknown {
  return JSON.parse(String(json));
}
