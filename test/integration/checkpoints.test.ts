import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { Checkpoints } from "../../src/engine/store/sqlite/file/checkpoints.ts";
import { openSqliteStore, type SqliteStore } from "../../src/engine/store/sqlite/sqlite-store.ts";
import { temporaryLog } from "../support/sqlite-log.ts";
import { arrivals } from "../support/store-samples.ts";

const GROUP = 500;

describe("the WAL of a log that is written", () => {
  let cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.toReversed()) await cleanup();
    cleanups = [];
  });

  async function begin(): Promise<{ store: SqliteStore; path: string; watch: () => Waiting }> {
    const { path, remove } = await temporaryLog();
    cleanups.push(remove);
    const store = openSqliteStore({ path, onNotice: () => undefined });
    const db = new DatabaseSync(path, { readOnly: true });
    cleanups.push(() => db.isOpen && db.close());
    const noop = db.prepare("PRAGMA wal_checkpoint(NOOP)");
    const watch = (): Waiting => {
      const { log, checkpointed } = noop.get() ?? {};
      return { log: Number(log), checkpointed: Number(checkpointed) };
    };
    return { store, path, watch };
  }

  async function fill(store: SqliteStore, watch: () => Waiting, pages: number): Promise<void> {
    for (let first = 1; watch().log < pages; first += GROUP)
      await store.commit(arrivals(Array.from({ length: GROUP }, (_, index) => first + index)));
  }

  it("is copied into the database long before a commit would have to do it", async () => {
    const { store, watch } = await begin();
    await fill(store, watch, 600);
    await expect.poll(() => watch().checkpointed, { timeout: 10_000 }).toBeGreaterThanOrEqual(500);
    expect(watch().log).toBeLessThan(4000);
    await store.close();
  });

  it("is left alone while it is short", async () => {
    const { store, watch } = await begin();
    await fill(store, watch, 50);
    expect(watch().checkpointed).toBe(0);
    await store.close();
  });

  it("waits for a commit to copy it where the thread cannot, and no thread is started in vain", async () => {
    const { store, path, watch } = await begin();
    await fill(store, watch, 600);
    await store.close();
    const db = new DatabaseSync(path);
    cleanups.push(() => db.close());
    db.exec("PRAGMA wal_autocheckpoint = 0; CREATE TABLE filler AS SELECT randomblob(20000000)");
    const started: Worker[] = [];
    const count = (worker: Worker): void => void started.push(worker);
    process.on("worker", count);
    cleanups.push(() => process.off("worker", count));
    const checkpoints = new Checkpoints(dirname(path), db);
    const first = once(process, "worker") as Promise<[Worker]>;
    checkpoints.consider();
    const [worker] = await first;
    await new Promise((resolve) => worker.once("exit", resolve));
    checkpoints.consider();
    await checkpoints.end();
    expect(started).toEqual([worker]);
  });

  it("begins anew under load without end, and no commit copies it", async () => {
    const { store, watch } = await begin();
    const json = JSON.stringify("x".repeat(9000));
    let written = 0;
    let longest = 0;
    let before = watch().log;
    for (let first = 1; written < 9000; first += GROUP) {
      const group = arrivals(Array.from({ length: GROUP }, (_, index) => first + index));
      await store.commit({ ...group, events: group.events.map((event) => ({ ...event, json })) });
      const { log } = watch();
      written += log > before ? log - before : log;
      longest = Math.max(longest, log);
      before = log;
    }
    // The longest that a commit finds, and what it adds.
    expect(longest).toBeLessThan(3000 + 700);
    await store.close();
  }, 60_000);

  it("is gone when the log is closed, even in the middle of a checkpoint", async () => {
    const { store, path, watch } = await begin();
    await fill(store, watch, 600);
    for (const cleanup of cleanups.splice(1)) await cleanup();
    await store.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
    const again = openSqliteStore({ path, onNotice: () => undefined });
    expect((await again.stats()).events % GROUP).toBe(0);
    await again.close();
  });
});

interface Waiting {
  /** Pages in the WAL, and how many of them the database has. */
  log: number;
  checkpointed: number;
}
