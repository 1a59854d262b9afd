// graphile-worker doing the same signed POST, as its page on performance advises: a local queue of 500, completions
// stored in batches, jobs added in batches. A job counts when it was posted, before that is stored.
import { Logger, makeWorkerUtils, run } from "graphile-worker";
import { reportQueue, type Job } from "../bulk-queue.ts";
import { CONNECTIONS } from "../load.ts";
import { createPoster } from "../post.ts";

const [url = "", database = "", count = "0", warmup = "0"] = process.argv.slice(2);
const TASK = "deliver";

const poster = createPoster(url);
let onDone = (): void => {};
const runner = await run({
  preset: {
    worker: {
      connectionString: database,
      concurrentJobs: CONNECTIONS,
      maxPoolSize: 25,
      localQueue: { size: 500 },
      completeJobBatchDelay: 0,
      failJobBatchDelay: 0,
      logger: new Logger(() => () => undefined),
    },
  },
  taskList: {
    async [TASK](payload) {
      await poster.post(payload as Job);
      onDone();
    },
  },
});
const adding = await makeWorkerUtils({ connectionString: database });
const queue = {
  add: (all: readonly Job[]) =>
    adding.addJobs(all.map((payload) => ({ identifier: TASK, payload }))),
  onDone: (listener: () => void) => void (onDone = listener),
};

try {
  await reportQueue(queue, Number(count), Number(warmup));
} finally {
  await runner.stop();
  await adding.release();
  await poster.close();
}
