// The log between processes: killed writers, one owner, readers meanwhile, permissions.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSqliteReader, openSqliteStore } from "../../src/engine/store/sqlite/sqlite-store.ts";
import type { Store } from "../../src/engine/store/store.ts";
import { temporaryLog } from "../support/sqlite-log.ts";
import { arrivals, deliveryId, group, noon } from "../support/store-samples.ts";

const writerScript = join(import.meta.dirname, "../support/store-writer.ts");
const perGroup = 7;

const modeOf = async (path: string): Promise<string> =>
  ((await stat(path)).mode & 0o777).toString(8);

describe("the log between processes", () => {
  let path: string;
  let remove: () => Promise<void>;
  const cleanups: (() => unknown)[] = [];

  beforeEach(async () => {
    ({ path, remove } = await temporaryLog());
  });
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
    await remove();
  });

  const open = (): Store => {
    const store = openSqliteStore({ path, onNotice: () => undefined });
    cleanups.push(() => store.close().catch(() => undefined));
    return store;
  };

  /** A writer in a process of its own: the lines it prints, and how to kill it. */
  const startWriter = (user: readonly string[] = []) => {
    const child = spawn(process.execPath, [writerScript, path, String(perGroup), ...user], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = once(child, "exit");
    const kill = async (): Promise<void> => {
      child.kill("SIGKILL");
      await exited;
    };
    cleanups.push(kill);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return {
      kill,
      line: async (): Promise<string> => {
        const { value, done } = await lines.next();
        if (done === true) throw new Error("the writer ended without a word");
        return value;
      },
      rest: async (): Promise<string[]> => {
        const left: string[] = [];
        for await (const line of { [Symbol.asyncIterator]: () => lines }) left.push(line);
        return left;
      },
    };
  };

  test("what was committed survives SIGKILL, and no group is half there", async () => {
    for (let round = 0; round < 3; round += 1) {
      ({ path, remove } = await replaceLog(remove));
      const writer = startWriter();
      for (let acknowledged = 0; acknowledged < 20 + 13 * round;) {
        acknowledged = Number(await writer.line());
      }
      await writer.kill();
      const durableGroups = Number((await writer.rest()).at(-1) ?? 20 + 13 * round);

      const store = open();
      const { events, pending, delivered } = await store.stats();
      expect(events).toBeGreaterThanOrEqual(durableGroups * perGroup);
      expect(events % perGroup).toBe(0);
      expect(delivered).toBe(events / perGroup - 1);
      expect(await store.releaseLeases(noon)).toBe(pending);
      expect(await store.list({ limit: 1_000_000 })).toHaveLength(events);
      await store.close();
    }
  });

  test("an owner in another process keeps a second one out, until it dies", async () => {
    const writer = startWriter();
    await writer.line();
    expect(open).toThrow(expect.objectContaining({ name: "StoreError", code: "locked" }));
    await writer.kill();
    expect((await open().stats()).events).toBeGreaterThan(0);
  });

  test("an owner in this process keeps a second one out, here and in another process", async () => {
    const store = open();
    expect(open).toThrow(expect.objectContaining({ code: "locked" }));
    expect(await startWriter().line()).toBe("locked");
    await store.commit(arrivals([1]));
    await store.close();
    expect((await open().stats()).events).toBe(1);
  });

  test("a reader sees what another process commits, and does not hinder it", async () => {
    const writer = startWriter();
    await writer.line();
    const reader = openSqliteReader({ path });
    cleanups.push(() => reader.close());
    const before = (await reader.stats()).events;
    const seen = before / perGroup;
    for (let committed = 0; committed <= seen;) committed = Number(await writer.line());
    expect((await reader.stats()).events).toBeGreaterThan(before);
    expect(await reader.list({ endpoint: "main", limit: 3 })).toHaveLength(3);
    expect((await reader.show(deliveryId(1)))?.attempts).toHaveLength(1);
  });

  test("a reader learns names that the owner met after it opened", async () => {
    const store = open();
    const reader = openSqliteReader({ path });
    cleanups.push(() => reader.close());
    await store.commit(arrivals([1], { endpoint: "new-one" }));
    expect(await reader.list({ endpoint: "new-one", limit: 10 })).toHaveLength(1);
  });

  test("a reader works when no engine runs", async () => {
    const store = open();
    await store.commit(arrivals([1]));
    await store.close();
    const reader = openSqliteReader({ path });
    cleanups.push(() => reader.close());
    expect(await reader.list({ limit: 10 })).toMatchObject([{ id: deliveryId(1) }]);
  });

  test("a reader of a log that is not there is told so and leaves nothing behind", async () => {
    expect(() => openSqliteReader({ path })).toThrow(expect.objectContaining({ code: "io" }));
    await expect(stat(dirname(path))).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("only the owner of the files can read them", async () => {
    await mkdir(dirname(path), { mode: 0o755 });
    const store = open();
    await store.commit(arrivals([1]));
    await store.commit(group({ deliveries: [] }));
    expect(await modeOf(dirname(path))).toBe("700");
    for (const suffix of ["", "-wal", "-shm", "-owner"]) {
      expect(await modeOf(path + suffix), suffix).toBe("600");
    }
  });

  test("a directory that cannot be written is reported as read-only", async () => {
    const parent = dirname(dirname(path));
    await chmod(parent, 0o555);
    // What is in it could not be removed otherwise, when this fails.
    cleanups.push(() => chmod(parent, 0o700));
    // Root may write anywhere: then the writer becomes nobody.
    const writer = startWriter(process.getuid?.() === 0 ? ["65534"] : []);
    expect(await writer.line()).toBe("read-only");
  });
});

async function replaceLog(remove: () => Promise<void>): ReturnType<typeof temporaryLog> {
  await remove();
  return temporaryLog();
}
