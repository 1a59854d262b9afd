// BullMQ on Redis (append-only file, fsync every second), doing the same signed POST.
import { Queue, Worker } from "bullmq";
import { reportQueue, type Job } from "./bulk-queue.ts";
import { CONNECTIONS } from "./load.ts";
import { createPoster } from "./post.ts";
import { startRedis } from "./redis.ts";

const [url = "", count = "0", warmup = "0"] = process.argv.slice(2);

const redis = await startRedis();
const connection = { host: "127.0.0.1", port: redis.port, maxRetriesPerRequest: null };
const poster = createPoster(url);
const queue = new Queue<Job>("bench", { connection });
const worker = new Worker<Job>("bench", ({ data }) => poster.post(data), {
  connection,
  concurrency: CONNECTIONS,
});
const jobs = {
  add: (all: readonly Job[]) => queue.addBulk(all.map((data) => ({ name: "deliver", data }))),
  onDone: (listener: () => void) => void worker.on("completed", listener),
};

try {
  await reportQueue(jobs, Number(count), Number(warmup));
} finally {
  await worker.close();
  await queue.close();
  await poster.close();
  await redis.stop();
}
