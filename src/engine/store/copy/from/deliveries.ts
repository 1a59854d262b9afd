// Deliveries of a file with their events and attempts, a bounded part at a time. Changes nothing.
import type { DatabaseSync } from "node:sqlite";
import type { Attempt, EventRecord } from "../../../record.ts";
import { attemptColumns, attemptOf, turns, type Row } from "../../rows/deliveries.ts";
import { eventColumns, eventOf } from "../../sqlite/write/rows.ts";
import type { OpenedFile } from "./opened-file.ts";
import { boundedPart, sizeOf, withNext, type Bounds, type PartOf } from "./parts.ts";

const NEWEST = Number.MAX_SAFE_INTEGER;

export interface FileDelivery {
  id: string;
  event: EventRecord;
  endpoint: string;
  status: number;
  /** All that were made, oldest first; `attempts` is the number of the last. */
  tries: Attempt[];
  attempts: number;
  createdAt: number;
  updatedAt: number;
  /** Null = settled. */
  dueAt: number | null;
  turn: number;
  lane: string | null;
}

/** Settled; to be sent; to be read by its receiver. */
export type Which = "settled" | "active" | "unread";

const CONDITIONS: Record<Which, string> = {
  settled: "d.due_at IS NULL",
  active: `d.due_at IS NOT NULL AND d.turn < ${turns.feed}`,
  unread: `d.due_at IS NOT NULL AND d.turn >= ${turns.feed}`,
};

/** What is to be read comes in its order; of all else the newest parts come first. */
export function readDeliveries(
  { db, dictionary }: Pick<OpenedFile, "db" | "dictionary">,
  which: Which,
  from: number | undefined,
  bounds: Bounds,
): PartOf<FileDelivery> {
  const isForward = which === "unread";
  const [comparison, order, start] = isForward ? [">", "ASC", -1] : ["<", "DESC", NEWEST];
  const rows = db.prepare(
    `SELECT d.seq, d.id, d.endpoint_id, d.status, d.attempts, d.created_at, d.updated_at, d.due_at, d.turn, d.lane,
       ${attemptColumns.replaceAll(/\w+/g, "d.$&")}, e.id AS event_id, e.type_id, ${eventColumns}
     FROM deliveries d JOIN events e ON e.seq = d.event_seq
     WHERE ${CONDITIONS[which]} AND d.seq ${comparison} ? ORDER BY d.seq ${order} LIMIT ?`,
  );
  const part = boundedPart(rows.iterate(from ?? start, bounds.rows), bounds, (row) =>
    sizeOf(row["json"], row["response"]),
  );
  const earlier = readTries(db, part);
  const items = part.map((row): FileDelivery => {
    const id = String(row["id"]);
    const seq = Number(row["seq"]);
    const attempts = Number(row["attempts"]);
    const tries = (earlier.get(seq) ?? []).map((one) => attemptOf(one, id));
    if (attempts > 0) tries.push(attemptOf({ ...row, number: attempts }, id));
    return {
      id,
      event: eventOf(row, dictionary),
      endpoint: dictionary.endpoints.nameOf(Number(row["endpoint_id"])),
      status: Number(row["status"]),
      tries,
      attempts,
      createdAt: Number(row["created_at"]),
      updatedAt: Number(row["updated_at"]),
      dueAt: row["due_at"] === null ? null : Number(row["due_at"]),
      turn: Number(row["turn"]),
      lane: row["lane"] === null ? null : String(row["lane"]),
    };
  });
  return withNext(isForward ? items : items.toReversed(), part);
}

/** Events that nobody heard; the newest parts come first. */
export function readUnheard(
  { db, dictionary }: Pick<OpenedFile, "db" | "dictionary">,
  before: number | undefined,
  bounds: Bounds,
): PartOf<EventRecord> {
  const rows = db.prepare(
    `SELECT e.seq, e.id AS event_id, e.type_id, ${eventColumns} FROM events e
     WHERE e.unheard = 1 AND e.seq < ? ORDER BY e.seq DESC LIMIT ?`,
  );
  const part = boundedPart(rows.iterate(before ?? NEWEST, bounds.rows), bounds, (row) =>
    sizeOf(row["json"]),
  );
  return withNext(part.map((row) => eventOf(row, dictionary)).toReversed(), part);
}

/** Those before the last, by delivery, in their order. */
function readTries(db: DatabaseSync, part: readonly Row[]): Map<number, Row[]> {
  const all = db
    .prepare(
      `SELECT delivery_seq, number, ${attemptColumns} FROM json_each(?) asked
       JOIN attempts ON delivery_seq = asked.value ORDER BY delivery_seq, number`,
    )
    .all(JSON.stringify(part.map((row) => Number(row["seq"]))));
  const tries = new Map<number, Row[]>();
  for (const row of all) {
    const seq = Number(row["delivery_seq"]);
    tries.set(seq, [...(tries.get(seq) ?? []), row]);
  }
  return tries;
}
