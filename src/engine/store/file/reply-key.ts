// The key that seals addresses of replies: a file of its own beside the log, 0600, made when it is first needed.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const NAME = "reply.key";

/** `path`: of the log. One that cannot be read is taken for none: what it sealed is worth nothing in half an hour. */
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
  } catch {
    // There is none yet.
  }
  writeFileSync(file, fresh, { mode: 0o600 });
  return fresh;
}
