// From a path to an open, owned, migrated database. Knows nothing of deliveries.
import { DatabaseSync } from "node:sqlite";
import { MOST_PAGES } from "./checkpoints.ts";
import { migrate, readFormat, formatVersion, refuseNewer } from "./migrations.ts";
import { takeOwnership } from "./owner-lock.ts";
import { createPrivately, preparePrivateDirectory } from "./private-file.ts";
import { clearSuspicion, isSuspect, setAside } from "./set-aside.ts";
import { asStoreError } from "./sqlite-failure.ts";
import { StoreError } from "../../store-error.ts";

export interface OpenDatabase {
  db: DatabaseSync;
  /** Closes the file, then lets others own it. */
  close: () => void;
}

/** Measured with 1 kB events in groups of 200: 16 kB pages cost 13 % less than 4 kB ones. */
const pragmas = `
  PRAGMA page_size = 16384;
  PRAGMA auto_vacuum = INCREMENTAL;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA wal_autocheckpoint = ${MOST_PAGES};
  PRAGMA journal_size_limit = 67108864;
  PRAGMA cache_size = -16384;
  PRAGMA temp_store = MEMORY;
  PRAGMA foreign_keys = OFF;
`;

const patienceMs = 2000;

/**
 * Makes this process the only owner of the log at `path`, and gives back the function that lets it go.
 * @throws StoreError "locked", "read-only" or "io".
 */
export function ownLog(path: string): () => void {
  try {
    preparePrivateDirectory(path);
    return takeOwnership(path);
  } catch (error) {
    throw asStoreError(error, path);
  }
}

/**
 * Opens the log for writing, as its only owner. A damaged file is set aside and a new one begun,
 * which `onNotice` is told.
 * @throws StoreError "locked", "newer-version", "read-only", "full" or "io".
 */
export function openOwned(path: string, onNotice: (message: string) => void): OpenDatabase {
  const release = ownLog(path);
  try {
    const { db, close } = openOfOwner(path, onNotice);
    return {
      db,
      close: () => {
        close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** The same where this process is the owner already, also by another of its threads. */
export function openOfOwner(path: string, onNotice: (message: string) => void): OpenDatabase {
  try {
    const db = openOrReplace(path, onNotice);
    return { db, close: () => db.close() };
  } catch (error) {
    throw asStoreError(error, path);
  }
}

/**
 * Opens the log read-only, also while an engine owns it.
 * @throws StoreError "newer-version", or "io" when there is no log or it is of an older format.
 */
export function openForReading(path: string): OpenDatabase {
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: patienceMs });
    try {
      refuseNewer(db, path);
      refuseOlder(db, path);
    } catch (error) {
      db.close();
      throw error;
    }
    return { db, close: () => db.close() };
  } catch (error) {
    throw asStoreError(error, path);
  }
}

function openOrReplace(path: string, onNotice: (message: string) => void): DatabaseSync {
  const first = openChecked(path);
  if ("db" in first) return first.db;
  onNotice(
    `The delivery log ${path} is damaged. It was set aside as ${first.kept}, and an empty one was begun; ` +
      "deliveries that were pending in it are not sent.",
  );
  const second = openChecked(path);
  if ("db" in second) return second.db;
  throw new StoreError("io", `${path}: a log that was just begun is damaged; check the disk`);
}

/** An open database, or where a damaged one was kept. */
function openChecked(path: string): { db: DatabaseSync } | { kept: string } {
  createPrivately(path);
  const db = new DatabaseSync(path, { timeout: patienceMs });
  try {
    refuseNewer(db, path);
    db.exec(pragmas);
    migrate(db);
    checkSuspect(db, path);
    return { db };
  } catch (error) {
    const failure = asStoreError(error, path);
    // Before the close: closing deletes the -wal, and with it what could still be read from it.
    const isDamaged = failure instanceof StoreError && failure.code === "corrupt";
    const kept = isDamaged ? setAside(path, new Date()) : undefined;
    db.close();
    if (kept === undefined) throw failure;
    return { kept };
  }
}

/** Reads the whole file, but only after damage was met: on a large log this takes seconds. */
function checkSuspect(db: DatabaseSync, path: string): void {
  if (!isSuspect(path)) return;
  const verdict = db.prepare("PRAGMA integrity_check(1)").get()?.["integrity_check"];
  if (verdict !== "ok") throw new StoreError("corrupt", `${path}: ${String(verdict)}`);
  clearSuspicion(path);
}

function refuseOlder(db: DatabaseSync, path: string): void {
  const found = readFormat(db);
  if (found === formatVersion) return;
  throw new StoreError(
    "io",
    `${path} has the older format ${found}; start the Gateway once, and it becomes format ${formatVersion}.`,
  );
}
