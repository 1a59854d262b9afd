// How many of each there are, kept in step with every transaction: counting a million rows is slow.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { DeliveryStatus } from "../record.ts";

/** What `totals` holds. */
export type Counts = Record<DeliveryStatus | "events", number>;

const zero: Readonly<Counts> = { pending: 0, failed: 0, delivered: 0, dead: 0, events: 0 };

/** Collects the changes of one transaction and writes them once. */
export class Totals {
  readonly #add: StatementSync;
  #changes: Counts = { ...zero };

  constructor(db: DatabaseSync) {
    this.#add = db.prepare(
      `UPDATE totals SET pending = pending + ?, failed = failed + ?, delivered = delivered + ?,
         dead = dead + ?, events = events + ?`,
    );
  }

  add(what: keyof Counts, by: number): void {
    this.#changes[what] += by;
  }

  /** A delivery went from one status to another. */
  move(from: DeliveryStatus, to: DeliveryStatus): void {
    this.#changes[from] -= 1;
    this.#changes[to] += 1;
  }

  /** Writes what was collected; the last step of a transaction. */
  write(): void {
    const { pending, failed, delivered, dead, events } = this.#changes;
    this.forget();
    if (pending || failed || delivered || dead || events) {
      this.#add.run(pending, failed, delivered, dead, events);
    }
  }

  /** Drops what was collected: the transaction was rolled back. */
  forget(): void {
    this.#changes = { ...zero };
  }
}

/** Reads the written totals. */
export function prepareCounts(db: DatabaseSync): () => Counts {
  const read = db.prepare("SELECT pending, failed, delivered, dead, events FROM totals");
  return () => ({ ...zero, ...(read.get() as Partial<Counts>) });
}
