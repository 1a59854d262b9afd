// Inbound requests: row ↔ value, in one place. No SQL runs here.
import type { SQLOutputValue } from "node:sqlite";
import type { NewRequest, RequestStatus, RunJob, StoredRequest } from "../../inbox/inbox.ts";
import { optionalNumber, optionalText } from "../write/optional-columns.ts";
import type { Row } from "../write/rows.ts";

const codes: Record<RequestStatus, number> = {
  rejected: 0,
  handshake: 1,
  filtered: 2,
  duplicate: 3,
  waiting: 4,
  running: 5,
  merged: 6,
  completed: 7,
  failed: 8,
};

export const requestStatuses = Object.keys(codes) as readonly RequestStatus[];

export function requestStatusCode(status: RequestStatus): number {
  return codes[status];
}

export function requestStatusOf(code: SQLOutputValue | undefined): RequestStatus {
  const status = requestStatuses[Number(code)];
  if (status === undefined) throw new Error("a request has an unknown status");
  return status;
}

/** False while a run of it is still to come or to end. */
export function isEnded(status: RequestStatus): boolean {
  return status !== "waiting" && status !== "running";
}

/** For `requestSource`: all but the body and the job, which can be large. */
export const requestColumns = `r.id, r.route, r.status, r.received_at, r.updated_at, r.wake_at, r.method,
  r.peer, r.http_status, r.duplicate_of, r.replay_of, r.verdicts, r.run_id, r.duration_ms, r.error, r.reply,
  c.headers, c.query, c.names,
  CASE WHEN r.status = ${codes.merged} THEN (SELECT id FROM requests INDEXED BY requests_group
    WHERE group_seq = r.group_seq ORDER BY seq DESC LIMIT 1) END AS merged_into`;

/** Beside `requestColumns`, the rest of the request. */
export const contentColumns = "c.job, c.body_encoding, c.body_bytes, c.body";

/** The `body_encoding` of a body of which only the hash is kept. */
export const HASHED = "sha256";

export const requestSource = "requests r JOIN request_contents c ON c.seq = r.seq";

/** From `requestColumns`, and `contentColumns` where they were asked for. */
export function requestOf(row: Row): StoredRequest {
  const status = requestStatusOf(row["status"]);
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
    ...(status === "waiting" && optionalNumber("dueAt", row["wake_at"])),
    ...optionalText("duplicateOf", row["duplicate_of"]),
    ...optionalText("replayOf", row["replay_of"]),
    ...optionalText("mergedInto", row["merged_into"]),
    ...optionalText("runId", row["run_id"]),
    ...optionalText("reply", row["reply"]),
    ...optionalText("error", row["error"]),
    ...optionalNumber("durationMs", row["duration_ms"]),
    ...jobOf(row),
    ...bodyOf(row),
  };
}

function jobOf({ job }: Row): { job?: RunJob } {
  return typeof job === "string" ? { job: valueOf(job) as RunJob } : {};
}

function bodyOf(row: Row): Pick<NewRequest, "body" | "bodyHash"> {
  if (typeof row["body"] !== "string") return {};
  if (row["body_encoding"] === HASHED)
    return { bodyHash: { sha256: row["body"], bytes: Number(row["body_bytes"]) } };
  return {
    body: {
      text: row["body"],
      encoding: row["body_encoding"] === "base64" ? "base64" : "utf8",
      bytes: Number(row["body_bytes"]),
    },
  };
}

// Only this plugin writes the file, from values of these types.
function valueOf(json: SQLOutputValue | undefined): unknown {
  return JSON.parse(String(json));
}
