// A delivery log in a directory of its own, which goes with the test.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteStore } from "../../src/engine/store/sqlite/sqlite-store.ts";
import type { InboxHarness } from "../contract/inbox-suite.ts";
import type { StoreHarness } from "../contract/store-suite.ts";

/** A fresh directory, the log's path in it (one level down, not there yet), and its removal. */
export async function temporaryLog(): Promise<{
  path: string;
  remove: () => Promise<void>;
}> {
  const directory = await mkdtemp(join(tmpdir(), "event-webhooks-"));
  return {
    path: join(directory, "state", "log.sqlite"),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Opens a store on a fresh log, for the contract. */
export async function openSqliteHarness(): Promise<StoreHarness> {
  const { path, remove } = await temporaryLog();
  const open = () => openSqliteStore({ path, onNotice: () => undefined });
  let store = open();
  return {
    store,
    reopen: async () => {
      await store.close();
      store = open();
      return store;
    },
    dispose: async () => {
      await store.close();
      await remove();
    },
  };
}

/** Opens an inbox on a fresh log, for the contract. */
export async function openSqliteInboxHarness(): Promise<InboxHarness> {
  const { path, remove } = await temporaryLog();
  const open = () => openSqliteStore({ path, onNotice: () => undefined });
  let store = open();
  return {
    inbox: store.inbox,
    reopen: async () => {
      await store.close();
      store = open();
      return store.inbox;
    },
    dispose: async () => {
      await store.close();
      await remove();
    },
  };
}
