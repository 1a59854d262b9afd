// A log that is damaged, too new, or has no room left.
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { formatVersion } from "../../src/engine/store/sqlite/file/migrations.ts";
import { openOwned } from "../../src/engine/store/sqlite/file/open.ts";
import {
  openSqliteReader,
  openSqliteStore,
  storeOn,
} from "../../src/engine/store/sqlite/sqlite-store.ts";
import type { Store } from "../../src/engine/store/store.ts";
import { temporaryLog } from "../support/sqlite-log.ts";
import { arrivals, delivered, group, noon, sampleEvent } from "../support/store-samples.ts";

describe("a log in trouble", () => {
  let path: string;
  let remove: () => Promise<void>;
  let notices: string[];
  let store: Store | undefined;

  beforeEach(async () => {
    ({ path, remove } = await temporaryLog());
    notices = [];
  });
  afterEach(async () => {
    await store?.close();
    store = undefined;
    await remove();
  });

  const open = (): Store => {
    store = openSqliteStore({ path, onNotice: (message) => notices.push(message) });
    return store;
  };
  const close = async (): Promise<void> => {
    await store?.close();
    store = undefined;
  };
  const fill = async (): Promise<void> => {
    await open().commit(arrivals(Array.from({ length: 500 }, (_, index) => index + 1)));
    await close();
  };
  const filesAside = async (): Promise<string[]> => {
    const names = await readdir(dirname(path));
    return names.filter((name) => name.startsWith(`${basename(path)}.corrupt-`)).sort();
  };
  const alter = (sql: string): void => {
    const db = new DatabaseSync(path);
    db.exec(sql);
    db.close();
  };

  test("a file that is no database is set aside whole, and a new log begins", async () => {
    await fill();
    await writeFile(path, "This is not a database. ".repeat(1000));
    await writeFile(`${path}-wal`, "nor a write-ahead log");
    const damaged = await readFile(path, "utf8");

    await open().commit(arrivals([1]));
    const aside = await filesAside();
    expect(await readFile(`${dirname(path)}/${aside[0]}`, "utf8")).toBe(damaged);
    expect(aside).toContain(`${aside[0]}-wal`);
    expect(notices).toEqual([expect.stringContaining(`${aside[0]}`)]);
    expect(await store?.stats()).toMatchObject({ events: 1 });
  });

  test("damage that is met while working is confirmed and set aside at the next start", async () => {
    await fill();
    await overwritePage(path, (content, pageBytes) =>
      Math.floor(content.lastIndexOf('{"id":"evt_00000010"}') / pageBytes),
    );

    await expect(open().list({ limit: 1000 })).rejects.toMatchObject({ code: "corrupt" });
    await close();
    expect(await filesAside()).toEqual([]);

    expect(await open().stats()).toMatchObject({ events: 0 });
    expect(await filesAside()).not.toEqual([]);
    expect(notices).toHaveLength(1);
  });

  test("damage that opening itself meets is set aside at once", async () => {
    await fill();
    const db = new DatabaseSync(path, { readOnly: true });
    const root = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'deliveries'").get();
    db.close();
    await overwritePage(path, () => Number(root?.["rootpage"]) - 1);

    expect(await open().stats()).toMatchObject({ events: 0 });
    expect(await filesAside()).not.toEqual([]);
  });

  test("a sound log is kept although damage was suspected", async () => {
    await fill();
    await writeFile(`${path}-suspect`, "");
    expect(await open().stats()).toMatchObject({ events: 500 });
    expect(notices).toEqual([]);
    await expect(stat(`${path}-suspect`)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("a log of a newer version is refused, named with both formats, and left alone", async () => {
    await fill();
    alter("PRAGMA user_version = 999");
    const refusal = expect.objectContaining({
      code: "newer-version",
      message: expect.stringMatching(/format 999.*up to \d+.*newer plugin version/u),
    });
    expect(open).toThrow(refusal);
    expect(() => openSqliteReader({ path })).toThrow(refusal);
    alter(`PRAGMA user_version = ${formatVersion}`);
    expect(await open().stats()).toMatchObject({ events: 500 });
  });

  test("a full disk takes nothing of a group, and the same group fits once there is room", async () => {
    const file = openOwned(path, () => undefined);
    store = storeOn(path, file);
    await store.commit(arrivals([1]));
    const pages = Number(file.db.prepare("PRAGMA page_count").get()?.["page_count"]);
    file.db.exec(`PRAGMA max_page_count = ${pages + 5}`);

    const secret = "do not repeat this body ".repeat(10_000);
    const large = group({
      events: [sampleEvent(2, { json: secret, type: "tool.called" })],
      settlements: [delivered(1)],
    });
    const failure = await store.commit(large).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "StoreError", code: "full" });
    expect(String(failure)).not.toContain("do not repeat");
    expect(await store.stats()).toMatchObject({ events: 1, pending: 1, delivered: 0 });

    file.db.exec("PRAGMA max_page_count = 1000000");
    const { events, deliveries } = arrivals([3], { endpoint: "unseen" });
    await store.commit({ ...large, events: [...large.events, ...events], deliveries });
    expect(await store.stats()).toMatchObject({ events: 3, pending: 1, delivered: 1 });
    expect(await store.list({ endpoint: "unseen", limit: 5 })).toHaveLength(1);
  });

  test.each([
    { name: "many steps", stepRows: 300 },
    { name: "one step", stepRows: 3000 },
  ])("a log pruned in $name is done when its pages are given back", async ({ stepRows }) => {
    const file = openOwned(path, () => undefined);
    store = storeOn(path, file);
    const numbers = Array.from({ length: 2000 }, (_, index) => index + 1);
    const json = JSON.stringify("x".repeat(1000));
    await store.commit({
      ...arrivals(numbers),
      events: numbers.map((number) => sampleEvent(number, { json })),
    });
    await store.commit(group({ settlements: numbers.map((number) => delivered(number)) }));
    const pageCount = (): number =>
      Number(file.db.prepare("PRAGMA page_count").get()?.["page_count"]);
    const before = pageCount();

    for (let done = false; !done;) {
      ({ done } = await store.prune({ olderThan: noon + 1, maxRows: 0, stepRows }));
    }
    expect(pageCount()).toBeLessThan(before / 2);
  });

  test("a log that cannot shrink, as one restored from a dump, is done when its rows are gone", async () => {
    openOwned(path, () => undefined).close();
    const restored = new DatabaseSync(path);
    restored.exec("PRAGMA auto_vacuum = NONE; VACUUM");
    restored.close();
    store = storeOn(
      path,
      openOwned(path, () => undefined),
    );
    const numbers = Array.from({ length: 2000 }, (_, index) => index + 1);
    await store.commit(arrivals(numbers));
    await store.commit(group({ settlements: numbers.map((number) => delivered(number)) }));
    const prune = { olderThan: noon + 1, maxRows: 0, stepRows: 3000 };
    expect(await store.prune(prune)).toEqual({ deleted: 2000, done: true });
  });
});

/** Destroys one page, found from the content and the page size; everything else stays readable. */
async function overwritePage(
  path: string,
  find: (content: Buffer, pageBytes: number) => number,
): Promise<void> {
  const content = await readFile(path);
  // The SQLite file format keeps the page size at offset 16.
  const pageBytes = content.readUInt16BE(16);
  const index = find(content, pageBytes);
  expect(index).toBeGreaterThan(0);
  await writeFile(path, content.fill(0xff, index * pageBytes, (index + 1) * pageBytes));
}
