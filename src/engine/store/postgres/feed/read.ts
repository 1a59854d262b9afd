// Reads feeds. Changes nothing. Times are the server's.
import type { FeedPage, FeedQuery, FeedStanding } from "../../feed-store.ts";
import { turns } from "../../rows/deliveries.ts";
import {
  deliveryColumns,
  deliveryOf,
  eventColumns,
  eventOf,
  optional,
  source,
} from "../deliveries/rows.ts";
import type { Ask } from "../server/connection.ts";
import { OF_A_FEED, readPositions } from "./positions.ts";

/** What is too much for the page never leaves the server. */
export async function readFeed(ask: Ask, query: FeedQuery): Promise<FeedPage> {
  const { endpoint, after, limit, maxBytes } = query;
  const rows = await ask(
    `WITH head AS MATERIALIZED (SELECT d.seq, octet_length(e.json) AS size FROM ${source}
       WHERE d.endpoint = $1 AND d.${OF_A_FEED} AND d.seq > $2 ORDER BY d.seq LIMIT $3::bigint + 1),
     page AS MATERIALIZED (SELECT seq, row_number() OVER so_far AS place, sum(size) OVER so_far AS bytes FROM head
       WINDOW so_far AS (ORDER BY seq))
     SELECT ${deliveryColumns}, ${eventColumns}, d.seq < (SELECT max(seq) FROM head) AS more
     FROM page JOIN ${source} ON d.seq = page.seq
     WHERE place <= $3 AND (place = 1 OR bytes <= $4) ORDER BY d.seq`,
    [endpoint, after, limit, maxBytes],
  );
  // After the entries: it tells of all that went before they were read.
  const { lost } = await readPositions(ask, endpoint);
  return {
    entries: rows.map((row) => ({
      position: Number(row["seq"]),
      delivery: deliveryOf(row),
      event: eventOf(row),
    })),
    more: rows.at(-1)?.["more"] === true,
    lost,
  };
}

export async function readStanding(ask: Ask, endpoint: string): Promise<FeedStanding> {
  const { acknowledged, lost } = await readPositions(ask, endpoint);
  const oldest = (turn: number): string =>
    `(SELECT min(wake_at) FROM deliveries WHERE endpoint = $1 AND turn = ${turn} AND wake_at IS NOT NULL)`;
  const [row] = await ask(
    `SELECT (SELECT max(seq) FROM deliveries WHERE endpoint = $1 AND ${OF_A_FEED}) AS newest,
       (SELECT sum(pending + failed)::bigint FROM counts WHERE endpoint = $1) AS waiting,
       least(${oldest(turns.feed)}, ${oldest(turns.feedReplay)}) AS oldest`,
    [endpoint],
  );
  return {
    acknowledged,
    lost,
    newest: Math.max(Number(row?.["newest"] ?? 0), acknowledged, lost),
    waiting: Number(row?.["waiting"] ?? 0),
    ...optional("oldestAt", row?.["oldest"]),
  };
}
