// Keeps the figures small, a short step at a time: minutes become quarters of an hour, and the oldest go. What they
// come to in all is kept beside them.
// Opens no transaction.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Store } from "../../store.ts";
import { KEPT_FOR_MS, MINUTES_FOR_MS, startOf, WIDTH } from "../../figures/widths.ts";
import { readTally, tallyColumns, tallyOf, tallyValues, writeTally } from "./rows.ts";
import { addTally, emptyTally, type Tally } from "../../figures/tally.ts";

type AgeQuery = Parameters<Store["ageFigures"]>[0];
type AgeResult = Awaited<ReturnType<Store["ageFigures"]>>;

export class FigureAgeing {
  readonly #oldest: StatementSync;
  readonly #read: StatementSync;
  readonly #write: StatementSync;
  readonly #delete: StatementSync;

  constructor(db: DatabaseSync) {
    this.#oldest = db.prepare(
      `SELECT at, endpoint_id, ${tallyColumns} FROM figures WHERE width = ? AND at < ?
       ORDER BY at, endpoint_id LIMIT ?`,
    );
    this.#read = db.prepare(readTally);
    this.#write = db.prepare(writeTally);
    this.#delete = db.prepare("DELETE FROM figures WHERE width = ? AND at = ? AND endpoint_id = ?");
  }

  /** One step: at most `stepRows` rows. */
  step({ now, stepRows }: AgeQuery): AgeResult {
    const merged = this.#merge(startOf(now - MINUTES_FOR_MS, WIDTH.quarter), stepRows);
    const room = stepRows - merged;
    return { done: room > 0 && this.#drop(now - KEPT_FOR_MS, room) < room };
  }

  /** Whole quarters only, so that a row never stands for a part of its span twice. */
  #merge(before: number, limit: number): number {
    const rows = this.#oldest.all(WIDTH.minute, before, limit);
    for (const row of rows) {
      const [at, endpointId] = [Number(row["at"]), Number(row["endpoint_id"])];
      const tally = tallyOf(row);
      this.#add(WIDTH.quarter, startOf(at, WIDTH.quarter), endpointId, tally);
      this.#add(WIDTH.ever, 0, endpointId, tally);
      this.#delete.run(WIDTH.minute, at, endpointId);
    }
    return rows.length;
  }

  #add(width: number, at: number, endpointId: number, more: Tally): void {
    const sum = this.#read.get(width, at, endpointId);
    const tally = sum === undefined ? emptyTally() : tallyOf(sum);
    addTally(tally, more);
    this.#write.run(width, at, endpointId, ...tallyValues(tally));
  }

  #drop(before: number, limit: number): number {
    const rows = this.#oldest.all(WIDTH.quarter, before, limit);
    for (const row of rows) {
      this.#delete.run(WIDTH.quarter, Number(row["at"]), Number(row["endpoint_id"]));
    }
    return rows.length;
  }
}
