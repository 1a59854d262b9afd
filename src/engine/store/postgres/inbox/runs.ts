// The runs of requests: which Gateway has one, until when, and what became of it.
import type { RunClaim, RunSettlement, StoredRequest } from "../../../inbox/inbox.ts";
import { withVerdicts } from "../../../inbox/verdicts.ts";
import { requestStatusCode } from "../../rows/requests.ts";
import type { Ask, Row } from "../server/connection.ts";
import { toColumnOrNull } from "../server/text.ts";
import { isOthers, lockActive, verdictsOf } from "./active.ts";
import { MAX_MEMBERS } from "./arrivals.ts";
import { contentColumns, requestColumns, requestOf } from "./rows.ts";

const running = requestStatusCode("running");
const waiting = requestStatusCode("waiting");

/** A request waits so long for the Gateway that took it in, which may have a caller that waits for the reply. */
const OWN_FIRST_MS = 2000;
/**
 * A run that has begun is known to its own Gateway alone, by the transcript: if that one is gone for so long, another
 * one tells its end. None begins it again.
 */
const LOST_AFTER_MS = 10 * 60_000;

/** When a request is due for the Gateway `$1`. */
const dueForMe = `wake_at + CASE WHEN coalesce(leased_by, instance) = $1 THEN 0
  WHEN leased_by IS NOT NULL AND run_id IS NOT NULL THEN ${LOST_AFTER_MS} ELSE ${OWN_FIRST_MS} END`;

/** Due ones that no other Gateway is taking at this moment, until `leaseMs` from now by the server's clock. */
export async function claimRuns(
  ask: Ask,
  { limit, leaseMs }: { limit: number; leaseMs: number },
  instance: string,
): Promise<RunClaim[]> {
  if (limit <= 0) return [];
  const due = await ask(
    `WITH time AS MATERIALIZED (SELECT now_ms() AS now),
       due AS (SELECT seq, wake_at, started, CASE WHEN leased_by <> $1 AND run_id IS NOT NULL THEN leased_by END AS lost_by
         FROM requests, time WHERE wake_at <= time.now AND ${dueForMe} <= time.now ORDER BY wake_at, seq LIMIT $2
         FOR UPDATE OF requests SKIP LOCKED)
     UPDATE requests r SET status = ${running}, wake_at = ceil(time.now + $3)::bigint, updated_at = time.now,
       started = true, open_key = NULL, leased_by = $1
     FROM due, time WHERE r.seq = due.seq RETURNING r.seq, due.started, due.wake_at, due.lost_by`,
    [instance, limit, leaseMs],
  );
  if (due.length === 0) return [];
  const rows = await ask(
    `SELECT ${requestColumns}, ${contentColumns} FROM requests r WHERE r.seq = ANY($1)`,
    [due.map((row) => row["seq"])],
  );
  const bySeq = new Map(rows.map((row) => [row["seq"], row]));
  const merged = await mergedInto(ask, rows);
  return due.toSorted(byWakeTime).flatMap(({ seq, started, lost_by: lostBy }) => {
    const row = bySeq.get(seq);
    if (row === undefined) return [];
    const request = requestOf(row);
    return [
      {
        request,
        merged: merged.get(request.id) ?? [],
        restarted: started === true,
        ...(typeof lostBy === "string" && { lostBy }),
      },
    ];
  });
}

function byWakeTime(one: Row, other: Row): number {
  return (
    Number(one["wake_at"]) - Number(other["wake_at"]) || Number(one["seq"]) - Number(other["seq"])
  );
}

/** By id of the head, oldest first. */
async function mergedInto(ask: Ask, heads: readonly Row[]): Promise<Map<string, StoredRequest[]>> {
  const found = new Map<string, StoredRequest[]>();
  for (const head of heads) {
    if (head["group_of"] === null) continue;
    const rows = await ask(
      `SELECT ${requestColumns}, ${contentColumns} FROM requests r WHERE r.group_of = $1 AND r.seq < $2
       ORDER BY r.seq DESC LIMIT ${MAX_MEMBERS - 1}`,
      [head["group_of"], head["seq"]],
    );
    found.set(String(head["id"]), rows.map(requestOf).toReversed());
  }
  return found;
}

/** `shiftMs`: what the server's clock is ahead of the one that `dueAt` was read from. */
export async function settleRuns(
  ask: Ask,
  settlements: readonly RunSettlement[],
  shiftMs: number,
  instance: string,
): Promise<void> {
  const rows = await lockActive(
    ask,
    settlements.map(({ id }) => id),
  );
  for (const settlement of settlements) {
    const row = rows.get(settlement.id);
    // One that another Gateway has by now is that one's to end.
    if (row === undefined || isOthers(row, instance)) continue;
    const { status, verdicts = [], reply, error, durationMs, dueAt } = settlement;
    const runId = settlement.runId ?? row["run_id"] ?? null;
    const isGivenBack = status === "waiting";
    if (!isGivenBack) rows.delete(settlement.id);
    await ask(
      `UPDATE requests SET status = $2, updated_at = now_ms(), leased_by = $11, open_key = NULL, started = $3,
         wake_at = CASE WHEN $4 THEN coalesce(ceil($5::double precision)::bigint, now_ms()) END, verdicts = $6,
         run_id = $7, reply = $8, error = $9, duration_ms = $10 WHERE seq = $1`,
      [
        row["seq"],
        requestStatusCode(status),
        // Whoever gives a run back knows whether the host has taken it.
        !(isGivenBack && runId === null),
        isGivenBack,
        dueAt === undefined ? null : dueAt + shiftMs,
        JSON.stringify(withVerdicts(verdictsOf(row), verdicts)),
        runId,
        toColumnOrNull(reply),
        toColumnOrNull(error),
        durationMs ?? null,
        // What the host may have begun stays with its Gateway, and who ended it is known.
        isGivenBack && runId === null ? null : instance,
      ],
    );
  }
}

/**
 * Takes back every lease of a Gateway, or of `ids` alone, and none of another; what may have begun stays its own. Returns
 * how many there were.
 */
export async function releaseRuns(
  ask: Ask,
  instance: string,
  ids?: readonly string[],
): Promise<number> {
  const rows = await ask(
    `UPDATE requests SET status = ${waiting}, wake_at = now_ms(), updated_at = now_ms(),
       leased_by = CASE WHEN run_id IS NOT NULL THEN leased_by END
     WHERE leased_by = $1 AND wake_at IS NOT NULL AND status = ${running}
       ${ids === undefined ? "" : "AND id = ANY($2)"} RETURNING 1`,
    [instance, ...(ids === undefined ? [] : [ids])],
  );
  return rows.length;
}

/** Ms from now by the server's clock, below zero for what is late; undefined = nothing waits or runs. */
export async function nextRunDueIn(ask: Ask, instance: string): Promise<number | undefined> {
  const [row] = await ask(
    `SELECT min(${dueForMe}) - now_ms() AS left FROM requests WHERE wake_at IS NOT NULL`,
    [instance],
  );
  return typeof row?.["left"] === "number" ? row["left"] : undefined;
}
