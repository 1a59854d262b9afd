// The log's thread with a fault: its first life ends right after a commit, before the engine hears of it.
import { existsSync, writeFileSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { StoreChanges } from "../../src/engine/store/sqlite/write/store-changes.ts";
import type { LogThreadData } from "../../src/engine/store/sqlite/thread/log-messages.ts";

const crashed = `${(workerData as LogThreadData).path}.crashed`;

if (!existsSync(crashed)) {
  const commit = Reflect.get(StoreChanges.prototype, "commit");
  StoreChanges.prototype.commit = function (group) {
    commit.call(this, group);
    writeFileSync(crashed, "");
    process.exit(71);
  };
}

await import("../../src/engine/store/sqlite/thread/log-thread.ts");
