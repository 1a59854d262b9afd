// Who works on what, and until when: each Gateway takes what no other is taking at this moment.
import type { Claim, Store } from "../../store.ts";
import { turns } from "../../rows/deliveries.ts";
import type { Ask, Row } from "../server/connection.ts";
import { deliveryColumns, deliveryOf, eventColumns, eventOf, source } from "./rows.ts";

type ClaimQuery = Parameters<Store["claim"]>[0];

/** One turn after another, replays last; of each a range of an index of what is active. */
export async function claim(ask: Ask, query: ClaimQuery, instance: string): Promise<Claim[]> {
  const { limit, inOrder } = query;
  const first = await take(
    ask,
    inOrder ? [turns.open] : [turns.open, turns.behind],
    query,
    instance,
  );
  const replays =
    first.length < limit
      ? await take(ask, [turns.replay], { ...query, limit: limit - first.length }, instance)
      : [];
  const taken = [...first, ...replays];
  if (taken.length === 0) return [];
  const rows = await ask(
    `SELECT ${deliveryColumns}, ${eventColumns} FROM ${source} WHERE d.seq = ANY($1)`,
    [taken],
  );
  const bySeq = new Map(rows.map((row) => [row["seq"], row]));
  return taken.flatMap((seq) => {
    const row = bySeq.get(seq);
    return row === undefined ? [] : [{ delivery: deliveryOf(row), event: eventOf(row) }];
  });
}

/** Row numbers, oldest due first. */
async function take(
  ask: Ask,
  of: readonly number[],
  { endpoint, limit, leaseMs }: ClaimQuery,
  instance: string,
): Promise<unknown[]> {
  if (limit <= 0) return [];
  const due = of.map(
    (
      turn,
    ) => `(SELECT seq, wake_at, leased_by IS NULL AS fresh FROM deliveries, time WHERE endpoint = $1 AND turn = ${turn}
      AND wake_at <= time.now ORDER BY wake_at, seq LIMIT $2 FOR UPDATE OF deliveries SKIP LOCKED)`,
  );
  const parts = due.map((part, index) => `part${index} AS MATERIALIZED ${part}`).join(", ");
  const all = due.map((_, index) => `SELECT * FROM part${index}`).join(" UNION ALL ");
  const rows = await ask(
    `WITH time AS MATERIALIZED (SELECT now_ms() AS now), ${parts},
       due AS MATERIALIZED (SELECT * FROM (${all}) every ORDER BY wake_at, seq LIMIT $2)
     UPDATE deliveries d SET wake_at = ceil(time.now + $3::double precision)::bigint, leased_by = $4 FROM due, time
     WHERE d.seq = due.seq RETURNING d.seq, due.wake_at AS was, due.fresh`,
    [endpoint, limit, leaseMs, instance],
  );
  return rows.toSorted(byTime).map(({ seq }) => seq);
}

/** At the same time, one that was never leased before one whose lease is over. */
function byTime(one: Row, other: Row): number {
  return (
    Number(one["was"]) - Number(other["was"]) ||
    Number(other["fresh"]) - Number(one["fresh"]) ||
    Number(one["seq"]) - Number(other["seq"])
  );
}

/** Takes back every lease of this Gateway, or of `ids` alone, and none of another. Returns how many there were. */
export async function releaseLeases(
  ask: Ask,
  instance: string,
  ids?: readonly string[],
): Promise<number> {
  const rows = await ask(
    `UPDATE deliveries SET due_at = least(due_at, now_ms()), wake_at = least(due_at, now_ms()), leased_by = NULL
     WHERE leased_by = $1${ids === undefined ? "" : " AND id = ANY($2)"} RETURNING 1`,
    [instance, ...(ids === undefined ? [] : [ids])],
  );
  return rows.length;
}

/** By endpoint, ms from now by the server's clock. Deliveries behind another one are not counted. */
export async function dueIn(ask: Ask): Promise<Map<string, number>> {
  const rows = await ask(
    `SELECT known.endpoint, least(
         (SELECT min(wake_at) FROM deliveries d WHERE d.endpoint = known.endpoint AND d.turn = ${turns.open}
           AND d.wake_at IS NOT NULL),
         (SELECT min(wake_at) FROM deliveries d WHERE d.endpoint = known.endpoint AND d.turn = ${turns.replay}
           AND d.wake_at IS NOT NULL)) - now_ms() AS left
     FROM (SELECT DISTINCT endpoint FROM counts) known`,
  );
  return new Map(
    rows.flatMap(({ endpoint, left }): [string, number][] =>
      typeof left === "number" ? [[String(endpoint), left]] : [],
    ),
  );
}
