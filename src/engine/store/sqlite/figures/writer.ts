// What settlements add to the figures: one row an endpoint and minute, written with the commit that settles.
// Opens no transaction.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Settlement } from "../../store.ts";
import { readTally, tallyOf, tallyValues, writeTally } from "./rows.ts";
import { startOf, WIDTH } from "../../figures/widths.ts";
import { addLatency, emptyTally, type Tally } from "../../figures/tally.ts";

/** Collects what one transaction settles and writes it once. */
export class FigureWriter {
  readonly #read: StatementSync;
  readonly #write: StatementSync;
  /** By endpoint, of the minute that is going on: read once, then only written. */
  readonly #tallies = new Map<number, Tally>();
  readonly #changed = new Set<number>();
  #minute = 0;

  constructor(db: DatabaseSync) {
    this.#read = db.prepare(readTally);
    this.#write = db.prepare(writeTally);
  }

  /** Call it for settlements that took effect. All of one transaction have the same `now`. */
  count(endpointId: number, { status, attempt }: Settlement, now: number): void {
    if (attempt === undefined && status !== "dead") return;
    const tally = this.#tallyOf(endpointId, startOf(now, WIDTH.minute));
    this.#changed.add(endpointId);
    if (status === "dead") tally.dead += 1;
    if (attempt === undefined) return;
    if (status === "delivered") tally.delivered += 1;
    else tally.failed += 1;
    if (attempt.httpStatus !== undefined) addLatency(tally, attempt.timings.total);
  }

  /** Writes what was collected; the last step of a transaction. */
  write(): void {
    for (const endpointId of this.#changed) {
      const tally = this.#tallyOf(endpointId, this.#minute);
      this.#write.run(WIDTH.minute, this.#minute, endpointId, ...tallyValues(tally));
    }
    this.#changed.clear();
  }

  /** Drops what was collected: the transaction was rolled back. */
  forget(): void {
    this.#changed.clear();
    this.#tallies.clear();
  }

  #tallyOf(endpointId: number, minute: number): Tally {
    if (minute !== this.#minute) this.#tallies.clear();
    this.#minute = minute;
    const known = this.#tallies.get(endpointId);
    if (known !== undefined) return known;
    const row = this.#read.get(WIDTH.minute, minute, endpointId);
    const tally = row === undefined ? emptyTally() : tallyOf(row);
    this.#tallies.set(endpointId, tally);
    return tally;
  }
}
