// The log, newest first, by any filter. Reads only; every question is a few index ranges.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Delivery, DeliveryStatus } from "../record.ts";
import type { Dictionary } from "./names.ts";
import { deliveryColumns, deliveryOf, statusCode } from "./rows.ts";
import { firstSequenceAt } from "./sequence.ts";
import type { ListFilter } from "./store.ts";

/** Row numbers from `from` up to, not including, `to`. */
interface Span {
  from: number;
  to: number;
  /** Exact creation time: after the clock stepped back, row numbers run ahead of it. */
  since: number;
}

const everyStatus: readonly DeliveryStatus[] = ["pending", "failed", "delivered", "dead"];

/** Answers `Store.list`. */
export class DeliveryList {
  readonly #dictionary: Dictionary;
  readonly #read: StatementSync;
  readonly #locate: StatementSync;
  readonly #all: StatementSync;
  readonly #ofEvent: StatementSync;
  readonly #ofRange: StatementSync;

  constructor(db: DatabaseSync, dictionary: Dictionary) {
    this.#dictionary = dictionary;
    this.#read = db.prepare(
      `SELECT ${deliveryColumns} FROM deliveries d JOIN events e ON e.seq = d.event_seq WHERE d.seq = ?`,
    );
    this.#locate = db.prepare(
      "SELECT seq, id FROM deliveries WHERE id <= ? ORDER BY id DESC LIMIT 1",
    );
    const span = "seq >= ? AND seq < ? AND created_at >= ? ORDER BY seq DESC LIMIT ?";
    this.#all = db.prepare(`SELECT seq FROM deliveries WHERE ${span}`);
    this.#ofEvent = db.prepare(
      `SELECT seq FROM deliveries WHERE event_seq = (SELECT seq FROM events WHERE id = ?) AND ${span}`,
    );
    this.#ofRange = db.prepare(
      `SELECT seq FROM deliveries INDEXED BY deliveries_listed
       WHERE endpoint_id = ? AND status = ? AND type_id = ? AND ${span}`,
    );
  }

  list(filter: ListFilter): Delivery[] {
    if (filter.eventId !== undefined) return this.#listEvent(filter, filter.eventId);
    return this.#rows(this.#sequences(filter));
  }

  #sequences(filter: ListFilter): number[] {
    const span = this.#span(filter);
    const { status, endpoint, eventType, limit } = filter;
    if (status === undefined && endpoint === undefined && eventType === undefined) {
      return numbers(this.#all, [...spanValues(span), limit]);
    }
    const { endpoints, types } = this.#dictionary;
    let found: number[] = [];
    for (const endpointId of named(endpoints, endpoint)) {
      for (const typeId of named(types, eventType)) {
        for (const code of (status ?? everyStatus).map(statusCode)) {
          const range = [endpointId, code, typeId, ...spanValues(span), limit];
          found = newest([...found, ...numbers(this.#ofRange, range)], limit);
          // Whatever is older than a full page needs no look in the ranges that follow.
          if (found.length === limit) span.from = Math.max(span.from, found.at(-1) ?? 0);
        }
      }
    }
    return found;
  }

  /** An event has a handful of deliveries: they are filtered as values. */
  #listEvent(filter: ListFilter, eventId: string): Delivery[] {
    const span = spanValues(this.#span(filter));
    const { status, endpoint, eventType, limit } = filter;
    return this.#rows(numbers(this.#ofEvent, [eventId, ...span, -1]))
      .filter((row) => status === undefined || status.includes(row.status))
      .filter((row) => endpoint === undefined || row.endpoint === endpoint)
      .filter((row) => eventType === undefined || row.eventType === eventType)
      .slice(0, limit);
  }

  #rows(sequences: readonly number[]): Delivery[] {
    return sequences.flatMap((seq) => {
      const row = this.#read.get(seq);
      // A reader beside a running engine can lose a row to pruning in between.
      return row === undefined ? [] : [deliveryOf(row, this.#dictionary)];
    });
  }

  #span({ since = 0, before }: ListFilter): Span {
    const to = before === undefined ? Number.MAX_SAFE_INTEGER : this.#placeOf(before);
    return { from: firstSequenceAt(since), to, since };
  }

  /** Ids sort by time: where a pruned one stood is known from its neighbour. */
  #placeOf(id: string): number {
    const row = this.#locate.get(id);
    if (row === undefined) return 0;
    return row["id"] === id ? Number(row["seq"]) : Number(row["seq"]) + 1;
  }
}

function spanValues({ from, to, since }: Span): number[] {
  return [from, to, since];
}

function numbers(statement: StatementSync, values: readonly (string | number)[]): number[] {
  return statement.all(...values).map((row) => Number(row["seq"]));
}

function newest(sequences: number[], limit: number): number[] {
  return sequences.sort((one, other) => other - one).slice(0, limit);
}

function named(names: Dictionary["endpoints"], wanted: string | undefined): number[] {
  if (wanted === undefined) return names.ids();
  const id = names.find(wanted);
  return id === undefined ? [] : [id];
}
