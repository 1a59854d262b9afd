// Throughput of one engine whose log is on a PostgreSQL: as `../ours.ts`, and what it made the server write.
import { withEngine } from "../engine.ts";
import { report } from "../report.ts";
import { deliverBySignals } from "./deliver.ts";
import { readWritten } from "./accounts.ts";

const [url = "", database = "", count = "0", warmup = "0", window = count] = process.argv.slice(2);
const total = Number(count) + Number(warmup);

const before = await readWritten(database);
let figures: Record<string, number> = {};
await withEngine(
  url,
  async (client) => {
    await deliverBySignals(client, Number(warmup), Number(window));
    const started = performance.now();
    const cpuBefore = process.cpuUsage();
    await deliverBySignals(client, Number(count), Number(window));
    const { user, system } = process.cpuUsage(cpuBefore);
    figures = {
      perSecond: (Number(count) * 1000) / (performance.now() - started),
      cpuUsEach: (user + system) / Number(count),
    };
  },
  { store: { url: database, schema: "bench" } },
);
const after = await readWritten(database);
report({
  ...figures,
  walBytesEach: (after.walBytes - before.walBytes) / total,
  commitsEach: (after.commits - before.commits) / total,
});
