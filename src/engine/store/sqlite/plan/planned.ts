// Deliveries that were committed with their event and have no row of their own yet. One that arrives at once gets its
// row when it is settled, in its last state: written once. Opens no transaction.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { turns } from "../../rows/deliveries.ts";
import type { DeliveryRows } from "../write/delivery-rows.ts";
import { readPlans, readPlaced } from "./plan-column.ts";
import type { PlannedDeliveries, PlannedDelivery } from "./planned-delivery.ts";

/** What is not settled after this long gets a row, so that a start has little to look through. */
const PLACE_AFTER_MS = 1000;

/**
 * The owner's own: in memory, and in the column `plan` of their events. All events up to the number in
 * `totals.placed` have their rows, so that a delivery whose row was deleted is not taken for planned.
 */
export class Planned implements PlannedDeliveries {
  readonly #rows: DeliveryRows;
  readonly #writePlaced: StatementSync;
  #planned: Map<string, PlannedDelivery>;
  /** What the transaction that is open has changed. */
  #added: string[] = [];
  #taken: PlannedDelivery[] = [];
  #earliestLease: number;
  #newestEvent: number;
  #written: number;
  #toWrite: number;

  constructor(db: DatabaseSync, rows: DeliveryRows) {
    this.#rows = rows;
    this.#writePlaced = db.prepare("UPDATE totals SET placed = ?");
    const left = readPlans(db);
    this.#planned = new Map(left.map((each) => [each.id, each]));
    this.#earliestLease = earliestLeaseOf(left);
    this.#written = readPlaced(db);
    this.#toWrite = this.#written;
    this.#newestEvent = left.at(-1)?.eventSeq ?? this.#written;
  }

  all(): readonly PlannedDelivery[] {
    return [...this.#planned.values()];
  }

  find(deliveryId: string): PlannedDelivery | undefined {
    return this.#planned.get(deliveryId);
  }

  /** An event is stored that is newer than all before; what is planned of it is added next. */
  eventStored(eventSeq: number): void {
    this.#newestEvent = eventSeq;
  }

  add(planned: PlannedDelivery): void {
    this.#planned.set(planned.id, planned);
    this.#added.push(planned.id);
    this.#earliestLease = Math.min(this.#earliestLease, planned.leaseUntil);
  }

  /** From now on its row stands for it, which the caller writes. */
  take(deliveryId: string): PlannedDelivery | undefined {
    const planned = this.#planned.get(deliveryId);
    if (planned === undefined) return undefined;
    this.#planned.delete(deliveryId);
    this.#taken.push(planned);
    return planned;
  }

  /** Gives it the row that it would have had from the beginning. */
  place(deliveryId: string): void {
    const planned = this.take(deliveryId);
    if (planned === undefined) return;
    const { createdAt, ...rest } = planned;
    this.#rows.insertPending({
      ...rest,
      now: createdAt,
      dueAt: createdAt,
      turn: turns.open,
      lane: null,
    });
  }

  placeAll(): void {
    for (const id of this.#planned.keys()) this.place(id);
    this.#earliestLease = Infinity;
  }

  /** Those that wait longer than most. */
  placeOld(now: number): void {
    for (const { id, createdAt } of this.#planned.values()) {
      // Also after the clock was set back.
      if (Math.abs(now - createdAt) < PLACE_AFTER_MS) return;
      this.place(id);
    }
  }

  /** Whoever asks for rows by their leases needs them all where one has run out. */
  placeExpired(now: number): void {
    if (this.#earliestLease <= now) this.placeAll();
  }

  /** Before a row of this event is deleted: else it would be taken for planned. */
  placeUpTo(eventSeq: number): void {
    for (const { id, eventSeq: own } of this.#planned.values()) {
      if (own > eventSeq) return;
      this.place(id);
    }
  }

  /** Writes how far all events have their rows; the last step of a transaction. */
  write(): void {
    const [oldest] = this.#planned.values();
    this.#toWrite = oldest === undefined ? this.#newestEvent : oldest.eventSeq - 1;
    if (this.#toWrite !== this.#written) this.#writePlaced.run(this.#toWrite);
  }

  /** The transaction is committed. */
  keep(): void {
    this.#written = this.#toWrite;
    this.#added = [];
    this.#taken = [];
  }

  /** The transaction was rolled back. */
  forget(): void {
    for (const id of this.#added) this.#planned.delete(id);
    const added = new Set(this.#added);
    const back = this.#taken.filter(({ id }) => !added.has(id));
    const all = [...this.#planned.values(), ...back];
    all.sort((one, other) => one.eventSeq - other.eventSeq || one.seq - other.seq);
    this.#planned = new Map(all.map((each) => [each.id, each]));
    this.#earliestLease = earliestLeaseOf(all);
    this.#added = [];
    this.#taken = [];
  }
}

/** Infinity of none. However many there are: arguments of one call are bounded. */
function earliestLeaseOf(planned: readonly PlannedDelivery[]): number {
  return planned.reduce((least, { leaseUntil }) => Math.min(least, leaseUntil), Infinity);
}
