// New events and new deliveries into their tables. Opens no transaction and settles nothing.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { EventRecord } from "../../record.ts";
import { lastFeedPosition } from "../feed/positions.ts";
import type { Lanes } from "./lanes.ts";
import type { Dictionary } from "./names.ts";
import { statusCode, turns } from "./rows.ts";
import { nextSequence } from "./sequence.ts";
import type { CommitGroup, NewDelivery } from "../store.ts";
import type { Totals } from "../read/totals.ts";

interface StoredEvent {
  seq: number | bigint;
  typeId: number;
}

/** Inserts what a group brings. */
export class EventWriter {
  readonly #dictionary: Dictionary;
  readonly #lanes: Lanes;
  readonly #totals: Totals;
  readonly #insertEvent: StatementSync;
  readonly #insertDelivery: StatementSync;
  readonly #findEvent: StatementSync;
  readonly #markHeard: StatementSync;
  #lastSequence: number;

  constructor(db: DatabaseSync, dictionary: Dictionary, lanes: Lanes, totals: Totals) {
    this.#dictionary = dictionary;
    this.#lanes = lanes;
    this.#totals = totals;
    // The conflict target is named so that only a repeated id is ignored, nothing else.
    this.#insertEvent = db.prepare(
      `INSERT INTO events (id, type_id, at, unheard, agent_id, channel, user_id, session_key, traceparent, hops,
         json)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    );
    this.#insertDelivery = db.prepare(
      `INSERT INTO deliveries (seq, id, event_seq, endpoint_id, type_id, status, attempts, created_at, updated_at,
         due_at, lease_until, turn, lane)
       VALUES (?, ?, ?, ?, ?, ${statusCode("pending")}, 0, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    );
    this.#findEvent = db.prepare("SELECT seq, type_id, unheard FROM events WHERE id = ?");
    this.#markHeard = db.prepare("UPDATE events SET unheard = 0 WHERE seq = ?");
    const last = db.prepare("SELECT max(seq) AS seq FROM deliveries").get();
    this.#lastSequence = Math.max(Number(last?.["seq"] ?? 0), lastFeedPosition(db));
  }

  /** Ids that exist are skipped, and so are deliveries of an event that was pruned. */
  insert(group: CommitGroup): void {
    const heard = new Set(group.deliveries.map((delivery) => delivery.eventId));
    const fresh = new Map<string, StoredEvent>();
    for (const event of group.events) {
      const stored = this.#addEvent(event, heard.has(event.id));
      if (stored !== undefined) fresh.set(event.id, stored);
    }
    for (const delivery of group.deliveries) {
      const event = fresh.get(delivery.eventId) ?? this.#storedEvent(delivery.eventId);
      if (event !== undefined) this.#addDelivery(delivery, event, group.now);
    }
  }

  #addEvent(event: EventRecord, isHeard: boolean): StoredEvent | undefined {
    const typeId = this.#dictionary.types.intern(event.type);
    const { changes, lastInsertRowid } = this.#insertEvent.run(
      event.id,
      typeId,
      event.at,
      isHeard ? 0 : 1,
      event.agentId ?? null,
      event.channel ?? null,
      event.userId ?? null,
      event.sessionKey ?? null,
      event.traceparent ?? null,
      event.hops ?? null,
      event.json,
    );
    if (changes === 0) return undefined;
    this.#totals.addEvents(1);
    return { seq: lastInsertRowid, typeId };
  }

  #storedEvent(id: string): StoredEvent | undefined {
    const row = this.#findEvent.get(id);
    if (row === undefined) return undefined;
    const seq = Number(row["seq"]);
    if (row["unheard"] === 1) this.#markHeard.run(seq);
    return { seq, typeId: Number(row["type_id"]) };
  }

  #addDelivery(delivery: NewDelivery, event: StoredEvent, now: number): void {
    const endpointId = this.#dictionary.endpoints.intern(delivery.endpoint);
    const lane = delivery.lane ?? null;
    this.#lastSequence = nextSequence(this.#lastSequence, now);
    const { changes } = this.#insertDelivery.run(
      this.#lastSequence,
      delivery.id,
      event.seq,
      endpointId,
      event.typeId,
      now,
      now,
      delivery.replay ? Math.ceil(delivery.replay.dueAt) : now,
      delivery.leaseUntil === undefined ? null : Math.ceil(delivery.leaseUntil),
      this.#turnOf(delivery, endpointId),
      lane,
    );
    if (changes !== 0) this.#totals.add(endpointId, "pending", 1);
  }

  #turnOf({ lane, replay, feed }: NewDelivery, endpointId: number): number {
    if (feed) return replay ? turns.feedReplay : turns.feed;
    if (replay !== undefined) return turns.replay;
    return lane !== undefined && this.#lanes.isBusy(endpointId, lane) ? turns.behind : turns.open;
  }
}
