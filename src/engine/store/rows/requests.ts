// What a request's row says, in a file and on a server alike. No SQL runs here.
import type { SQLOutputValue } from "node:sqlite";
import type { NewRequest, RequestStatus, RunJob, StoredRequest } from "../../inbox/inbox.ts";
import type { Refused } from "../../inbox/kept-bytes.ts";
import type { Row } from "./deliveries.ts";
import { optionalNumber, optionalText } from "./optional-columns.ts";

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

const refusedCodes: Record<Refused, number> = { unproven: 0, proven: 1 };

export const refusedKinds = Object.keys(refusedCodes) as readonly Refused[];

export function refusedCode(refused: Refused): number {
  return refusedCodes[refused];
}

/** The `body_encoding` of a body of which only the hash is kept. */
export const HASHED = "sha256";

/** Of all columns of a request but what can be large, and of that where it was asked for. */
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
