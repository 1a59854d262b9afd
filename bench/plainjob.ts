// plainjob, a queue on SQLite from npm (WAL, synchronous=NORMAL as it sets it), doing the same signed POST.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { defineQueue, defineWorker, type Connection } from "plainjob";
import { reportQueue, type Job } from "./bulk-queue.ts";
import { CONNECTIONS } from "./load.ts";
import { createPoster } from "./post.ts";

const TYPE = "deliver";
const [url = "", count = "0", warmup = "0"] = process.argv.slice(2);

const directory = mkdtempSync(join(tmpdir(), "event-webhooks-bench-plainjob-"));
const logger = { error: console.error, warn() {}, info() {}, debug() {} };
const queue = defineQueue({ connection: connectionTo(join(directory, "jobs.db")), logger });
const poster = createPoster(url);
let onCompleted = (): void => {};
// A worker makes one job at a time.
const workers = Array.from({ length: CONNECTIONS }, () =>
  defineWorker(TYPE, ({ data }) => poster.post(JSON.parse(data) as Job), {
    queue,
    pollIntervall: 5,
    logger,
    onCompleted: () => onCompleted(),
  }),
);
const jobs = {
  add: (all: readonly Job[]) => queue.addMany(TYPE, [...all]),
  onDone: (listener: () => void) => void (onCompleted = listener),
};

/** What plainjob asks of better-sqlite3, on Node's own SQLite. */
function connectionTo(filename: string): Connection {
  const db = new DatabaseSync(filename);
  const within =
    (begin: string, work: (...args: unknown[]) => unknown) =>
    (...args: unknown[]): unknown => {
      db.exec(begin);
      try {
        const result = work(...args);
        db.exec("COMMIT");
        return result;
      } catch (error) {
        db.exec("ROLLBACK");
        throw error;
      }
    };
  const connection = {
    driver: "better-sqlite3",
    filename,
    pragma: (statement: string) => db.exec(`PRAGMA ${statement}`),
    exec: (statement: string) => db.exec(statement),
    prepare: (statement: string) => db.prepare(statement),
    transaction: (work: (...args: unknown[]) => unknown) =>
      Object.assign(within("BEGIN", work), { immediate: within("BEGIN IMMEDIATE", work) }),
    close: () => db.close(),
  };
  return connection as unknown as Connection;
}

const running = workers.map((worker) => worker.start());
try {
  await reportQueue(jobs, Number(count), Number(warmup));
} finally {
  await Promise.all(workers.map((worker) => worker.stop()));
  await Promise.all(running);
  queue.close();
  await poster.close();
  rmSync(directory, { recursive: true, force: true });
}
