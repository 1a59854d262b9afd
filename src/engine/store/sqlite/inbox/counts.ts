// How many requests wait per route and how many have ended, kept in step with every transaction:
// counting a long line at each arrival would be slow.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { RequestStatus } from "../../../inbox/inbox.ts";
import { isEnded } from "../../rows/requests.ts";

/** Collects the changes of one transaction and writes them once. */
export class InboxCounts {
  readonly #readWaiting: StatementSync;
  readonly #addWaiting: StatementSync;
  readonly #readEnded: StatementSync;
  readonly #addEnded: StatementSync;
  readonly #waiting = new Map<string, number>();
  #ended = 0;

  constructor(db: DatabaseSync) {
    this.#readWaiting = db.prepare("SELECT waiting FROM waiting_lines WHERE route = ?");
    this.#addWaiting = db.prepare(
      `INSERT INTO waiting_lines (route, waiting) VALUES (?, ?)
       ON CONFLICT (route) DO UPDATE SET waiting = waiting + excluded.waiting`,
    );
    this.#readEnded = db.prepare("SELECT ended FROM request_totals WHERE id = 1");
    this.#addEnded = db.prepare("UPDATE request_totals SET ended = ended + ? WHERE id = 1");
  }

  /** Waiting requests of a route, those of this transaction included. */
  waiting(route: string): number {
    return Number(this.#readWaiting.get(route)?.["waiting"] ?? 0) + (this.#waiting.get(route) ?? 0);
  }

  ended(): number {
    return Number(this.#readEnded.get()?.["ended"]) + this.#ended;
  }

  born(route: string, status: RequestStatus): void {
    this.#add(route, status, 1);
  }

  move(route: string, from: RequestStatus, to: RequestStatus): void {
    this.#add(route, from, -1);
    this.#add(route, to, 1);
  }

  deleted(route: string, status: RequestStatus): void {
    this.#add(route, status, -1);
  }

  /** Writes what was collected; the last step of a transaction. */
  write(): void {
    for (const [route, change] of this.#waiting) {
      if (change !== 0) this.#addWaiting.run(route, change);
    }
    if (this.#ended !== 0) this.#addEnded.run(this.#ended);
    this.forget();
  }

  /** Drops what was collected: the transaction was rolled back. */
  forget(): void {
    this.#waiting.clear();
    this.#ended = 0;
  }

  #add(route: string, status: RequestStatus, by: number): void {
    if (isEnded(status)) this.#ended += by;
    else if (status === "waiting") this.#waiting.set(route, (this.#waiting.get(route) ?? 0) + by);
  }
}
