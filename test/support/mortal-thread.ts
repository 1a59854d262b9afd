// The engine's thread with a short life: its first lives end after 0 to 400 ms, whatever they do then.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { workerData } from "node:worker_threads";
import type { ThreadData } from "../../src/engine/thread/messages.ts";

const LIVES = 4;
const LONGEST_LIFE_MS = 400;
const counterFile = `${(workerData as ThreadData).path}.lives`;

const lives = existsSync(counterFile) ? Number(readFileSync(counterFile, "utf8")) : 0;
if (lives < LIVES) {
  writeFileSync(counterFile, String(lives + 1));
  setTimeout(() => process.exit(70), Math.random() * LONGEST_LIFE_MS);
}

await import("../../src/engine/thread/thread.ts");
