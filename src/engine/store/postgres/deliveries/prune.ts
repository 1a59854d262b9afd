// Keeps the log within its bounds, a short step at a time, one Gateway after another; active rows stay, unless they are
// named one by one.
import { statusCode, statusOf } from "../../rows/deliveries.ts";
import type { Store } from "../../store.ts";
import type { Ask, Row } from "../server/connection.ts";
import { readCounts, type CountChanges } from "./counts.ts";
import { loseDeleted } from "../feed/positions.ts";
import { advanceLanes, lockLanes, type Lane } from "./lanes.ts";

type PruneQuery = Parameters<Store["prune"]>[0];
type PruneResult = Awaited<ReturnType<Store["prune"]>>;

/** Delivered ones go before dead ones: those may still be wanted. */
const settled = ["delivered", "dead"] as const;

const FUTURE = Number.MAX_SAFE_INTEGER;
const PRUNE_LOCK = 0x6f_63_77_6c;

/** One step: at most `stepRows` deliveries and unheard events together. `olderThan` by the server's clock. */
export async function prune(
  ask: Ask,
  query: PruneQuery,
  counts: CountChanges,
): Promise<PruneResult> {
  const { olderThan, maxRows, stepRows, extraRows = 0 } = query;
  const [lock] = await ask(
    "SELECT pg_try_advisory_xact_lock($1, hashtext(current_schema())) AS got",
    [PRUNE_LOCK],
  );
  // Another Gateway does it.
  if (lock?.["got"] !== true) return { deleted: 0, done: true };
  const before = await readCounts(ask);
  let room = stepRows;
  for (const status of settled) room -= await deleteOldest(ask, status, olderThan, room, counts);

  const aged = stepRows - room;
  let excess = before.delivered + before.dead - aged - maxRows;
  let extra = extraRows;
  for (const status of settled) {
    const most = Math.min(room, Math.max(excess, extra));
    const deleted = await deleteOldest(ask, status, FUTURE, most, counts);
    room -= deleted;
    excess -= deleted;
    extra -= deleted;
    if (status !== "delivered") continue;
    const unheard = await sweepUnheard(ask, FUTURE, Math.min(room, extra), counts);
    room -= unheard;
    extra -= unheard;
  }
  room -= await sweepUnheard(ask, olderThan, room, counts);
  return { deleted: stepRows - room, done: room > 0 };
}

/** Settled deliveries by id, whatever their age. */
export async function remove(
  ask: Ask,
  ids: readonly string[],
  counts: CountChanges,
): Promise<number> {
  return deleteRows(ask, "id = ANY($1) AND wake_at IS NULL ORDER BY seq FOR UPDATE", [ids], counts);
}

/** Active deliveries by id, but none that is leased; whoever waits behind one of them may go. */
export async function discard(
  ask: Ask,
  ids: readonly string[],
  counts: CountChanges,
): Promise<number> {
  const rows = await ask(
    `SELECT endpoint, lane FROM deliveries WHERE id = ANY($1) AND wake_at IS NOT NULL AND lane IS NOT NULL`,
    [ids],
  );
  const lanes = rows.map((row): Lane => ({
    endpoint: String(row["endpoint"]),
    lane: String(row["lane"]),
  }));
  await lockLanes(ask, lanes);
  const discarded = await deleteRows(
    ask,
    `id = ANY($1) AND wake_at IS NOT NULL AND (leased_by IS NULL OR wake_at <= now_ms()) ORDER BY seq FOR UPDATE`,
    [ids],
    counts,
  );
  await advanceLanes(ask, lanes);
  return discarded;
}

async function deleteOldest(
  ask: Ask,
  status: (typeof settled)[number],
  updatedBefore: number,
  limit: number,
  counts: CountChanges,
): Promise<number> {
  if (limit <= 0) return 0;
  return deleteRows(
    ask,
    `status = $1 AND wake_at IS NULL AND updated_at < $2 ORDER BY updated_at, seq LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [statusCode(status), Math.min(Math.ceil(updatedBefore), FUTURE), limit],
    counts,
  );
}

/** With their attempts, and with their events where it was the last delivery of them. */
async function deleteRows(
  ask: Ask,
  which: string,
  values: readonly unknown[],
  counts: CountChanges,
): Promise<number> {
  const gone = await ask(
    `WITH doomed AS MATERIALIZED (SELECT seq FROM deliveries WHERE ${which}),
       tries AS (DELETE FROM attempts a USING doomed WHERE a.delivery_seq = doomed.seq)
     DELETE FROM deliveries d USING doomed WHERE d.seq = doomed.seq RETURNING d.event_seq, d.endpoint, d.status,
       d.turn, d.seq`,
    values,
  );
  if (gone.length === 0) return 0;
  for (const row of gone) counts.add(String(row["endpoint"]), statusOf(Number(row["status"])), -1);
  await loseDeleted(ask, gone);
  countGone(
    counts,
    await ask(
      `DELETE FROM events e WHERE e.seq = ANY($1) AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.event_seq = e.seq)
       RETURNING octet_length(json) AS bytes`,
      [[...new Set(gone.map((row) => row["event_seq"]))]],
    ),
  );
  return gone.length;
}

/** An event that nobody heard ages like a settled delivery: a delivery of it may still come. */
async function sweepUnheard(
  ask: Ask,
  olderThan: number,
  limit: number,
  counts: CountChanges,
): Promise<number> {
  if (limit <= 0) return 0;
  const gone = await ask(
    `DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE unheard AND at < $1 ORDER BY at LIMIT $2
       FOR UPDATE SKIP LOCKED) RETURNING octet_length(json) AS bytes`,
    [olderThan, limit],
  );
  countGone(counts, gone);
  return gone.length;
}

function countGone(counts: CountChanges, events: readonly Row[]): void {
  counts.addEvents(-events.length, -events.reduce((sum, { bytes }) => sum + Number(bytes), 0));
}
