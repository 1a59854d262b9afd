// All or nothing, on one connection. Knows no table.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Checkpoints } from "../file/checkpoints.ts";

/** What a transaction must survive: "power" = fsync before it counts, "process" = a crash of ours only. */
export type Durability = "power" | "process";

/** Runs work inside transactions; whatever goes wrong, nothing of it stays. */
export class Transactions {
  readonly #db: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #checkpoints: Checkpoints;
  readonly #onRollback: () => void;

  constructor(db: DatabaseSync, checkpoints: Checkpoints, onRollback: () => void) {
    this.#db = db;
    this.#checkpoints = checkpoints;
    this.#begin = db.prepare("BEGIN IMMEDIATE");
    this.#commit = db.prepare("COMMIT");
    this.#onRollback = onRollback;
  }

  /** Gives back what `work` gave, once it is committed. Throws what `work` or SQLite threw. */
  run<Result>(durability: Durability, work: () => Result): Result {
    const result = this.as(durability, () => this.#run(work));
    this.#checkpoints.consider();
    return result;
  }

  /** For work that makes its own transactions. */
  as<Result>(durability: Durability, work: () => Result): Result {
    if (durability === "power") return work();
    // Lost on a power cut, never torn: the next "power" commit syncs the same WAL, in order.
    this.#db.exec("PRAGMA synchronous = NORMAL");
    try {
      return work();
    } finally {
      this.#db.exec("PRAGMA synchronous = FULL");
    }
  }

  #run<Result>(work: () => Result): Result {
    this.#begin.run();
    try {
      const result = work();
      this.#commit.run();
      return result;
    } catch (error) {
      // SQLite has already rolled back by itself after some errors, a full disk among them.
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      this.#onRollback();
      throw error;
    }
  }
}
