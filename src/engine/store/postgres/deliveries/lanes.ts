// Order within a session: of each lane only the oldest unsettled delivery may go, whichever Gateway sends it.
import { turns } from "../../rows/deliveries.ts";
import type { Ask } from "../server/connection.ts";

/** First half of the advisory locks of lanes. */
const LANE_LOCK = 0x6f_63_77_6b;

export interface Lane {
  endpoint: string;
  /** As in the column. */
  lane: string;
}

/** One change at a time for each of these lanes, until the end of the transaction. Always taken in the same order. */
export async function lockLanes(ask: Ask, lanes: readonly Lane[]): Promise<void> {
  if (lanes.length === 0) return;
  await ask(
    `SELECT pg_advisory_xact_lock($1, key) FROM (
       SELECT DISTINCT hashtext(endpoint || chr(10) || lane) AS key FROM unnest($2::text[], $3::text[]) AS l (endpoint, lane)
       ORDER BY key) locks`,
    [LANE_LOCK, lanes.map(({ endpoint }) => endpoint), lanes.map(({ lane }) => lane)],
  );
}

/** After deliveries were born, settled or deleted: the oldest unsettled one of each of these lanes may go. */
export async function advanceLanes(ask: Ask, lanes: readonly Lane[]): Promise<void> {
  if (lanes.length === 0) return;
  await ask(
    `UPDATE deliveries d SET turn = ${turns.open} FROM (${heads}) head
     WHERE d.seq = head.seq AND d.turn = ${turns.behind}`,
    columnsOf(lanes),
  );
}

/** After one was revived, which takes its old place: nobody behind the oldest may go. */
export async function arrangeLanes(ask: Ask, lanes: readonly Lane[]): Promise<void> {
  if (lanes.length === 0) return;
  await ask(
    `UPDATE deliveries d SET turn = ${turns.behind} FROM (${heads}) head
     WHERE d.endpoint = head.endpoint AND d.lane = head.lane AND d.wake_at IS NOT NULL AND d.seq > head.seq
       AND d.turn = ${turns.open}`,
    columnsOf(lanes),
  );
  await advanceLanes(ask, lanes);
}

const heads = `SELECT l.endpoint, l.lane, first.seq
  FROM (SELECT DISTINCT endpoint, lane FROM unnest($1::text[], $2::text[]) AS l (endpoint, lane)) l,
    LATERAL (SELECT seq FROM deliveries f WHERE f.endpoint = l.endpoint AND f.lane = l.lane AND f.wake_at IS NOT NULL
      ORDER BY seq LIMIT 1) first`;

function columnsOf(lanes: readonly Lane[]): unknown[] {
  return [lanes.map(({ endpoint }) => endpoint), lanes.map(({ lane }) => lane)];
}
