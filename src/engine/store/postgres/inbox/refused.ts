// Refused requests, bounded by the bytes they take: the oldest go when new ones come.
import { shareOf } from "../../../inbox/kept-bytes.ts";
import type { Ask } from "../server/connection.ts";

/** Both kinds, each to its half. Returns how many went, at most `limit`. */
export async function shrinkRefused(ask: Ask, maxBytes: number, limit: number): Promise<number> {
  let deleted = 0;
  const kinds = await ask("SELECT refused, bytes FROM refused_bytes ORDER BY refused FOR UPDATE");
  for (const kind of kinds) {
    const excess = Number(kind["bytes"]) - shareOf(maxBytes);
    if (!(excess > 0) || deleted >= limit) continue;
    // As many of the oldest as it takes to have no more than the share.
    const [row] = await ask(
      `WITH oldest AS (SELECT seq, kept_bytes, sum(kept_bytes) OVER (ORDER BY seq) AS sum FROM (
           SELECT seq, kept_bytes FROM requests WHERE refused = $1 ORDER BY seq LIMIT $3) part),
         gone AS (DELETE FROM requests r USING oldest o WHERE r.seq = o.seq AND o.sum - o.kept_bytes < $2
           RETURNING o.kept_bytes)
       SELECT count(*) AS count, coalesce(sum(kept_bytes), 0)::bigint AS bytes FROM gone`,
      [kind["refused"], excess, limit - deleted],
    );
    await ask("UPDATE refused_bytes SET bytes = bytes - $1 WHERE refused = $2", [
      row?.["bytes"] ?? 0,
      kind["refused"],
    ]);
    deleted += Number(row?.["count"] ?? 0);
  }
  return deleted;
}
