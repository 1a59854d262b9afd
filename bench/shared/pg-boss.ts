// pg-boss doing the same signed POST, as its pages advise for speed: jobs inserted and fetched in batches, workers woken
// by NOTIFY and fetching on while batches come back full, each job's own result. A job counts when it was posted, before
// that is stored.
import { PgBoss } from "pg-boss";
import { reportQueue, type Job } from "../bulk-queue.ts";
import { createPoster } from "../post.ts";

const [url = "", database = "", count = "0", warmup = "0"] = process.argv.slice(2);
const QUEUE = "deliver";
/** Together as many as our 64 connections, and a batch to come. */
const WORKERS = 4;
const BATCH = 32;

const boss = new PgBoss({ connectionString: database, useListenNotify: true });
boss.on("error", console.error);
await boss.start();
await boss.createQueue(QUEUE, { notify: true });
const poster = createPoster(url);
let onDone = (): void => {};
await boss.work<Job>(
  QUEUE,
  {
    batchSize: BATCH,
    localConcurrency: WORKERS,
    pollingIntervalSeconds: 0.5,
    notifyPollingIntervalSeconds: 0.5,
    burstWhenBatchFull: true,
    perJobResults: true,
  },
  async (jobs) =>
    Promise.all(
      jobs.map(async ({ id, data }) => {
        await poster.post(data);
        onDone();
        return { id, status: "completed" as const };
      }),
    ),
);
const queue = {
  add: (all: readonly Job[]) =>
    boss.insert(
      QUEUE,
      all.map((data) => ({ data })),
    ),
  onDone: (listener: () => void) => void (onDone = listener),
};

try {
  await reportQueue(queue, Number(count), Number(warmup));
} finally {
  await boss.stop({ graceful: false });
  await poster.close();
}
