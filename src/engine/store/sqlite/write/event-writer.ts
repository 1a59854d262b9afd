// New events and new deliveries into their tables. Opens no transaction and settles nothing.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { EventRecord } from "../../../record.ts";
import { lastFeedPosition } from "../feed/positions.ts";
import type { DeliveryRows } from "./delivery-rows.ts";
import type { Lanes } from "./lanes.ts";
import type { Dictionary } from "./names.ts";
import { writePlan, readPlaced } from "../plan/plan-column.ts";
import type { Planned } from "../plan/planned.ts";
import type { PlannedDelivery } from "../plan/planned-delivery.ts";
import { turns } from "../../rows/deliveries.ts";
import { nextSequence } from "./sequence.ts";
import type { CommitGroup, NewDelivery } from "../../store.ts";
import type { Totals } from "../read/totals.ts";

interface StoredEvent {
  seq: number;
  typeId: number;
}

/** A new delivery and the number of its row. */
interface Numbered {
  seq: number;
  delivery: NewDelivery;
}

export interface EventWriterPorts {
  dictionary: Dictionary;
  lanes: Lanes;
  totals: Totals;
  rows: DeliveryRows;
  planned: Planned;
}

/** Inserts what a group brings. */
export class EventWriter {
  readonly #ports: EventWriterPorts;
  readonly #insertEvent: StatementSync;
  readonly #findEvent: StatementSync;
  readonly #markHeard: StatementSync;
  #lastSequence: number;
  #lastEvent: number;

  constructor(db: DatabaseSync, ports: EventWriterPorts) {
    this.#ports = ports;
    // The conflict target is named so that only a repeated id is ignored, nothing else.
    this.#insertEvent = db.prepare(
      `INSERT INTO events (seq, id, type_id, at, unheard, agent_id, channel, user_id, session_key, traceparent, hops,
         json, plan)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    );
    this.#findEvent = db.prepare("SELECT seq, type_id, unheard FROM events WHERE id = ?");
    this.#markHeard = db.prepare("UPDATE events SET unheard = 0 WHERE seq = ?");
    const row = db.prepare("SELECT max(seq) AS seq FROM deliveries").get();
    const known = Math.max(Number(row?.["seq"] ?? 0), lastFeedPosition(db));
    const planned = ports.planned.all();
    this.#lastSequence = planned.reduce((last, { seq }) => Math.max(last, seq), known);
    // Never below a number that counts as placed, also when the newest events were deleted.
    const event = db.prepare("SELECT max(seq) AS seq FROM events").get();
    this.#lastEvent = Math.max(Number(event?.["seq"] ?? 0), readPlaced(db));
  }

  /** Ids that exist are skipped, and so are deliveries of an event that was pruned. */
  insert(group: CommitGroup): void {
    const { now } = group;
    const ofEvent = new Map<string, Numbered[]>();
    const numbered: Numbered[] = [];
    for (const delivery of group.deliveries) {
      this.#lastSequence = nextSequence(this.#lastSequence, now);
      const each = { seq: this.#lastSequence, delivery };
      numbered.push(each);
      const others = ofEvent.get(delivery.eventId);
      if (others === undefined) ofEvent.set(delivery.eventId, [each]);
      else others.push(each);
    }
    const fresh = new Map<string, StoredEvent>();
    for (const event of group.events) {
      const stored = this.#addEvent(event, ofEvent.get(event.id) ?? [], now);
      if (stored !== undefined) fresh.set(event.id, stored);
    }
    for (const each of numbered) {
      const { id, eventId } = each.delivery;
      if (this.#ports.planned.find(id) !== undefined) continue;
      const event = fresh.get(eventId) ?? this.#storedEvent(eventId);
      if (event !== undefined) this.#addDelivery(each, event, now);
    }
  }

  #addEvent(
    event: EventRecord,
    deliveries: readonly Numbered[],
    now: number,
  ): StoredEvent | undefined {
    const { dictionary, totals, planned } = this.#ports;
    const typeId = dictionary.types.intern(event.type);
    const seq = this.#lastEvent + 1;
    const plans = deliveries.flatMap((each) => this.#planOf(each, { seq, typeId }, now));
    const { changes } = this.#insertEvent.run(
      seq,
      event.id,
      typeId,
      event.at,
      deliveries.length > 0 ? 0 : 1,
      event.agentId ?? null,
      event.channel ?? null,
      event.userId ?? null,
      event.sessionKey ?? null,
      event.traceparent ?? null,
      event.hops ?? null,
      event.json,
      writePlan(plans),
    );
    if (changes === 0) return undefined;
    this.#lastEvent = seq;
    totals.addEvents(1);
    planned.eventStored(seq);
    for (const each of plans) {
      if (planned.find(each.id) !== undefined) continue;
      planned.add(each);
      totals.add(each.endpointId, "pending", 1);
    }
    return { seq, typeId };
  }

  /** What goes to its outlet in the same breath; everything else is found by its row. */
  #planOf(
    { seq, delivery }: Numbered,
    event: StoredEvent,
    createdAt: number,
  ): readonly PlannedDelivery[] {
    const { id, endpoint, leaseUntil, lane, replay, feed } = delivery;
    if (leaseUntil === undefined || lane !== undefined || replay || feed) return [];
    if (this.#ports.planned.find(id) !== undefined) return [];
    return [
      {
        seq,
        id,
        eventSeq: event.seq,
        endpointId: this.#ports.dictionary.endpoints.intern(endpoint),
        typeId: event.typeId,
        createdAt,
        leaseUntil: Math.ceil(leaseUntil),
      },
    ];
  }

  #storedEvent(id: string): StoredEvent | undefined {
    const row = this.#findEvent.get(id);
    if (row === undefined) return undefined;
    const seq = Number(row["seq"]);
    if (row["unheard"] === 1) this.#markHeard.run(seq);
    return { seq, typeId: Number(row["type_id"]) };
  }

  #addDelivery({ seq, delivery }: Numbered, event: StoredEvent, now: number): void {
    const { dictionary, rows, totals } = this.#ports;
    const endpointId = dictionary.endpoints.intern(delivery.endpoint);
    const isNew = rows.insertPending({
      seq,
      id: delivery.id,
      eventSeq: event.seq,
      endpointId,
      typeId: event.typeId,
      now,
      dueAt: delivery.replay ? Math.ceil(delivery.replay.dueAt) : now,
      leaseUntil: delivery.leaseUntil === undefined ? null : Math.ceil(delivery.leaseUntil),
      turn: this.#turnOf(delivery, endpointId),
      lane: delivery.lane ?? null,
    });
    if (isNew) totals.add(endpointId, "pending", 1);
  }

  #turnOf({ lane, replay, feed }: NewDelivery, endpointId: number): number {
    if (feed) return replay ? turns.feedReplay : turns.feed;
    if (replay !== undefined) return turns.replay;
    return lane !== undefined && this.#ports.lanes.isBusy(endpointId, lane)
      ? turns.behind
      : turns.open;
  }
}
