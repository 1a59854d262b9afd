// Events by time, oldest first, and who has a delivery of each. Reads only, a bounded number of rows at a time.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { firstIdAt } from "../../../ids.ts";
import type { PlannedDeliveries } from "../plan/planned-delivery.ts";
import type { Dictionary } from "../write/names.ts";
import { eventColumns, eventOf } from "../write/rows.ts";
import type { EventFilter, EventPage, KeptEvent } from "../../kept-events.ts";

/** Sorts after every event's id. */
const END = "evt_g";

/** Answers `Store.listEvents` and `Store.findEvent`. */
export class EventList {
  readonly #dictionary: Dictionary;
  readonly #planned: PlannedDeliveries;
  readonly #page: StatementSync;
  readonly #find: StatementSync;
  readonly #read: StatementSync;
  readonly #endpoints: StatementSync;

  constructor(db: DatabaseSync, dictionary: Dictionary, planned: PlannedDeliveries) {
    this.#dictionary = dictionary;
    this.#planned = planned;
    // Ids sort by time: their own index answers, and an index by type would cost every write.
    this.#page = db.prepare(
      "SELECT seq, id, type_id FROM events WHERE id > ? AND id < ? ORDER BY id LIMIT ?",
    );
    this.#find = db.prepare("SELECT seq FROM events WHERE id = ?");
    this.#read = db.prepare(
      `SELECT e.id AS event_id, e.type_id, ${eventColumns} FROM events e WHERE e.seq = ?`,
    );
    this.#endpoints = db.prepare("SELECT endpoint_id FROM deliveries WHERE event_seq = ?");
  }

  list({ since = 0, until, after = "", types, endpoint, limit }: EventFilter): EventPage {
    const end = until === undefined ? END : firstIdAt("evt", until);
    const start = firstIdAt("evt", since);
    const rows = this.#page.all(after > start ? after : start, end, limit);
    const found: KeptEvent[] = [];
    for (const row of rows) {
      const type = this.#dictionary.types.nameOf(Number(row["type_id"]));
      if (types !== undefined && !types.includes(type)) continue;
      const endpoints = this.#endpointsOf(Number(row["seq"]));
      if (endpoint !== undefined && !endpoints.includes(endpoint)) continue;
      found.push(this.#kept(Number(row["seq"]), endpoints));
    }
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return { found, ...(last !== undefined && { next: String(last["id"]) }) };
  }

  find(eventId: string): KeptEvent | undefined {
    const row = this.#find.get(eventId);
    if (row === undefined) return undefined;
    const seq = Number(row["seq"]);
    return this.#kept(seq, this.#endpointsOf(seq));
  }

  #kept(seq: number, endpoints: string[]): KeptEvent {
    const row = this.#read.get(seq);
    if (row === undefined) throw new Error("an event has lost its row");
    return { event: eventOf(row, this.#dictionary), endpoints };
  }

  #endpointsOf(seq: number): string[] {
    const { endpoints } = this.#dictionary;
    const planned = this.#planned.all().filter(({ eventSeq }) => eventSeq === seq);
    const ids = [
      ...this.#endpoints.all(seq).map((row) => Number(row["endpoint_id"])),
      ...planned.map(({ endpointId }) => endpointId),
    ];
    return [...new Set(ids)].map((id) => endpoints.nameOf(id));
  }
}
