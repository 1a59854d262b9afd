// What became of deliveries: settled, or due again. Opens no transaction.
import type { Attempt, DeliveryStatus } from "../../../record.ts";
import { statusCode, statusOf } from "../../rows/deliveries.ts";
import type { Settlement } from "../../store.ts";
import type { Ask, Row } from "../server/connection.ts";
import type { CountChanges } from "./counts.ts";
import type { FigureChanges } from "./figure-changes.ts";
import { advanceLanes, lockLanes, type Lane } from "./lanes.ts";
import { attemptColumns, attemptRow, attemptTypes } from "./rows.ts";

/** A delivery as this transaction leaves it. */
interface Standing {
  seq: number;
  eventSeq: number;
  endpoint: string;
  lane?: string;
  status: DeliveryStatus;
  attempts: number;
  dueAt: number | null;
  /** Whether the row's own attempt is to be kept beside it, and those of this transaction before the last. */
  keepsOld: boolean;
  earlier: Attempt[];
  last?: Attempt;
  isGone?: true;
  isTouched: boolean;
}

export interface Settling {
  counts: CountChanges;
  figures: FigureChanges;
  /** Of the server. */
  now: number;
  /** What the server's clock is ahead of ours, ms. */
  shift: number;
}

/** A delivery that is unknown or settled, and an attempt that is logged already, change nothing. */
export async function settle(
  ask: Ask,
  settlements: readonly Settlement[],
  settling: Settling,
): Promise<void> {
  if (settlements.length === 0) return;
  const standing = await lock(ask, [...new Set(settlements.map(({ deliveryId }) => deliveryId))]);
  for (const settlement of settlements) {
    const row = standing.get(settlement.deliveryId);
    if (row !== undefined) apply(row, settlement, settling);
  }
  await write(
    ask,
    [...standing.values()].filter(({ isTouched }) => isTouched),
    settling.now,
  );
}

async function lock(ask: Ask, ids: readonly string[]): Promise<Map<string, Standing>> {
  const rows = await ask(
    `SELECT seq, id, event_seq, endpoint, lane, status, attempts, due_at FROM deliveries
     WHERE id = ANY($1) AND wake_at IS NOT NULL ORDER BY seq FOR UPDATE`,
    [ids],
  );
  return new Map(rows.map((row) => [String(row["id"]), standingOf(row)]));
}

function standingOf(row: Row): Standing {
  return {
    seq: Number(row["seq"]),
    eventSeq: Number(row["event_seq"]),
    endpoint: String(row["endpoint"]),
    ...(typeof row["lane"] === "string" && { lane: row["lane"] }),
    status: statusOf(Number(row["status"])),
    attempts: Number(row["attempts"]),
    dueAt: Number(row["due_at"]),
    keepsOld: false,
    earlier: [],
    isTouched: false,
  };
}

function apply(row: Standing, settlement: Settlement, settling: Settling): void {
  const { status, attempt, nextAttemptAt } = settlement;
  const { counts, figures, now, shift } = settling;
  if (row.dueAt === null || row.isGone) return;
  if (attempt !== undefined && attempt.number <= row.attempts) return;
  row.isTouched = true;
  if (status === "unheard") {
    row.isGone = true;
    counts.add(row.endpoint, row.status, -1);
    return;
  }
  const isActive = status === "pending" || status === "failed";
  counts.move(row.endpoint, row.status, status);
  figures.count(row.endpoint, settlement, now);
  row.status = status;
  // An active delivery always has a due time, or nobody would ever look at it again.
  row.dueAt = isActive
    ? Math.ceil(nextAttemptAt === undefined ? now : nextAttemptAt + shift)
    : null;
  if (attempt === undefined) return;
  if (row.last !== undefined) row.earlier.push(row.last);
  else if (row.attempts > 0) row.keepsOld = true;
  row.last = { ...attempt, at: attempt.at + shift };
  row.attempts = attempt.number;
}

async function write(ask: Ask, rows: readonly Standing[], now: number): Promise<void> {
  if (rows.length === 0) return;
  const ended = rows.filter(({ dueAt, isGone }) => dueAt === null || isGone);
  const lanes: Lane[] = ended.flatMap(({ endpoint, lane }) =>
    lane === undefined ? [] : [{ endpoint, lane }],
  );
  await lockLanes(ask, lanes);
  await keepAttempts(ask, rows);
  const stay = rows.filter(({ isGone }) => !isGone);
  await updateRows(ask, stay, now);
  await removeUnheard(
    ask,
    rows.filter(({ isGone }) => isGone === true),
  );
  await advanceLanes(ask, lanes);
}

async function keepAttempts(ask: Ask, rows: readonly Standing[]): Promise<void> {
  const old = rows.filter(({ keepsOld }) => keepsOld).map(({ seq }) => seq);
  if (old.length > 0) {
    await ask(
      `INSERT INTO attempts (delivery_seq, number, ${attemptColumns})
       SELECT seq, attempts, ${attemptColumns} FROM deliveries WHERE seq = ANY($1)`,
      [old],
    );
  }
  const earlier = rows.flatMap(({ seq, earlier: attempts }) =>
    attempts.map((attempt) => ({ seq, number: attempt.number, ...attemptRow(attempt) })),
  );
  if (earlier.length === 0) return;
  await ask(
    `INSERT INTO attempts (delivery_seq, number, ${attemptColumns})
     SELECT seq, number, ${attemptColumns} FROM json_to_recordset($1) AS r (seq bigint, number integer, ${attemptTypes})`,
    [JSON.stringify(earlier)],
  );
}

const assignAttempt = attemptColumns
  .split(", ")
  .map((column) => `${column} = CASE WHEN r.tried THEN r.${column} ELSE d.${column} END`)
  .join(", ");

async function updateRows(ask: Ask, rows: readonly Standing[], now: number): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map(({ seq, status, attempts, dueAt, last }) => ({
    seq,
    status: statusCode(status),
    attempts,
    due_at: dueAt,
    tried: last !== undefined,
    ...(last && attemptRow(last)),
  }));
  await ask(
    `UPDATE deliveries d SET status = r.status, updated_at = $2, due_at = r.due_at, wake_at = r.due_at, leased_by = NULL,
       attempts = r.attempts, ${assignAttempt}
     FROM json_to_recordset($1) AS r (seq bigint, status smallint, attempts integer, due_at bigint, tried boolean,
       ${attemptTypes}) WHERE d.seq = r.seq`,
    [JSON.stringify(values), now],
  );
}

async function removeUnheard(ask: Ask, rows: readonly Standing[]): Promise<void> {
  if (rows.length === 0) return;
  await ask("DELETE FROM deliveries WHERE seq = ANY($1)", [rows.map(({ seq }) => seq)]);
  await ask(
    `UPDATE events e SET unheard = true WHERE seq = ANY($1)
     AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.event_seq = e.seq)`,
    [rows.map(({ eventSeq }) => eventSeq)],
  );
}
