// Keeps the WAL short without holding up the engine: what was committed there is copied into the database, with
// an fsync of some ten ms, by a thread of its own (https://www.sqlite.org/wal.html#checkpointing).
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Worker } from "node:worker_threads";

/** A checkpoint follows when so many pages wait in the WAL, 16 kB each. */
const PAGES = 500;
/**
 * The WAL begins anew only when all of it was copied between two commits, which under steady load does not happen by
 * itself: beyond that a commit waits for a checkpoint that nobody writes beside. Pruning waits for each checkpoint, so
 * that its own commits never come to that.
 */
const LONG_PAGES = 3000;
/** Where a reader keeps the WAL from beginning anew, not every commit waits in vain. */
const ASK_AGAIN_MS = 1000;
/** Beyond that a commit copies it itself, in the engine's thread: the net below, where the thread fails. */
export const MOST_PAGES = 4000;

/** A thread that ended by itself is not started again before. */
const PAUSE_MS = 60_000;

export class Checkpoints {
  readonly #path: string;
  readonly #state: StatementSync;
  #worker: Worker | undefined;
  #running: PromiseWithResolvers<void> | undefined;
  #notBefore = 0;
  #isLong = false;
  #askedAt = -Infinity;

  constructor(path: string, db: DatabaseSync) {
    this.#path = path;
    // Tells how much waits, and does nothing (SQLite 3.51 and newer; Node 24.16 has 3.53).
    this.#state = db.prepare("PRAGMA wal_checkpoint(NOOP)");
  }

  /** After a commit, which stands whatever happens here: never throws. */
  consider(): void {
    if (performance.now() < this.#notBefore) return;
    try {
      const { pages, waiting } = this.#look();
      this.#isLong = pages >= LONG_PAGES;
      // Whoever waited did not wait in vain.
      if (!this.#isLong) this.#askedAt = -Infinity;
      if (waiting >= PAGES && !this.#running) this.#begin();
    } catch {
      // Without a thread a commit does it, later.
    }
  }

  /** To be waited for before a commit; undefined where the WAL is short enough. Never rejects. */
  room(): Promise<void> | undefined {
    const now = performance.now();
    if (!this.#isLong || now < this.#notBefore || now - this.#askedAt < ASK_AGAIN_MS) return;
    this.#askedAt = now;
    return this.#copyAll();
  }

  async #copyAll(): Promise<void> {
    // What began before the last commit does not copy it.
    await this.idle();
    try {
      this.#begin();
    } catch {
      return;
    }
    await this.idle();
  }

  #begin(): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage("checkpoint");
    this.#running = Promise.withResolvers();
  }

  /** Resolves when no checkpoint is being made. */
  async idle(): Promise<void> {
    await this.#running?.promise;
  }

  /** The thread lets go of the file. */
  async end(): Promise<void> {
    await this.#worker?.terminate();
  }

  /** Pages in the WAL, and how many of them the database does not have yet. */
  #look(): { pages: number; waiting: number } {
    const state = this.#state.get();
    const pages = Number(state?.["log"]);
    return { pages, waiting: pages - Number(state?.["checkpointed"]) };
  }

  // A small log never starts it.
  #start(): Worker {
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    const file = new URL(`./checkpoint-thread.${extension}`, import.meta.url);
    const worker = new Worker(file, {
      name: "event-webhooks-checkpoint",
      workerData: this.#path,
      execArgv: [],
    });
    worker.unref();
    worker.on("message", () => this.#ended());
    // What it met, the next commit meets too, and says so.
    worker.on("error", () => undefined);
    worker.on("exit", () => {
      this.#ended();
      this.#worker = undefined;
      this.#notBefore = performance.now() + PAUSE_MS;
    });
    return worker;
  }

  #ended(): void {
    this.#running?.resolve();
    this.#running = undefined;
  }
}
