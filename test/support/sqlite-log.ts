// A delivery log in a directory of its own, which goes with the test.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteStore, type SqliteStore } from "../../src/engine/store/sqlite/sqlite-store.ts";
import { openLogThread } from "../../src/engine/store/sqlite/thread/log-client.ts";
import { openLog } from "../../src/engine/store/sqlite/thread/open-log.ts";
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

type OpenLog = (path: string) => SqliteStore | Promise<SqliteStore>;

const inThisThread: OpenLog = (path) => openSqliteStore({ path, onNotice: () => undefined });

/** The log in the thread that the Gateway gives it. */
export const inItsThread: OpenLog = (path) =>
  openLogThread({ path, onNotice: () => undefined, onLost: () => undefined });

/** The log as the engine has it, which goes to that thread with its first commit. */
export const movingToItsThread: OpenLog = (path) =>
  openLog({ path, busyRows: 1, onNotice: () => undefined, onLost: () => undefined });

/** Opens a store on a fresh log, for the contract. */
export async function openSqliteHarness(opening: OpenLog = inThisThread): Promise<StoreHarness> {
  const { store, ...rest } = await reopening(opening, (opened) => opened);
  return { store, ...rest };
}

/** Opens an inbox on a fresh log, for the contract. */
export async function openSqliteInboxHarness(
  opening: OpenLog = inThisThread,
): Promise<InboxHarness> {
  const { store, reopen, dispose } = await reopening(opening, ({ inbox }) => inbox);
  return { inbox: store, reopen, dispose };
}

async function reopening<Port>(
  opening: OpenLog,
  portOf: (store: SqliteStore) => Port,
): Promise<{ store: Port; reopen: () => Promise<Port>; dispose: () => Promise<void> }> {
  const { path, remove } = await temporaryLog();
  let store = await opening(path);
  return {
    store: portOf(store),
    async reopen() {
      await store.close();
      store = await opening(path);
      return portOf(store);
    },
    async dispose() {
      await store.close();
      await remove();
    },
  };
}
