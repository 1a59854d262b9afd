// One engine per delivery log. Readers are never kept out.
import { DatabaseSync } from "node:sqlite";
import { asStoreError } from "./sqlite-failure.ts";
import { createPrivately } from "./private-file.ts";

const patienceMs = 500;

/**
 * Takes the log for this process and gives back the function that lets it go.
 *
 * `locking_mode=EXCLUSIVE` on the log would also shut out read-only readers. So the lock is an
 * exclusive transaction, never finished, on an empty database beside it: the kernel drops it when
 * the process dies, however it dies, and nothing stale can stay behind.
 * @throws StoreError "locked" when another engine owns it.
 */
export function takeOwnership(path: string, lockPath = `${path}-owner`): () => void {
  createPrivately(lockPath);
  const lock = new DatabaseSync(lockPath, { timeout: patienceMs });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    throw asStoreError(error, path);
  }
  return () => lock.close();
}
