// A log that is damaged, or was copied elsewhere, is kept for whoever wants to look at it, and out of the way. Deletes
// nothing of it.
import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** Moves the file with its -wal and -shm to `<name>.<why>-<time>` and gives back the new name. */
export function setAside(path: string, now: Date, why: "corrupt" | "migrated" = "corrupt"): string {
  const target = `${path}.${why}-${now.toISOString().replace(/[:.]/gu, "-")}`;
  for (const suffix of ["", "-wal", "-shm"]) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  }
  clearSuspicion(path);
  return target;
}

/** Remembers, for the next start, that damage was met: only then is the whole file worth reading. */
export function suspect(path: string): void {
  writeFileSync(`${path}-suspect`, "", { mode: 0o600 });
}

export function isSuspect(path: string): boolean {
  return existsSync(`${path}-suspect`);
}

export function clearSuspicion(path: string): void {
  rmSync(`${path}-suspect`, { force: true });
}
