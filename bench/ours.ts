// Throughput of the engine: every event on disk before it is sent, signed twice, each attempt in the log. A last
// argument names another script for its thread.
import { deliver, withEngine } from "./engine.ts";
import { reportPerSecond } from "./report.ts";

const [url = "", count = "0", warmup = "0", window = count, thread] = process.argv.slice(2);

await withEngine(
  url,
  async (client) => {
    await deliver(client, Number(warmup), Number(window));
    await reportPerSecond(Number(count), () => deliver(client, Number(count), Number(window)));
  },
  thread === undefined ? {} : { workerUrl: new URL(thread, import.meta.url) },
);
