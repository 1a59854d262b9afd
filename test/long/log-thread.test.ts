// The log in the thread that the Gateway gives it keeps every contract of a log, and says why it cannot be opened.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../src/engine/store/sqlite/sqlite-store.ts";
import { describeFeeds } from "../contract/feed-suite.ts";
import { describeInbox } from "../contract/inbox-suite.ts";
import { describeStore } from "../contract/store-suite.ts";
import {
  inItsThread,
  openSqliteHarness,
  openSqliteInboxHarness,
  temporaryLog,
} from "../support/sqlite-log.ts";

describeStore("SQLite in its thread", () => openSqliteHarness(inItsThread));
describeFeeds("SQLite in its thread", () => openSqliteHarness(inItsThread));
describeInbox("SQLite in its thread", () => openSqliteInboxHarness(inItsThread));

describe("a log that cannot be opened in its thread", () => {
  const removals: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const remove of removals.splice(0)) await remove();
  });

  async function fresh(): Promise<string> {
    const { path, remove } = await temporaryLog();
    removals.push(remove);
    return path;
  }

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
