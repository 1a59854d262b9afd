// Order within a lane: of its unsettled deliveries only the oldest is unblocked. Opens no transaction.
import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { turns } from "../../rows/deliveries.ts";

/** Keeps `turn` right while deliveries are born, settled and revived. */
export class Lanes {
  readonly #oldest: StatementSync;
  readonly #setTurn: StatementSync;

  constructor(db: DatabaseSync) {
    this.#oldest = db.prepare(
      `SELECT seq FROM deliveries WHERE endpoint_id = ? AND lane = ? AND due_at IS NOT NULL
       ORDER BY seq LIMIT 1`,
    );
    this.#setTurn = db.prepare("UPDATE deliveries SET turn = ? WHERE seq = ?");
  }

  /** Whether a delivery that is born now has another one before it. */
  isBusy(endpointId: number, lane: string): boolean {
    return this.#head(endpointId, lane) !== undefined;
  }

  /** After a delivery was settled for good: the next one may go. */
  advance(endpointId: number, lane: string): void {
    const head = this.#head(endpointId, lane);
    if (head !== undefined) this.#setTurn.run(turns.open, head);
  }

  /** Before a settled delivery becomes active again: it takes its old place. */
  rejoin(endpointId: number, lane: string, seq: number): void {
    const head = this.#head(endpointId, lane);
    const goesFirst = head === undefined || seq < Number(head);
    if (goesFirst && head !== undefined) this.#setTurn.run(turns.behind, head);
    this.#setTurn.run(goesFirst ? turns.open : turns.behind, seq);
  }

  #head(endpointId: number, lane: string): SQLOutputValue | undefined {
    return this.#oldest.get(endpointId, lane)?.["seq"];
  }
}
