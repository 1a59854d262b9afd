// plainjob, a queue on SQLite from npm (WAL, synchronous=NORMAL as it sets it), doing the same signed POST.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { defineQueue, defineWorker, type Connection, type Job } from "plainjob";
import { Pool } from "undici";
import { CONNECTIONS, eventRecord, signed, USER_AGENT } from "./load.ts";
import { reportPerSecond } from "./report.ts";

const BULK = 200;
const [url = "", count = "0", warmup = "0"] = process.argv.slice(2);

const directory = mkdtempSync(join(tmpdir(), "event-webhooks-bench-plainjob-"));
const silent = { error: console.error, warn() {}, info() {}, debug() {} };
const queue = defineQueue({ connection: connectionTo(join(directory, "jobs.db")), logger: silent });
const pool = new Pool(new URL(url).origin, { connections: CONNECTIONS, pipelining: 1 });
let done = 0;
let onDone = (): void => {};

// A worker makes one job at a time.
const workers = Array.from({ length: CONNECTIONS }, () =>
  defineWorker("deliver", post, {
    queue,
    pollIntervall: 5,
    logger: silent,
    onCompleted: () => {
      done += 1;
      onDone();
    },
  }),
);

async function post({ data }: Job): Promise<void> {
  const { id, json } = JSON.parse(data) as { id: string; json: string };
  const { timestamp, signature } = signed(json);
  const response = await pool.request({
    method: "POST",
    path: new URL(url).pathname,
    headers: {
      "content-type": "application/json",
      "user-agent": USER_AGENT,
      "webhook-id": id,
      "x-openclaw-timestamp": timestamp,
      "x-openclaw-signature": signature,
    },
    body: json,
  });
  await response.body.dump();
}

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
    const jobs = Array.from({ length: size }, () => {
      const { id, json } = eventRecord(Date.now());
      return { id, json };
    });
    queue.addMany("deliver", jobs);
  }
  await all;
}

/** What plainjob asks of better-sqlite3, on Node's own SQLite. */
function connectionTo(filename: string): Connection {
  const db = new DatabaseSync(filename);
  const inside = (begin: string, work: () => unknown): unknown => {
    db.exec(begin);
    try {
      const result = work();
      db.exec("COMMIT");
      return result;
    } catch (error) {
      db.exec("ROLLBACK");
      throw error;
    }
  };
  return {
    driver: "better-sqlite3",
    filename,
    pragma: (statement) => db.exec(`PRAGMA ${statement}`),
    exec: (statement) => db.exec(statement),
    prepare: (statement) => db.prepare(statement),
    transaction: ((work: (...args: unknown[]) => unknown) => {
      const deferred = (...args: unknown[]): unknown => inside("BEGIN", () => work(...args));
      const immediate = (...args: unknown[]): unknown =>
        inside("BEGIN IMMEDIATE", () => work(...args));
      return Object.assign(deferred, { immediate });
    }) as Connection["transaction"],
    close: () => db.close(),
  } as Connection;
}

for (const worker of workers) void worker.start();
try {
  await run(Number(warmup));
  await reportPerSecond(Number(count), () => run(Number(count)));
} finally {
  await Promise.all(workers.map((worker) => worker.stop()));
  queue.close();
  await pool.close();
  rmSync(directory, { recursive: true, force: true });
}
