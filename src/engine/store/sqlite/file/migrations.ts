// Brings a file to the format that this code writes, or refuses it.
import type { DatabaseSync } from "node:sqlite";
import { StoreError } from "../../store-error.ts";
import { steps } from "./format-steps.ts";

/** The format this code writes; kept in the file as `user_version`. */
export const formatVersion = steps.length;

/** The format of an open file; 0 = empty. */
export function readFormat(db: DatabaseSync): number {
  return Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
}

/** Throws `StoreError` "newer-version" for a file that this code does not understand. */
export function refuseNewer(db: DatabaseSync, path: string): void {
  const found = readFormat(db);
  if (found <= formatVersion) return;
  throw new StoreError(
    "newer-version",
    `${path} has format ${found}, and this version of the plugin reads formats up to ${formatVersion}. ` +
      "Install the newer plugin version again, or move the file away to start with an empty log.",
  );
}

/** Brings an open file to a format, one transaction per step. */
export function migrate(db: DatabaseSync, format = formatVersion): void {
  for (let version = readFormat(db); version < format; version += 1) {
    db.exec(`BEGIN IMMEDIATE; ${steps[version]}; PRAGMA user_version = ${version + 1}; COMMIT`);
  }
}
