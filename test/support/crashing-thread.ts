// The engine's thread with a fault: its first three lives end right after a commit, before it is acknowledged.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import type { FromThread, ThreadData } from "../../src/engine/thread/messages.ts";

const LIVES = 3;
const counterFile = `${(workerData as ThreadData).path}.crashes`;
const port = parentPort;
if (!port) throw new Error("this is the entry of a worker thread");

const crashes = existsSync(counterFile) ? Number(readFileSync(counterFile, "utf8")) : 0;
if (crashes < LIVES) {
  const post = port.postMessage.bind(port);
  port.postMessage = (message: FromThread): void => {
    if (message.kind !== "committed") {
      post(message);
      return;
    }
    writeFileSync(counterFile, String(crashes + 1));
    process.exit(70);
  };
}

await import("../../src/engine/thread/thread.ts");
