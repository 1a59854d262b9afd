// Directory and files that only their owner can read. Knows nothing of their content.
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";

/** Creates the directory of `path` and closes it to others (0700). */
export function preparePrivateDirectory(path: string): void {
  const directory = dirname(path);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
}

/** Makes sure that `path` exists and is 0600; SQLite gives -wal and -shm the mode of the main file. */
export function createPrivately(path: string): void {
  // Never open a file that exists: closing it would drop the POSIX locks that this process holds on it.
  if (!existsSync(path)) closeSync(openSync(path, "wx", 0o600));
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    if (existsSync(file)) chmodSync(file, 0o600);
  }
}
