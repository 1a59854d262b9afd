// New events and new deliveries into their tables. Opens no transaction and settles nothing.
import { statusCode, turns } from "../../rows/deliveries.ts";
import type { CommitGroup, NewDelivery } from "../../store.ts";
import type { Ask } from "../server/connection.ts";
import { toColumn, toColumnOrNull } from "../server/text.ts";
import type { CountChanges } from "./counts.ts";
import { lockFeeds } from "../feed/positions.ts";
import { advanceLanes, lockLanes, type Lane } from "./lanes.ts";
import { eventRow } from "./rows.ts";

export interface Births {
  instance: string;
  counts: CountChanges;
  /** What the server's clock is ahead of ours, ms. */
  shift: number;
}

/** Ids that exist are skipped, and so are deliveries of an event that was pruned. */
export async function insertGroup(ask: Ask, group: CommitGroup, births: Births): Promise<void> {
  const lanes = lanesOf(group.deliveries);
  await lockLanes(ask, lanes);
  await lockFeeds(
    ask,
    group.deliveries.flatMap(({ endpoint, feed }) => (feed ? [endpoint] : [])),
  );
  await insertEvents(ask, group, births);
  if (group.deliveries.length === 0) return;
  await insertDeliveries(ask, group, births);
  await advanceLanes(ask, lanes);
}

function lanesOf(deliveries: readonly NewDelivery[]): Lane[] {
  return deliveries.flatMap(({ endpoint, lane, replay, feed }) =>
    lane === undefined || replay !== undefined || feed ? [] : [{ endpoint, lane: toColumn(lane) }],
  );
}

/** Of a lane the oldest is let go right after. */
function turnOf({ lane, replay, feed }: NewDelivery): number {
  if (feed) return replay === undefined ? turns.feed : turns.feedReplay;
  if (replay !== undefined) return turns.replay;
  return lane === undefined ? turns.open : turns.behind;
}

/** Returns how many were new. */
export async function insertEvents(
  ask: Ask,
  group: { events: CommitGroup["events"]; deliveries: readonly Pick<NewDelivery, "eventId">[] },
  births: Births,
): Promise<number> {
  if (group.events.length === 0) return 0;
  const heard = new Set(group.deliveries.map(({ eventId }) => eventId));
  const rows = group.events.map((event) => ({ ...eventRow(event), unheard: !heard.has(event.id) }));
  // The conflict target is named so that only a repeated id is ignored, nothing else.
  const added = await ask(
    `INSERT INTO events (id, type, at, unheard, instance, agent_id, channel, user_id, session_key, traceparent, hops, json)
     SELECT id, type, at + $3, unheard, $2, agent_id, channel, user_id, session_key, traceparent, hops, json
     FROM json_to_recordset($1) AS r (id text, type text, at double precision, unheard boolean, agent_id text,
       channel text, user_id text, session_key text, traceparent text, hops integer, json text)
     ON CONFLICT (id) DO NOTHING RETURNING octet_length(json) AS bytes`,
    [JSON.stringify(rows), births.instance, births.shift],
  );
  births.counts.addEvents(
    added.length,
    added.reduce((sum, { bytes }) => sum + Number(bytes), 0),
  );
  return added.length;
}

async function insertDeliveries(ask: Ask, group: CommitGroup, births: Births): Promise<void> {
  const { instance, counts, shift } = births;
  const now = Math.floor(group.now + shift);
  const rows = group.deliveries.map((delivery, place) => {
    const { id, eventId, endpoint, lane, leaseUntil, replay, feed } = delivery;
    const dueAt = replay === undefined || feed ? now : Math.ceil(replay.dueAt + shift);
    return {
      place,
      id,
      event_id: eventId,
      endpoint,
      due_at: dueAt,
      wake_at: leaseUntil === undefined ? dueAt : Math.ceil(leaseUntil + shift),
      leased_by: leaseUntil === undefined ? null : instance,
      turn: turnOf(delivery),
      lane: feed ? null : toColumnOrNull(lane),
    };
  });
  const added = await ask(
    `INSERT INTO deliveries (id, event_seq, endpoint, type, status, attempts, created_at, updated_at, due_at, wake_at,
       leased_by, turn, lane, instance)
     SELECT r.id, e.seq, r.endpoint, e.type, ${statusCode("pending")}, 0, $2, $2, r.due_at, r.wake_at, r.leased_by, r.turn,
       r.lane, $3
     FROM json_to_recordset($1) AS r (place integer, id text, event_id text, endpoint text, due_at bigint, wake_at bigint,
       leased_by text, turn smallint, lane text) JOIN events e ON e.id = r.event_id ORDER BY r.place
     ON CONFLICT (id) DO NOTHING RETURNING endpoint`,
    [JSON.stringify(rows), now, instance],
  );
  for (const { endpoint } of added) counts.add(String(endpoint), "pending", 1);
  // One that nobody had heard may have been there for long.
  await ask("UPDATE events SET unheard = false WHERE id = ANY($1) AND unheard", [
    [...new Set(group.deliveries.map(({ eventId }) => eventId))],
  ]);
}
