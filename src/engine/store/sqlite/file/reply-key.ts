// The key that seals addresses of replies and secrets that were brought: a file of its own beside the log, 0600, made when it is first needed.
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

const NAME = "reply.key";

/** `path`: of the log. One of another length is taken for none: what it sealed cannot be opened, and is said to be so. */
export function replyKeyBeside(path: string, make: () => Uint8Array): () => Uint8Array {
  let known: Uint8Array | undefined;
  return () => {
    known ??= readOrCreate(join(dirname(path), NAME), make);
    return known;
  };
}

function readOrCreate(file: string, make: () => Uint8Array): Uint8Array {
  const fresh = make();
  try {
    const kept = readFileSync(file);
    if (kept.byteLength === fresh.byteLength) return kept;
  } catch (error) {
    // There is none yet. One that is there and cannot be read must not be written over.
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  writeDurably(file, fresh);
  return fresh;
}

/** What is sealed with it is durable, and so must it be. */
function writeDurably(file: string, bytes: Uint8Array): void {
  const handle = openSync(file, "w", 0o600);
  try {
    writeSync(handle, bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
