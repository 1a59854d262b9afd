// The file whose log is copied: opened as its only owner, with nothing leased in it, and known by a number of its own.
import { randomInt } from "node:crypto";
import { existsSync, rmSync, statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { openOwned } from "../../sqlite/file/open.ts";
import { takeOwnership } from "../../sqlite/file/owner-lock.ts";
import { setAside } from "../../sqlite/file/set-aside.ts";
import { storeOn } from "../../sqlite/sqlite-store.ts";
import { Dictionary } from "../../sqlite/write/names.ts";
import { StoreError } from "../../store-error.ts";

export interface OpenedFile {
  db: DatabaseSync;
  dictionary: Dictionary;
  /** Stands in the file itself (`application_id`): the shared log knows by it what it has of this file. */
  id: string;
  /** Out of the way of whoever opens a log here next. Returns its new name. */
  setAside: () => string;
  close: () => Promise<void>;
}

const GATEWAY_HAS_IT =
  "a Gateway has it open. Set `store` in its settings and restart it, or stop it; then run this again";

/** @throws StoreError in words for a person where it cannot be copied from. */
export async function openFile(path: string): Promise<OpenedFile> {
  if (!existsSync(path)) {
    throw new StoreError("io", `there is no log at ${path}: nothing to copy`);
  }
  const copierLock = `${path}-copier`;
  const letGo = lock(path, copierLock);
  try {
    return await openLocked(path, () => {
      letGo();
      rmSync(copierLock, { force: true });
    });
  } catch (error) {
    letGo();
    throw isLocked(error) ? new StoreError("locked", `${path}: ${GATEWAY_HAS_IT}`) : error;
  }
}

function lock(path: string, copierLock: string): () => void {
  try {
    return takeOwnership(path, copierLock);
  } catch (error) {
    if (!isLocked(error)) throw error;
    throw new StoreError(
      "locked",
      `${path}: another \`store migrate\` is copying it at this moment`,
    );
  }
}

async function openLocked(path: string, letGo: () => void): Promise<OpenedFile> {
  const file = openOwned(path, (damage) => {
    throw new StoreError("corrupt", damage);
  });
  const store = storeOn(path, file);
  // As at a start: what was on its way waits, and all that was planned has its row.
  const now = Date.now();
  await store.releaseLeases(now);
  await store.inbox.releaseRuns(now);
  let keptAs: string | undefined;
  return {
    db: file.db,
    dictionary: new Dictionary(file.db),
    id: numberOf(file.db),
    setAside() {
      file.db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      keptAs = setAside(path, new Date(), "migrated");
      return keptAs;
    },
    async close() {
      await store.close();
      letGo();
      if (keptAs !== undefined) removeEmptyLog(keptAs);
    },
  };
}

/** Made at the first copy, and durable before anything of it is. */
function numberOf(db: DatabaseSync): string {
  const known = Number(db.prepare("PRAGMA application_id").get()?.["application_id"]);
  const number = known === 0 ? randomInt(1, 2 ** 31 - 1) : known;
  if (known === 0) db.exec(`PRAGMA application_id = ${number}`);
  return number.toString(16);
}

/** Moved with the file, and not needed where all of it is in the file. */
function removeEmptyLog(path: string): void {
  if (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size !== 0) return;
  for (const suffix of ["-wal", "-shm"]) rmSync(path + suffix, { force: true });
}

function isLocked(error: unknown): boolean {
  return error instanceof StoreError && error.code === "locked";
}
