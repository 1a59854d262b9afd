// The log, newest first, by any filter that an index answers. Reads only; every question is a few index ranges.
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { Delivery, DeliveryStatus } from "../../../record.ts";
import type { PlannedRows } from "../plan/planned-rows.ts";
import type { Dictionary, Names } from "../write/names.ts";
import { newestFirst, type ReadRange } from "./newest-first.ts";
import { deliveryColumns, deliveryOf, subjectColumns, subjectOf } from "../write/rows.ts";
import { statusCode } from "../../rows/deliveries.ts";
import { firstSequenceAt } from "../write/sequence.ts";
import type { ListFilter } from "../../store.ts";

const everyStatus: readonly DeliveryStatus[] = ["pending", "failed", "delivered", "dead"];

/** Answers `Store.list`, and gives a search its rows. */
export class DeliveryList {
  readonly #dictionary: Dictionary;
  readonly #planned: PlannedRows;
  readonly #read: StatementSync;
  readonly #locate: StatementSync;
  readonly #all: StatementSync;
  readonly #ofEvent: StatementSync;
  readonly #ofRange: StatementSync;

  constructor(db: DatabaseSync, dictionary: Dictionary, planned: PlannedRows) {
    this.#dictionary = dictionary;
    this.#planned = planned;
    this.#read = db.prepare(
      `SELECT ${deliveryColumns}, ${subjectColumns} FROM deliveries d JOIN events e ON e.seq = d.event_seq WHERE d.seq = ?`,
    );
    this.#locate = db.prepare(
      "SELECT seq, id FROM deliveries WHERE id <= ? ORDER BY id DESC LIMIT 1",
    );
    // The exact times beside the row numbers: after the clock stepped back, numbers run ahead of it.
    const span =
      "seq >= ? AND created_at >= ? AND created_at < ? AND seq < ? ORDER BY seq DESC LIMIT ?";
    this.#all = db.prepare(`SELECT seq FROM deliveries WHERE ${span}`);
    this.#ofEvent = db.prepare(
      `SELECT seq, endpoint_id, status, type_id FROM deliveries
       WHERE event_seq = (SELECT seq FROM events WHERE id = ?) AND ${span}`,
    );
    this.#ofRange = db.prepare(
      `SELECT seq FROM deliveries INDEXED BY deliveries_listed
       WHERE endpoint_id = ? AND status = ? AND type_id = ? AND ${span}`,
    );
  }

  list(filter: ListFilter): Delivery[] {
    return this.rows([...this.sequences(filter).take(filter.limit)]);
  }

  /** Row numbers of all that the filter finds, read as they are taken; `limit` is not looked at. */
  sequences(filter: ListFilter): Generator<number> {
    return newestFirst([...this.#ranges(filter), this.#plannedRange(filter)], this.#end(filter));
  }

  rows(sequences: readonly number[]): Delivery[] {
    const planned = this.#planned.bySequence();
    return sequences.flatMap((seq) => {
      const plan = planned.get(seq);
      const row = plan === undefined ? this.#read.get(seq) : this.#planned.row(plan);
      // A reader beside a running engine can lose a row to pruning in between.
      return row === undefined ? [] : [{ ...deliveryOf(row, this.#dictionary), ...subjectOf(row) }];
    });
  }

  #ranges(filter: ListFilter): ReadRange[] {
    const { status, endpoint, eventType, eventId, since = 0 } = filter;
    const span = [firstSequenceAt(since), since, filter.until ?? Number.MAX_SAFE_INTEGER];
    const range =
      (statement: StatementSync, ...values: SQLInputValue[]): ReadRange =>
      (to, limit) =>
        statement.all(...values, ...span, to, limit).map((row) => Number(row["seq"]));

    const endpoints = idsOf(this.#dictionary.endpoints, endpoint);
    const types = idsOf(this.#dictionary.types, eventType);
    const codes = (status ?? everyStatus).map(statusCode);
    if (eventId !== undefined) {
      // An event has a handful of deliveries: they are filtered as values.
      const found = this.#ofEvent
        .all(eventId, ...span, Number.MAX_SAFE_INTEGER, -1)
        .filter((row) => endpoints.includes(Number(row["endpoint_id"])))
        .filter((row) => types.includes(Number(row["type_id"])))
        .filter((row) => codes.includes(Number(row["status"])))
        .map((row) => Number(row["seq"]));
      return [(to, limit) => found.filter((seq) => seq < to).slice(0, limit)];
    }
    if (status === undefined && endpoint === undefined && eventType === undefined) {
      return [range(this.#all)];
    }
    return endpoints.flatMap((endpointId) =>
      types.flatMap((typeId) =>
        codes.map((code) => range(this.#ofRange, endpointId, code, typeId)),
      ),
    );
  }

  /** What is planned is pending, and never much. */
  #plannedRange(filter: ListFilter): ReadRange {
    const { status, eventId, since = 0, until = Infinity } = filter;
    if (status !== undefined && !status.includes("pending")) return () => [];
    const endpoints = idsOf(this.#dictionary.endpoints, filter.endpoint);
    const types = idsOf(this.#dictionary.types, filter.eventType);
    const found = this.#planned
      .all()
      .filter(({ createdAt }) => createdAt >= since && createdAt < until)
      .filter(({ endpointId }) => endpoints.includes(endpointId))
      .filter(({ typeId }) => types.includes(typeId))
      .filter((plan) => eventId === undefined || this.#planned.isOf(plan, eventId))
      .map(({ seq }) => seq)
      .sort((one, other) => other - one);
    return (to, limit) => found.filter((seq) => seq < to).slice(0, limit);
  }

  /** The row number that nothing of the filter reaches. */
  #end({ before, until }: ListFilter): number {
    const to = until === undefined ? Number.MAX_SAFE_INTEGER : firstSequenceAt(until);
    return before === undefined ? to : Math.min(to, this.#placeOf(before));
  }

  /** Ids sort by time: where a pruned one stood is known from its neighbour. */
  #placeOf(id: string): number {
    const row = this.#locate.get(id);
    const rowAt = row === undefined ? 0 : Number(row["seq"]) + (row["id"] === id ? 0 : 1);
    const older = this.#planned.all().filter((plan) => plan.id <= id);
    return Math.max(rowAt, ...older.map((plan) => plan.seq + (plan.id === id ? 0 : 1)));
  }
}

function idsOf(names: Names, wanted: string | readonly string[] | undefined): number[] {
  if (wanted === undefined) return names.ids();
  const all = new Set(typeof wanted === "string" ? [wanted] : wanted);
  return [...all].map((name) => names.find(name)).filter((id) => id !== undefined);
}
