// BullMQ on Redis (append-only file, fsync every second), doing the same signed POST.
import { Queue, Worker } from "bullmq";
import { Pool } from "undici";
import { CONNECTIONS, eventRecord, signed, USER_AGENT } from "./load.ts";
import { startRedis } from "./redis.ts";
import { reportPerSecond } from "./report.ts";

const BULK = 200;
const [url = "", count = "0", warmup = "0"] = process.argv.slice(2);

const redis = await startRedis();
const connection = { host: "127.0.0.1", port: redis.port, maxRetriesPerRequest: null };
const pool = new Pool(new URL(url).origin, { connections: CONNECTIONS, pipelining: 1 });
const queue = new Queue("bench", { connection });
let done = 0;
let onDone = (): void => {};
const worker = new Worker(
  "bench",
  async ({ data }: { data: { id: string; json: string } }) => {
    const { timestamp, signature } = signed(data.json);
    const response = await pool.request({
      method: "POST",
      path: new URL(url).pathname,
      headers: {
        "content-type": "application/json",
        "user-agent": USER_AGENT,
        "webhook-id": data.id,
        "x-openclaw-timestamp": timestamp,
        "x-openclaw-signature": signature,
      },
      body: data.json,
    });
    await response.body.dump();
  },
  { connection, concurrency: CONNECTIONS },
);
worker.on("completed", () => {
  done += 1;
  onDone();
});

async function run(total: number): Promise<void> {
  if (total === 0) return;
  done = 0;
  const all = new Promise<void>((resolve) => {
    onDone = () => {
      if (done === total) resolve();
    };
  });
  for (let added = 0; added < total; added += BULK) {
    const size = Math.min(BULK, total - added);
    await queue.addBulk(
      Array.from({ length: size }, () => {
        const { id, json } = eventRecord(Date.now());
        return { name: "deliver", data: { id, json } };
      }),
    );
  }
  await all;
}

try {
  await run(Number(warmup));
  await reportPerSecond(Number(count), () => run(Number(count)));
} finally {
  await worker.close();
  await queue.close();
  await pool.close();
  await redis.stop();
}
