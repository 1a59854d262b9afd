// The log in the thread that the Gateway gives it keeps every contract of a log, and says why it cannot be opened.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openLog } from "../../src/engine/store/sqlite/thread/open-log.ts";
import type { CommitGroup } from "../../src/engine/store/store.ts";
import { openSqliteStore } from "../../src/engine/store/sqlite/sqlite-store.ts";
import { describeFeeds } from "../contract/feed-suite.ts";
import { describeInbox } from "../contract/inbox-suite.ts";
import { describeStore } from "../contract/store-suite.ts";
import {
  inItsThread,
  movingToItsThread,
  openSqliteHarness,
  openSqliteInboxHarness,
  temporaryLog,
} from "../support/sqlite-log.ts";
import { arrivals } from "../support/store-samples.ts";

describeStore("SQLite on its way to its thread", () => openSqliteHarness(movingToItsThread));
describeFeeds("SQLite on its way to its thread", () => openSqliteHarness(movingToItsThread));
describeInbox("SQLite on its way to its thread", () => openSqliteInboxHarness(movingToItsThread));

const removals: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const remove of removals.splice(0)) await remove();
});

async function fresh(): Promise<string> {
  const { path, remove } = await temporaryLog();
  removals.push(remove);
  return path;
}

/** How many threads for a log were started since. */
function countThreads(): () => number {
  let started = 0;
  const count = ({ threadName }: Worker): void => {
    if (threadName === "event-webhooks-log") started += 1;
  };
  process.on("worker", count);
  removals.push(async () => void process.off("worker", count));
  return () => started;
}

const raise = (told: Error | string): never => {
  throw typeof told === "string" ? new Error(told) : told;
};

describe("a log that cannot be opened in its thread", () => {
  it("says that another engine owns it, and leaves it to that one", async () => {
    const path = await fresh();
    const owner = openSqliteStore({ path, onNotice: () => undefined });
    await expect(inItsThread(path)).rejects.toMatchObject({ name: "StoreError", code: "locked" });
    expect(await owner.stats()).toMatchObject({ events: 0 });
    await owner.close();
    const next = await inItsThread(path);
    await next.close();
  });

  it("says that its folder is a file", async () => {
    const path = await fresh();
    mkdirSync(dirname(dirname(path)), { recursive: true });
    writeFileSync(dirname(path), "");
    await expect(inItsThread(path)).rejects.toMatchObject({ name: "StoreError" });
  });
});

describe("a log that grows busy", () => {
  let last = 0;
  /** So many events, each with a delivery. */
  const some = (count: number): CommitGroup => {
    const numbers = Array.from({ length: count }, () => (last += 1));
    return arrivals(numbers);
  };

  it("moves once, loses nothing of what is written meanwhile, and stays owned", async () => {
    const path = await fresh();
    const starts = countThreads();
    const log = openLog({ path, busyRows: 4, onNotice: raise, onLost: raise });
    await log.commit(some(3));
    expect(starts()).toBe(0);
    const commits = Array.from({ length: 200 }, () => log.commit(some(1)));
    expect(() => openSqliteStore({ path, onNotice: raise })).toThrow(/another process holds it/);
    await Promise.all(commits);
    await vi.waitFor(() => expect(starts()).toBe(1));
    expect(await log.stats()).toMatchObject({ events: 203 });
    expect(() => openSqliteStore({ path, onNotice: raise })).toThrow(/another process holds it/);
    await log.close();
    const next = openSqliteStore({ path, onNotice: raise });
    expect(await next.stats()).toMatchObject({ events: 203 });
    await next.close();
  });

  it("stays where it is when no thread can be had, and says so", async () => {
    const path = await fresh();
    const notices: string[] = [];
    const log = openLog({
      path,
      busyRows: 1,
      workerUrl: new URL("file:///nowhere/log-thread.js"),
      onNotice: (message) => notices.push(message),
      onLost: raise,
    });
    for (let count = 0; count < 20; count += 1) await log.commit(some(1));
    await vi.waitFor(() => expect(notices).toHaveLength(1));
    expect(notices[0]).toMatch(
      /^the delivery log stays in the engine's thread for now: .*Cannot find module/,
    );
    await log.commit(some(1));
    expect(await log.stats()).toMatchObject({ events: 21 });
    await log.close();
  });
});
