// The order of a feed, how far it was read, and up to where something of it is gone. Opens no transaction.
import type { Position } from "../../feed-store.ts";
import { turns } from "../../rows/deliveries.ts";
import type { Ask, Row } from "../server/connection.ts";

/** First half of the advisory locks of feeds. */
export const FEED_LOCK = 0x6f_63_77_6d;

/** In the words of the partial index, or PostgreSQL would not use it. */
export const OF_A_FEED = `turn >= ${turns.feed}`;

/**
 * Taken before a position of one of these feeds is drawn, and held until it is committed: whoever comes later in the
 * order is also committed later, whichever Gateway it comes from, so that a reader never passes one that is still on its
 * way. Always taken in the same order.
 */
export async function lockFeeds(ask: Ask, endpoints: readonly string[]): Promise<void> {
  if (endpoints.length === 0) return;
  await ask(
    `SELECT pg_advisory_xact_lock($1, key) FROM (
       SELECT DISTINCT hashtext(current_schema() || chr(10) || endpoint) AS key FROM unnest($2::text[]) AS f (endpoint)
       ORDER BY key) locks`,
    [FEED_LOCK, endpoints],
  );
}

export async function readPositions(
  ask: Ask,
  endpoint: string,
): Promise<{ acknowledged: Position; lost: Position }> {
  const [row] = await ask("SELECT acknowledged, lost FROM feeds WHERE endpoint = $1", [endpoint]);
  return { acknowledged: Number(row?.["acknowledged"] ?? 0), lost: Number(row?.["lost"] ?? 0) };
}

/** Never goes back. */
export async function noteAcknowledged(
  ask: Ask,
  endpoint: string,
  through: Position,
): Promise<void> {
  await ask(
    `INSERT INTO feeds AS f VALUES ($1, $2, 0)
     ON CONFLICT (endpoint) DO UPDATE SET acknowledged = greatest(f.acknowledged, excluded.acknowledged)`,
    [endpoint, through],
  );
}

/** They are not there any more, or not to be read. Rows are locked in the order of their names. */
export async function noteLost(ask: Ask, lost: ReadonlyMap<string, Position>): Promise<void> {
  if (lost.size === 0) return;
  await ask(
    `INSERT INTO feeds AS f SELECT endpoint, 0, lost FROM unnest($1::text[], $2::bigint[]) AS l (endpoint, lost)
     ORDER BY endpoint
     ON CONFLICT (endpoint) DO UPDATE SET lost = greatest(f.lost, excluded.lost)`,
    [[...lost.keys()], [...lost.values()]],
  );
}

/** Rows with `endpoint`, `seq` and `turn` are deleted: of a feed, its receiver must hear of it if it asks from before. */
export async function loseDeleted(ask: Ask, rows: readonly Row[]): Promise<void> {
  const lost = new Map<string, Position>();
  for (const { endpoint, seq, turn } of rows) {
    if (Number(turn) < turns.feed) continue;
    const name = String(endpoint);
    lost.set(name, Math.max(lost.get(name) ?? 0, Number(seq)));
  }
  await noteLost(ask, lost);
}
