// Deliveries of a file into the shared log, with their events and attempts. Opens no transaction.
import type { Attempt, EventRecord } from "../../../record.ts";
import type { CountChanges } from "../../postgres/deliveries/counts.ts";
import { insertEvents, type Births } from "../../postgres/deliveries/births.ts";
import { arrangeLanes, lockLanes, type Lane } from "../../postgres/deliveries/lanes.ts";
import { remove } from "../../postgres/deliveries/prune.ts";
import { attemptColumns, attemptRow, attemptTypes } from "../../postgres/deliveries/rows.ts";
import { lockFeeds } from "../../postgres/feed/positions.ts";
import type { Ask } from "../../postgres/server/connection.ts";
import { toColumn } from "../../postgres/server/text.ts";
import { statusOf, turns } from "../../rows/deliveries.ts";
import type { FileDelivery } from "../from/deliveries.ts";

export interface Writing {
  instance: string;
  counts: CountChanges;
  shift: Shift;
}

/** What the server's clock is ahead of the file's, whole ms. */
export interface Shift {
  /** For what has happened: 0 where the clocks go alike, so that the way to the server moves nothing. */
  past: number;
  /** For what is due: never early. */
  due: number;
}

export interface Written {
  events: number;
  deliveries: number;
  attempts: number;
}

/**
 * `batch`: oldest first, and older than the batch before it. Each gets a number below all that there are, so that they
 * keep their order and come before what Gateways have written here since: in a lane that waits for them. What is to be
 * read gets its place at the end of its feed.
 */
export async function writeDeliveries(
  ask: Ask,
  batch: readonly FileDelivery[],
  writing: Writing,
): Promise<Written> {
  const fresh = await missing(ask, batch, writing.counts);
  if (fresh.length === 0) return { events: 0, deliveries: 0, attempts: 0 };
  const unread = fresh.filter(isUnread);
  await lockFeeds(
    ask,
    unread.map(({ endpoint }) => endpoint),
  );
  const events = await writeEvents(ask, fresh, writing);
  await insert(ask, fresh, writing);
  const tries = fresh.flatMap((delivery) => delivery.tries.slice(0, -1));
  await insertTries(ask, tries, writing.shift.past);
  for (const { endpoint, status } of fresh) writing.counts.add(endpoint, statusOf(status), 1);
  await arrange(ask, fresh);
  const attempts = fresh.reduce((sum, delivery) => sum + delivery.tries.length, 0);
  return { events, deliveries: fresh.length, attempts };
}

/** Returns how many were new. */
export async function writeUnheard(
  ask: Ask,
  events: readonly EventRecord[],
  writing: Writing,
): Promise<number> {
  return insertEvents(ask, { events, deliveries: [] }, birthsOf(writing));
}

/**
 * What the shared log has is left alone, unless the file has gone further: a copy was broken off, and a Gateway worked on
 * the file since. What was copied by then was settled.
 */
async function missing(
  ask: Ask,
  batch: readonly FileDelivery[],
  counts: CountChanges,
): Promise<FileDelivery[]> {
  const rows = await ask(
    "SELECT id, attempts, wake_at IS NOT NULL AS active FROM deliveries WHERE id = ANY($1)",
    [batch.map(({ id }) => id)],
  );
  const there = new Map(rows.map((row) => [String(row["id"]), row]));
  const older = batch.filter(({ id, attempts, dueAt }) => {
    const row = there.get(id);
    if (row === undefined || row["active"] === true) return false;
    const known = Number(row["attempts"]);
    return attempts > known || (dueAt !== null && attempts === known);
  });
  const outdated = new Set(older.map(({ id }) => id));
  if (outdated.size > 0) await remove(ask, [...outdated], counts);
  return batch.filter(({ id }) => !there.has(id) || outdated.has(id));
}

async function writeEvents(
  ask: Ask,
  deliveries: readonly FileDelivery[],
  writing: Writing,
): Promise<number> {
  const events = new Map(deliveries.map(({ event }) => [event.id, event]));
  const group = {
    events: [...events.values()],
    deliveries: deliveries.map(({ event }) => ({ eventId: event.id })),
  };
  const added = await insertEvents(ask, group, birthsOf(writing));
  await ask("UPDATE events SET unheard = false WHERE id = ANY($1) AND unheard", [
    [...events.keys()],
  ]);
  return added;
}

async function insert(
  ask: Ask,
  deliveries: readonly FileDelivery[],
  { instance, shift }: Writing,
): Promise<void> {
  const [row] = await ask("SELECT least(min(seq), 0) AS lowest FROM deliveries");
  const first = Number(row?.["lowest"] ?? 0) - deliveries.length;
  const rows = deliveries.map((delivery, place) => {
    const { id, event, endpoint, status, attempts, turn, lane, createdAt, updatedAt } = delivery;
    const last = delivery.tries.at(-1);
    const dueAt = delivery.dueAt === null ? null : Math.ceil(delivery.dueAt + shift.due);
    return {
      place,
      seq: first + place,
      unread: isUnread(delivery),
      id,
      event_id: event.id,
      endpoint,
      status,
      attempts,
      created_at: createdAt + shift.past,
      updated_at: updatedAt + shift.past,
      due_at: isUnread(delivery) ? createdAt + shift.past : dueAt,
      turn,
      lane: lane === null ? null : toColumn(lane),
      ...(last && attemptRow({ ...last, at: last.at + shift.past })),
    };
  });
  await ask(
    `INSERT INTO deliveries (seq, id, event_seq, endpoint, type, status, attempts, created_at, updated_at, due_at, wake_at,
       turn, lane, instance, ${attemptColumns})
     SELECT CASE WHEN r.unread THEN nextval(pg_get_serial_sequence('deliveries', 'seq')) ELSE r.seq END, r.id, e.seq,
       r.endpoint, e.type, r.status, r.attempts, r.created_at, r.updated_at, r.due_at, r.due_at, r.turn, r.lane, $2,
       ${attemptColumns.replaceAll(/\w+/g, "r.$&")}
     FROM json_to_recordset($1) AS r (place integer, seq bigint, unread boolean, id text, event_id text, endpoint text,
       status smallint, attempts integer, created_at bigint, updated_at bigint, due_at bigint, turn smallint, lane text,
       ${attemptTypes}) JOIN events e ON e.id = r.event_id ORDER BY r.place`,
    [JSON.stringify(rows), instance],
  );
}

/** Those before the last, which stands in the delivery's own row. */
async function insertTries(ask: Ask, tries: readonly Attempt[], shift: number): Promise<void> {
  if (tries.length === 0) return;
  const rows = tries.map((attempt) => ({
    delivery_id: attempt.deliveryId,
    number: attempt.number,
    ...attemptRow({ ...attempt, at: attempt.at + shift }),
  }));
  await ask(
    `INSERT INTO attempts (delivery_seq, number, ${attemptColumns})
     SELECT d.seq, r.number, ${attemptColumns.replaceAll(/\w+/g, "r.$&")}
     FROM json_to_recordset($1) AS r (delivery_id text, number integer, ${attemptTypes})
     JOIN deliveries d ON d.id = r.delivery_id`,
    [JSON.stringify(rows)],
  );
}

function birthsOf({ instance, counts, shift }: Writing): Births {
  return { instance, counts, shift: shift.past };
}

/** Lanes in which somebody else may go as well: the oldest of all goes first. */
async function arrange(ask: Ask, deliveries: readonly FileDelivery[]): Promise<void> {
  const ours = deliveries.flatMap(({ endpoint, lane, dueAt }): Lane[] =>
    lane === null || dueAt === null ? [] : [{ endpoint, lane: toColumn(lane) }],
  );
  if (ours.length === 0) return;
  const rows = await ask(
    `SELECT d.endpoint, d.lane FROM deliveries d
     JOIN (SELECT DISTINCT * FROM unnest($1::text[], $2::text[]) AS l (endpoint, lane)) l USING (endpoint, lane)
     WHERE d.lane IS NOT NULL AND d.wake_at IS NOT NULL AND d.turn = ${turns.open}
     GROUP BY d.endpoint, d.lane HAVING count(*) > 1`,
    [ours.map(({ endpoint }) => endpoint), ours.map(({ lane }) => lane)],
  );
  const lanes = rows.map((row) => ({
    endpoint: String(row["endpoint"]),
    lane: String(row["lane"]),
  }));
  await lockLanes(ask, lanes);
  await arrangeLanes(ask, lanes);
}

/** What a receiver has still to read. */
function isUnread({ turn, dueAt }: FileDelivery): boolean {
  return turn >= turns.feed && dueAt !== null;
}
