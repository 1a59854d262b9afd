// Inbound requests: row ↔ value, in one place. No SQL runs here.
import { createHash } from "node:crypto";
import type { NewRequest, StoredRequest } from "../../../inbox/inbox.ts";
import { HASHED, requestOf as rowOfFile, requestStatusCode } from "../../rows/requests.ts";
import type { Row as FileRow } from "../../rows/deliveries.ts";
import type { Row } from "../server/connection.ts";
import { fromColumn } from "../server/text.ts";

/** For `requests r`: all but what can be large. */
export const requestColumns = `r.seq, r.id, r.route, r.status, r.received_at, r.updated_at, r.wake_at, r.method, r.peer,
  r.http_status, r.duplicate_of, r.replay_of, r.verdicts, r.run_id, r.duration_ms, r.error, r.reply, r.headers, r.query,
  r.names, r.group_of, r.started, r.open_key, r.instance,
  CASE WHEN r.status = ${requestStatusCode("merged")} THEN (SELECT head.id FROM requests head
    WHERE head.group_of = r.group_of ORDER BY head.seq DESC LIMIT 1) END AS merged_into`;

/** Beside `requestColumns`, the rest of the request. */
export const contentColumns = "r.job, r.body_encoding, r.body_bytes, r.body";

/** Names and keys may be of any length and hold anything: 32 bytes stand for each. */
export function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/**
 * From `requestColumns`, and `contentColumns` where they were asked for: the same columns as in a file, but for what
 * PostgreSQL cannot hold as it is.
 */
export function requestOf(row: Row): StoredRequest {
  return rowOfFile({
    ...(row as FileRow),
    ...decoded("reply", row["reply"]),
    ...decoded("error", row["error"]),
    ...bodyOf(row),
  });
}

/** The body as bytes, whatever was sent: PostgreSQL's text holds no NUL. */
export function bodyColumns(request: Pick<NewRequest, "body" | "bodyHash">): {
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

/** As the text that it is in a file. */
function bodyOf(row: Row): { body?: string } {
  const kept = row["body"];
  if (!Buffer.isBuffer(kept)) return {};
  const encoding = row["body_encoding"];
  return {
    body: kept.toString(encoding === HASHED ? "hex" : encoding === "base64" ? "base64" : "utf8"),
  };
}

function decoded<Key extends string>(key: Key, value: unknown): Partial<Record<Key, string>> {
  return typeof value === "string"
    ? ({ [key]: fromColumn(value) } as Partial<Record<Key, string>>)
    : {};
}
