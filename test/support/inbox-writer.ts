// Child process: owns a log and accepts requests, batch after batch, until it is killed, telling what is durable.
// Arguments: path of the log, requests per batch. Prints the number of each accepted batch.
import { writeSync } from "node:fs";
import { openSqliteStore } from "../../src/engine/store/sqlite/sqlite-store.ts";
import { joiningRequest, sampleRequest } from "./inbox-samples.ts";

const [path = "", size = "1"] = process.argv.slice(2);
const perBatch = Number(size);

const { inbox } = openSqliteStore({ path, onNotice: () => undefined });
for (let batches = 0; ; batches += 1) {
  const first = batches * perBatch + 1;
  const requests = Array.from({ length: perBatch }, (_, index) => sampleRequest(first + index));
  // The last of each batch joins that of the batch before.
  requests[perBatch - 1] = joiningRequest(first + perBatch - 1);
  await inbox.accept(requests, Number.MAX_SAFE_INTEGER);
  writeSync(1, `${batches + 1}\n`);
}
