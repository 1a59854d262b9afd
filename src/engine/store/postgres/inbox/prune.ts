// Keeps the record of requests within its bounds, a short step at a time, one Gateway after another; what waits or runs
// stays, with all that was merged into it.
import type { Inbox, RequestStatus } from "../../../inbox/inbox.ts";
import { requestStatusCode } from "../../rows/requests.ts";
import type { Ask, Row } from "../server/connection.ts";
import { shrinkRefused } from "./refused.ts";
import { digestOf } from "./rows.ts";

type PruneQuery = Parameters<Inbox["pruneRequests"]>[0];
type PruneResult = Awaited<ReturnType<Inbox["pruneRequests"]>>;

/**
 * What strangers can cause goes before what ran, so that a flood drives nothing else out. Merged ones
 * go with their head.
 */
const deletable: readonly RequestStatus[] = [
  "rejected",
  "handshake",
  "filtered",
  "duplicate",
  "completed",
  "failed",
];

const FUTURE = Number.MAX_SAFE_INTEGER;
const PRUNE_LOCK = 0x6f_63_77_6a;

const doomedColumns =
  "r.seq, r.id, r.route, r.status, r.group_of, r.refused, r.kept_bytes, r.names";

/** One step: at most `stepRows` requests and names together. Times by the server's clock. */
export async function pruneRequests(ask: Ask, query: PruneQuery): Promise<PruneResult> {
  const { olderThan, maxRows, stepRows, maxRejectedBytes = Infinity, extraRows = 0 } = query;
  const [lock] = await ask(
    "SELECT pg_try_advisory_xact_lock($1, hashtext(current_schema())) AS got",
    [PRUNE_LOCK],
  );
  // Another Gateway does it.
  if (lock?.["got"] !== true) return { deleted: 0, done: true };
  let room = stepRows;
  room -= await shrinkRefused(ask, maxRejectedBytes, room);
  for (const status of deletable) room -= await pruneStatus(ask, status, olderThan, room);

  let excess = Math.max(await endedBeyond(ask, maxRows), extraRows - (stepRows - room));
  for (const status of deletable) {
    const deleted = await pruneStatus(ask, status, FUTURE, Math.min(room, excess));
    room -= deleted;
    excess -= deleted;
  }
  const deleted = stepRows - room;
  if (room > 0) room -= await forgetNames(ask, query.now, room);
  if (room > 0) room -= await forgetLimits(ask, olderThan, room);
  return { deleted, done: room > 0 };
}

/** When the oldest one that has ended did so, by the server's clock. */
export async function oldestEnded(ask: Ask): Promise<number | undefined> {
  const [row] = await ask(
    `SELECT min(at) AS at FROM unnest($1::smallint[]) AS asked (status), LATERAL (
       SELECT updated_at AS at FROM requests r WHERE r.status = asked.status AND r.wake_at IS NULL
       ORDER BY updated_at LIMIT 1) oldest`,
    [deletable.map(requestStatusCode)],
  );
  return typeof row?.["at"] === "number" ? row["at"] : undefined;
}

/** How many ended ones there are beyond the bound. Merged ones count: they are rows. */
async function endedBeyond(ask: Ask, maxRows: number): Promise<number> {
  const [row] = await ask("SELECT count(*) AS ended FROM requests WHERE wake_at IS NULL");
  return Number(row?.["ended"] ?? 0) - maxRows;
}

async function pruneStatus(
  ask: Ask,
  status: RequestStatus,
  updatedBefore: number,
  limit: number,
): Promise<number> {
  if (limit <= 0) return 0;
  const heads = await ask(
    `SELECT ${doomedColumns} FROM requests r WHERE r.status = $1 AND r.wake_at IS NULL AND r.updated_at < $2
     ORDER BY r.updated_at, r.seq LIMIT $3`,
    [requestStatusCode(status), Math.min(Math.ceil(updatedBefore), FUTURE), limit],
  );
  const doomed: Row[] = [];
  for (const head of heads) {
    if (head["group_of"] !== null) {
      const members = await ask(
        `SELECT ${doomedColumns} FROM requests r WHERE r.group_of = $1 AND r.seq < $2 ORDER BY r.seq LIMIT $3`,
        [head["group_of"], head["seq"], limit - doomed.length],
      );
      doomed.push(...members);
    }
    // A head goes last: what was merged into it is found through it.
    if (doomed.length >= limit) break;
    doomed.push(head);
    if (doomed.length >= limit) break;
  }
  if (doomed.length > 0) await remove(ask, doomed);
  return doomed.length;
}

/** Their names may live on, with how they ended. */
async function remove(ask: Ask, rows: readonly Row[]): Promise<void> {
  const named = rows.flatMap((row) =>
    (JSON.parse(String(row["names"])) as string[]).map((name) => ({ row, name })),
  );
  if (named.length > 0) {
    await ask(
      `UPDATE names n SET ended_as = e.status FROM unnest($1::text[], $2::bytea[], $3::text[], $4::smallint[])
         AS e (route, name, id, status) WHERE n.route = e.route AND n.name = e.name AND n.request_id = e.id`,
      [
        named.map(({ row }) => row["route"]),
        named.map(({ name }) => digestOf(name)),
        named.map(({ row }) => row["id"]),
        named.map(({ row }) => row["status"]),
      ],
    );
  }
  await ask(
    `WITH gone AS (DELETE FROM requests WHERE seq = ANY($1) RETURNING refused, kept_bytes)
     UPDATE refused_bytes b SET bytes = b.bytes - g.bytes
     FROM (SELECT refused, sum(kept_bytes) AS bytes FROM gone WHERE refused IS NOT NULL GROUP BY refused) g
     WHERE b.refused = g.refused`,
    [rows.map((row) => row["seq"])],
  );
}

async function forgetNames(ask: Ask, now: number, limit: number): Promise<number> {
  const rows = await ask(
    `DELETE FROM names n USING (SELECT route, name FROM names WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2) e
     WHERE n.route = e.route AND n.name = e.name RETURNING 1`,
    [Math.floor(now), limit],
  );
  return rows.length;
}

async function forgetLimits(ask: Ask, notedBefore: number, limit: number): Promise<number> {
  const rows = await ask(
    `DELETE FROM session_limits WHERE session_key IN (
       SELECT session_key FROM session_limits WHERE noted_at < $1 ORDER BY noted_at LIMIT $2) RETURNING 1`,
    [Math.ceil(notedBefore), limit],
  );
  return rows.length;
}
