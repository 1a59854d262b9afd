// Remembers whether storage works, and says so once when that changes. Retries nothing itself.
import { StoreError } from "../store/store-error.ts";
import type { Signals } from "../signals.ts";

export interface StorageTrouble {
  failed: (error: unknown) => void;
  worked: () => void;
  /** Why nothing can be written at the moment. */
  message: () => string | undefined;
}

export function createStorageTrouble(signals: Signals): StorageTrouble {
  let current: string | undefined;
  return {
    failed(error) {
      const message = describe(error);
      if (message === current) return;
      current = message;
      signals.emit("storage", message);
      signals.emit("notice", {
        level: "error",
        message: `storage: ${message}; events wait in memory and nothing new is sent until it works`,
      });
    },
    worked() {
      if (current === undefined) return;
      current = undefined;
      signals.emit("storage", undefined);
      signals.emit("notice", { level: "info", message: "storage works again" });
    },
    message: () => current,
  };
}

const WORDS: Record<StoreError["code"], string> = {
  full: "disk full",
  "read-only": "the database is read-only",
  locked: "another process holds the database",
  corrupt: "the database is damaged",
  "newer-version": "the database was written by a newer version",
  io: "the database cannot be written",
  taken: "another Gateway has it",
  away: "the database server is away",
  untrusted: "the database server cannot be trusted",
  denied: "the database server refuses the role",
  config: "the store's settings are wrong",
};

function describe(error: unknown): string {
  if (error instanceof StoreError) return `${WORDS[error.code]} (${error.message})`;
  return error instanceof Error ? error.message : String(error);
}
