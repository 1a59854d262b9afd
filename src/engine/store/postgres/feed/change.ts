// What a receiver has read, what it will not read any more, and what goes the other way. Opens no transaction. Times of
// an order are ours, as those of a commit.
import type { Delivery } from "../../../record.ts";
import type { FeedStore } from "../../feed-store.ts";
import type { Settlement } from "../../store.ts";
import { turns } from "../../rows/deliveries.ts";
import { deliveryColumns, deliveryOf, source } from "../deliveries/rows.ts";
import { settle, type Settling } from "../deliveries/settle.ts";
import type { Ask, Row } from "../server/connection.ts";
import { lockFeeds, noteAcknowledged, noteLost, OF_A_FEED, readPositions } from "./positions.ts";

type Order<Name extends keyof FeedStore> = Parameters<FeedStore[Name]>[0];

const UNREAD = `endpoint = $1 AND ${OF_A_FEED} AND seq > $2 AND seq <= $3 AND wake_at IS NOT NULL`;
const ALL_TIMES = Number.MAX_SAFE_INTEGER;

export async function acknowledge(
  ask: Ask,
  { endpoint, through, now, tookMs, limit }: Order<"acknowledge">,
  settling: Settling,
): Promise<{ acknowledged: number; done: boolean }> {
  const { acknowledged: from } = await readPositions(ask, endpoint);
  if (through <= from) return { acknowledged: 0, done: true };
  const rows = await ask(
    `SELECT id, attempts FROM deliveries WHERE ${UNREAD} ORDER BY seq LIMIT $4 FOR UPDATE`,
    [endpoint, from, through, limit],
  );
  const settlements = rows.map((row): Settlement => {
    const deliveryId = String(row["id"]);
    const number = Number(row["attempts"]) + 1;
    const attempt = { deliveryId, number, at: now, timings: { total: tookMs } };
    return { deliveryId, status: "delivered", attempt };
  });
  await settle(ask, settlements, settling);
  // Fewer than were asked for is no proof: another Gateway may have settled some while we waited for their rows.
  const [left] = await ask(`SELECT EXISTS (SELECT 1 FROM deliveries WHERE ${UNREAD}) AS more`, [
    endpoint,
    from,
    through,
  ]);
  const done = left?.["more"] !== true;
  if (done) await noteAcknowledged(ask, endpoint, through);
  return { acknowledged: rows.length, done };
}

export async function giveUp(
  ask: Ask,
  { endpoint, createdBefore, limit, now, error }: Order<"giveUpUnread">,
  settling: Settling,
): Promise<Delivery[]> {
  const before = Math.min(Math.ceil(createdBefore + settling.shift), ALL_TIMES);
  const rows: Row[] = [];
  for (const turn of [turns.feed, turns.feedReplay]) {
    // What a receiver acknowledges at this moment is not given up.
    rows.push(
      ...(await ask(
        `SELECT ${deliveryColumns} FROM ${source} WHERE d.endpoint = $1 AND d.turn = ${turn} AND d.wake_at < $2
         ORDER BY d.wake_at, d.seq LIMIT $3 FOR UPDATE OF d SKIP LOCKED`,
        [endpoint, before, limit],
      )),
    );
  }
  const oldest = rows
    .toSorted(
      (one, other) =>
        Number(one["created_at"]) - Number(other["created_at"]) ||
        Number(one["seq"]) - Number(other["seq"]),
    )
    .slice(0, limit);
  if (oldest.length === 0) return [];
  const given = oldest.map(deliveryOf);
  const settlements = given.map(({ id: deliveryId, attempts }): Settlement => {
    const made = { deliveryId, number: attempts + 1, at: now, timings: { total: 0 } };
    return { deliveryId, status: "dead", attempt: { ...made, errorClass: "unread", error } };
  });
  await settle(ask, settlements, settling);
  await noteLost(ask, new Map([[endpoint, Math.max(...oldest.map(({ seq }) => Number(seq)))]]));
  return given;
}

export async function turnWaiting(
  ask: Ask,
  { feeds, sent, limit }: Order<"turnWaiting">,
): Promise<number> {
  const fed = await redirect(ask, feeds, "feed", limit);
  return fed + (await redirect(ask, sent, "sending", limit - fed));
}

const WAITING = {
  feed: [turns.open, turns.behind, turns.replay],
  sending: [turns.feed, turns.feedReplay],
} as const;

/** Mostly nothing waits the other way, and then nobody is held up for it. */
async function redirect(
  ask: Ask,
  endpoints: readonly string[],
  to: keyof typeof WAITING,
  limit: number,
): Promise<number> {
  if (endpoints.length === 0 || limit <= 0) return 0;
  const of = WAITING[to];
  const [some] = await ask(
    `SELECT EXISTS (SELECT 1 FROM deliveries WHERE endpoint = ANY($1::text[]) AND turn = ANY($2::smallint[])
       AND wake_at IS NOT NULL) AS wait`,
    [endpoints, of],
  );
  if (some?.["wait"] !== true) return 0;
  if (to === "feed") await lockFeeds(ask, endpoints);
  const rows = await waiting(ask, endpoints, of, limit);
  if (rows.length === 0) return 0;
  await ask(to === "feed" ? TO_FEED : TO_SENDING, [rows.map(({ seq }) => seq)]);
  return rows.length;
}

/** Oldest first; what a Gateway is sending at this moment stays until it is settled or given back. */
function waiting(
  ask: Ask,
  endpoints: readonly string[],
  of: readonly number[],
  limit: number,
): Promise<Row[]> {
  return ask(
    `WITH waiting AS MATERIALIZED (SELECT seq FROM deliveries WHERE endpoint = ANY($1::text[])
       AND turn = ANY($2::smallint[]) AND wake_at IS NOT NULL AND (leased_by IS NULL OR wake_at <= now_ms())),
     first AS MATERIALIZED (SELECT seq FROM waiting ORDER BY seq LIMIT $3)
     SELECT d.seq FROM deliveries d JOIN first ON first.seq = d.seq
     WHERE d.turn = ANY($2::smallint[]) AND d.wake_at IS NOT NULL AND (d.leased_by IS NULL OR d.wake_at <= now_ms())
     ORDER BY d.seq FOR UPDATE OF d`,
    [endpoints, of, limit],
  );
}

/**
 * At the end of the feed, in their order: Gateways take new settings one after another, and a receiver may have read
 * beyond the places that these had.
 */
const TO_FEED = `
  WITH old AS MATERIALIZED (SELECT seq FROM unnest($1::bigint[]) AS o (seq) ORDER BY seq),
    moved AS MATERIALIZED (SELECT seq, nextval(pg_get_serial_sequence('deliveries', 'seq')) AS place FROM old),
    tries AS (UPDATE attempts a SET delivery_seq = moved.place FROM moved WHERE a.delivery_seq = moved.seq)
  UPDATE deliveries d SET seq = moved.place, lane = NULL, leased_by = NULL, due_at = created_at, wake_at = created_at,
    turn = CASE WHEN turn = ${turns.replay} THEN ${turns.feedReplay} ELSE ${turns.feed} END
  FROM moved WHERE d.seq = moved.seq`;

const TO_SENDING = `
  UPDATE deliveries SET leased_by = NULL,
    turn = CASE WHEN turn = ${turns.feedReplay} THEN ${turns.replay} ELSE ${turns.open} END
  WHERE seq = ANY($1::bigint[])`;
