// The inbox between processes: killed while it accepts, read beside its owner, brought up from an older format.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { StoredRequest } from "../../src/engine/inbox/inbox.ts";
import {
  openSqliteReader,
  openSqliteStore,
  type SqliteStore,
} from "../../src/engine/store/sqlite/sqlite-store.ts";
import { requestId, sampleRequest } from "../support/inbox-samples.ts";
import { temporaryLog } from "../support/sqlite-log.ts";
import { noon } from "../support/store-samples.ts";

const writerScript = fileURLToPath(new URL("../support/inbox-writer.ts", import.meta.url));
const perBatch = 5;
const leaseMs = 60_000;

describe("the inbox between processes", () => {
  let path: string;
  const cleanups: (() => unknown)[] = [];

  beforeEach(async () => {
    const log = await temporaryLog();
    ({ path } = log);
    cleanups.push(log.remove);
  });
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  });

  const open = (): SqliteStore => {
    const store = openSqliteStore({ path, onNotice: () => undefined });
    cleanups.push(() => store.close().catch(() => undefined));
    return store;
  };

  /** Kills a writer in the middle of its work. Returns how many batches it had called durable. */
  const killWriterAfter = async (batches: number): Promise<number> => {
    const child = spawn(process.execPath, [writerScript, path, String(perBatch)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = once(child, "exit");
    cleanups.push(() => child.kill("SIGKILL"));
    let told = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      told = Number(line);
      if (told === batches) child.kill("SIGKILL");
    }
    await exited;
    return told;
  };

  test.each([20, 33, 46])(
    "what was accepted survives SIGKILL after %i batches, and no batch is half there",
    async (batches) => {
      const told = await killWriterAfter(batches);
      expect(told).toBeGreaterThanOrEqual(batches);

      const { inbox } = open();
      const rows = await inbox.listRequests({ limit: 1_000_000 });
      expect(rows.length).toBeGreaterThanOrEqual(told * perBatch);
      expect(rows.length % perBatch).toBe(0);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
      const known = sampleRequest(0, { id: "req_again", dedupeKeys: [`body:${told * perBatch}`] });
      expect(await inbox.accept([known], 1)).toMatchObject([
        { kind: "duplicate", of: requestId(told * perBatch) },
      ]);
      expectEachToRunOnce(rows, await claimAll(inbox));
      expect(await inbox.nextRunDue()).toBe(noon + 1000 + leaseMs);
    },
  );

  const claimAll = async (inbox: SqliteStore["inbox"]): Promise<StoredRequest[]> => {
    const runs = await inbox.claimRuns({ now: noon + 1000, limit: 1_000_000, leaseMs });
    return runs.map(({ request }) => request);
  };

  test("runs of a process that was killed are taken over, once", async () => {
    const store = open();
    await store.inbox.accept([sampleRequest(1), sampleRequest(2)], 10);
    await store.inbox.claimRuns({ now: noon, limit: 1, leaseMs });
    await store.close();

    const { inbox } = open();
    expect(await inbox.releaseRuns(noon + 1)).toBe(1);
    const runs = await inbox.claimRuns({ now: noon + 1, limit: 10, leaseMs });
    expect(runs.map(({ restarted }) => restarted)).toEqual([false, true]);
    expect(await inbox.claimRuns({ now: noon + 1, limit: 10, leaseMs })).toEqual([]);
  });

  test("a reader sees requests beside the owner, and cannot change them", async () => {
    const { inbox } = open();
    const reader = openSqliteReader({ path });
    cleanups.push(() => reader.close());
    await inbox.accept([sampleRequest(1)], 10);
    expect(await reader.inbox.listRequests({ route: "alert", limit: 5 })).toHaveLength(1);
    expect(await reader.inbox.findRequest(requestId(1))).toMatchObject({
      body: { text: '{"n":1}' },
    });
    expect(Object.keys(reader.inbox).sort()).toEqual([
      "findRequest",
      "listRequests",
      "searchRequests",
    ]);
  });

  test("a batch of which one cannot be stored leaves nothing behind, in the tables and in the counts", async () => {
    const store = open();
    await store.inbox.accept([sampleRequest(1)], 10);
    const twin = sampleRequest(3, { httpStatus: 0.5 });
    await expect(store.inbox.accept([sampleRequest(2), twin], 10)).rejects.toThrow();
    expect(await store.inbox.findRequest(requestId(2))).toBeUndefined();
    expect(await store.inbox.accept([sampleRequest(2)], 2)).toEqual([{ kind: "stored" }]);
    expect(await store.inbox.accept([sampleRequest(4)], 2)).toEqual([{ kind: "full", waiting: 2 }]);
  });
});

/** Each row runs or was merged into one that does. */
function expectEachToRunOnce(rows: readonly StoredRequest[], runs: readonly StoredRequest[]): void {
  const running = new Set(runs.map(({ id }) => id));
  expect(running.size).toBe(runs.length);
  const merged = rows.filter(({ status }) => status === "merged");
  expect(running.size + merged.length).toBe(rows.length);
  for (const { mergedInto = "" } of merged) expect(running).toContain(mergedInto);
}

/** Takes back what the second step of the format added. */
