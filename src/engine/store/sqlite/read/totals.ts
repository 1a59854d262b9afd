// How many of each there are, kept in step with every transaction: counting a million rows is slow.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { DeliveryStatus } from "../../../record.ts";
import type { Counts, EndpointCounts } from "../../stats.ts";

const none = (): EndpointCounts => ({ pending: 0, failed: 0, delivered: 0, dead: 0 });

/** Collects the changes of one transaction and writes them once. */
export class Totals {
  readonly #addDeliveries: StatementSync;
  readonly #addEvents: StatementSync;
  readonly #changes = new Map<number, EndpointCounts>();
  #events = 0;

  constructor(db: DatabaseSync) {
    this.#addDeliveries = db.prepare(
      `UPDATE endpoints SET pending = pending + ?, failed = failed + ?, delivered = delivered + ?,
         dead = dead + ? WHERE id = ?`,
    );
    this.#addEvents = db.prepare("UPDATE totals SET events = events + ?");
  }

  addEvents(by: number): void {
    this.#events += by;
  }

  add(endpointId: number, what: DeliveryStatus, by: number): void {
    const counts = this.#changes.get(endpointId) ?? none();
    counts[what] += by;
    this.#changes.set(endpointId, counts);
  }

  /** A delivery went from one status to another. */
  move(endpointId: number, from: DeliveryStatus, to: DeliveryStatus): void {
    this.add(endpointId, from, -1);
    this.add(endpointId, to, 1);
  }

  /** Writes what was collected; the last step of a transaction. */
  write(): void {
    for (const [id, { pending, failed, delivered, dead }] of this.#changes) {
      if (pending || failed || delivered || dead) {
        this.#addDeliveries.run(pending, failed, delivered, dead, id);
      }
    }
    if (this.#events !== 0) this.#addEvents.run(this.#events);
    this.forget();
  }

  /** Drops what was collected: the transaction was rolled back. */
  forget(): void {
    this.#changes.clear();
    this.#events = 0;
  }
}

/** Reads the written totals. */
export function prepareCounts(db: DatabaseSync): () => Counts {
  const read = db.prepare(
    `SELECT total(pending) AS pending, total(failed) AS failed, total(delivered) AS delivered,
       total(dead) AS dead, (SELECT events FROM totals) AS events FROM endpoints`,
  );
  return () => ({ ...none(), events: 0, ...(read.get() as Partial<Counts>) });
}

/** Reads the written totals of each endpoint. */
export function prepareEndpointCounts(db: DatabaseSync): () => Map<number, EndpointCounts> {
  const read = db.prepare("SELECT id, pending, failed, delivered, dead FROM endpoints");
  return () =>
    new Map(
      read.all().map(({ id, ...counts }) => [Number(id), { ...none(), ...(counts as object) }]),
    );
}
