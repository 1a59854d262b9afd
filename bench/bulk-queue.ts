// How every job queue beside ours is measured: events added in bulks, until the last of them is done.
import { eventRecord } from "./load.ts";
import { reportPerSecond } from "./report.ts";

const BULK = 200;

export interface Job {
  id: string;
  json: string;
}

export interface BulkQueue {
  add: (jobs: readonly Job[]) => unknown;
  /** Calls back once for each job that is done. */
  onDone: (listener: () => void) => void;
}

/** Does `warmup` jobs that are not counted, then reports how many of `count` were done in a second. */
export async function reportQueue(queue: BulkQueue, count: number, warmup: number): Promise<void> {
  let left = 0;
  let finished = (): void => {};
  queue.onDone(() => {
    left -= 1;
    if (left === 0) finished();
  });
  async function run(total: number): Promise<void> {
    if (total === 0) return;
    left = total;
    const all = new Promise<void>((resolve) => (finished = resolve));
    for (let added = 0; added < total; added += BULK) {
      const size = Math.min(BULK, total - added);
      await queue.add(Array.from({ length: size }, newJob));
    }
    await all;
  }
  await run(warmup);
  await reportPerSecond(count, () => run(count));
}

function newJob(): Job {
  const { id, json } = eventRecord(Date.now());
  return { id, json };
}
