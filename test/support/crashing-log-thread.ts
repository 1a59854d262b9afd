// The log's thread with a fault: its first three lives end right after a commit, before the engine hears of it.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { StoreChanges } from "../../src/engine/store/sqlite/write/store-changes.ts";
import type { CommitGroup } from "../../src/engine/store/store.ts";
import type { LogThreadData } from "../../src/engine/store/sqlite/thread/log-messages.ts";

const LIVES = 3;
const counterFile = `${(workerData as LogThreadData).path}.crashes`;

const crashes = existsSync(counterFile) ? Number(readFileSync(counterFile, "utf8")) : 0;
if (crashes < LIVES) {
  const commit = Reflect.get(StoreChanges.prototype, "commit") as (group: CommitGroup) => void;
  StoreChanges.prototype.commit = function (group) {
    commit.call(this, group);
    writeFileSync(counterFile, String(crashes + 1));
    process.exit(71);
  };
}

await import("../../src/engine/store/sqlite/thread/log-thread.ts");
