// What SQLite and the file system report, as the port's StoreError. Decides nothing else.
import { StoreError } from "../../store-error.ts";

type FileFailure = Exclude<
  StoreError["code"],
  "away" | "denied" | "untrusted" | "config" | "taken"
>;

/** Primary result codes, https://sqlite.org/rescode.html. */
const codes = new Map<number, FileFailure>([
  [5, "locked"],
  [6, "locked"],
  [8, "read-only"],
  [11, "corrupt"],
  [13, "full"],
  [26, "corrupt"],
]);

const fileCodes = new Map<string, FileFailure>([
  ["EACCES", "read-only"],
  ["EPERM", "read-only"],
  ["EROFS", "read-only"],
  ["ENOSPC", "full"],
  ["EDQUOT", "full"],
]);

const advice: Record<FileFailure, string> = {
  "newer-version": "it was written by a newer version of the plugin",
  corrupt: "it is damaged; restart the Gateway, and it is checked and set aside",
  full: "the disk is full; make room, and deliveries go on",
  "read-only": "it cannot be written; check the owner and the permissions of the directory",
  locked: "another process holds it; only one Gateway can own a delivery log",
  io: "reading or writing failed; check the disk",
};

/** The same failure as `StoreError`; anything that is not a storage failure comes back as it is. */
export function asStoreError(error: unknown, path: string): unknown {
  if (error instanceof StoreError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  if (code === undefined) return error;
  return new StoreError(code, `${path}: ${advice[code]} (${reason(error)})`, { cause: error });
}

function codeOf(error: Error): FileFailure | undefined {
  // Extended codes keep the primary one in their low byte.
  if ("errcode" in error) return codes.get(Number(error.errcode) & 0xff) ?? "io";
  if (!("code" in error) || !("syscall" in error)) return undefined;
  return fileCodes.get(String(error.code)) ?? "io";
}

function reason(error: Error): string {
  // SQLite tells some failures by their name alone.
  if (!("errstr" in error) || error.errstr === error.message) return error.message;
  return `${String(error.errstr)}: ${error.message}`;
}
