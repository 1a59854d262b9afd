// Where this engine's log is: a file of its own, or a database that others share. Loads the client of the second by need.
import { dirname, join } from "node:path";
import type { Clock } from "../clock.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { openLog } from "../store/sqlite/thread/open-log.ts";
import type { Store } from "../store/store.ts";
import { StoreError } from "../store/store-error.ts";
import type { SharedStore } from "./messages.ts";

export interface OpenStoreOptions {
  /** Of the file. */
  path: string;
  shared?: SharedStore;
  version: string;
  clock: Clock;
  /** Entry of the file's thread; default: the package's own. */
  logWorkerUrl?: URL;
  onNotice: (message: string) => void;
  /** The file's thread ended by itself: this one cannot go on. */
  onLost: (error: Error) => void;
  /** The shared one is away; `undefined`: it is back. */
  onAway: (message: string | undefined) => void;
}

export async function openStore(options: OpenStoreOptions): Promise<Store & { inbox: Inbox }> {
  const { path, shared, clock, version, onNotice, onAway } = options;
  if (shared === undefined) {
    const { logWorkerUrl: workerUrl, onLost } = options;
    return openLog({ path, onNotice, onLost, ...(workerUrl && { workerUrl }) });
  }
  const { openSharedStore } = await import("../store/postgres/open.ts");
  const { settings, instance } = shared;
  const usable =
    "problem" in settings ? { url: "postgres://unknown", schema: "unknown" } : settings;
  const store = openSharedStore({
    ...usable,
    ...("problem" in settings && { refused: new StoreError("config", settings.problem) }),
    spoolPath: join(dirname(path), "spool.sqlite"),
    instance,
    version,
    clock,
    onAway,
    onLost: onNotice,
  });
  await store.start();
  return store;
}
