// Requests of a file as the shared log keeps them, a bounded part at a time, oldest first. Changes nothing.
import type { DatabaseSync } from "node:sqlite";
import { requestOf } from "../../rows/requests.ts";
import type { Row } from "../../rows/deliveries.ts";
import type { StoredRequest } from "../../../inbox/inbox.ts";
import { boundedPart, sizeOf, withNext, type Bounds, type PartOf } from "./parts.ts";

export interface FileRequest {
  request: StoredRequest;
  /** As they stand in the file: numbers keep their digits. */
  json: { verdicts: string; headers: string; query: string; names: string; job: string | null };
  /** When somebody must look at it again; null = it has ended. */
  wakeAt: number | null;
  started: boolean;
  /** Of what was coalesced: the id of the first of them that is left. */
  groupOf: string | null;
  members: number;
  openKey: string | null;
  refused: number | null;
  keptBytes: number | null;
}

const OPEN_GROUPS =
  "SELECT group_seq FROM requests WHERE wake_at IS NOT NULL AND group_seq IS NOT NULL";

/** What was merged into one that has not ended goes with it. */
const CONDITIONS = {
  ended: `r.wake_at IS NULL AND ifnull(r.group_seq NOT IN (${OPEN_GROUPS}), 1)`,
  active: `(r.wake_at IS NOT NULL OR r.group_seq IN (${OPEN_GROUPS}))`,
} as const;

export type WhichRequests = keyof typeof CONDITIONS;

export function readRequests(
  db: DatabaseSync,
  which: WhichRequests,
  after: number | undefined,
  bounds: Bounds,
): PartOf<FileRequest> {
  const rows = db.prepare(
    `SELECT r.*, c.headers, c.query, c.names, c.job, c.body_encoding, c.body_bytes, c.body,
       (SELECT id FROM requests first WHERE first.group_seq = r.group_seq ORDER BY seq LIMIT 1) AS group_of
     FROM requests r JOIN request_contents c ON c.seq = r.seq
     WHERE ${CONDITIONS[which]} AND r.seq > ? ORDER BY r.seq LIMIT ?`,
  );
  const part = boundedPart(rows.iterate(after ?? -1, bounds.rows), bounds, (row) =>
    sizeOf(row["body"], row["job"], row["reply"], row["headers"]),
  );
  return withNext(part.map(fileRequestOf), part);
}

export function isActive({ wakeAt }: FileRequest): boolean {
  return wakeAt !== null;
}

function fileRequestOf(row: Row): FileRequest {
  return {
    request: requestOf(row),
    json: {
      verdicts: String(row["verdicts"]),
      headers: String(row["headers"]),
      query: String(row["query"]),
      names: String(row["names"]),
      job: textOrNull(row["job"]),
    },
    wakeAt: numberOrNull(row["wake_at"]),
    started: row["started"] === 1,
    groupOf: textOrNull(row["group_of"]),
    members: Number(row["members"]),
    openKey: textOrNull(row["open_key"]),
    refused: numberOrNull(row["refused"]),
    keptBytes: numberOrNull(row["kept_bytes"]),
  };
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
