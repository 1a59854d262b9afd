// The Gateway's end of the thread that decides: one work at a time, in the order in which they came, each with a
// deadline that ends the thread. What waits behind it goes on in the next one. Knows nothing of requests.
import { Worker } from "node:worker_threads";
import type { Route } from "../../config/route/route-settings.ts";
import type { Clock } from "../../engine/clock.ts";
import {
  notedStep,
  type Outcome,
  type FromThread,
  type ThreadData,
  type Work,
  type WorkName,
  type Works,
} from "./messages.ts";
import { createWaitingLine, type LineBounds, type Waiting } from "./waiting-line.ts";

export interface Decider {
  /** `bytes`: about how much the work holds while it waits. What `transfer` names is gone for the caller. */
  ask: <Name extends WorkName>(
    work: Extract<Work, { name: Name }>,
    load: { bytes: number; transfer?: readonly ArrayBuffer[] },
  ) => Promise<Outcome<Name>>;
  /** Works of a route that wait or are done now. */
  waiting: (route: string) => number;
  /** What waits is told that it is down. */
  end: () => Promise<void>;
}

export interface DeciderBounds extends LineBounds {
  /** For one work, ms. */
  deadlineMs: number;
  /** Heap of the thread. */
  maxHeapMb: number;
}

/**
 * The deadline: a megabyte of the worst JSON takes 0.1 s to read and to check, on a busy machine ten times that; and
 * senders wait for 5 to 10 s. The bytes: more than one body of the largest size that a route may have (25 MiB).
 */
export const BOUNDS: DeciderBounds = {
  deadlineMs: 2000,
  maxWorks: 256,
  maxBytes: 64 * 1024 * 1024,
  maxHeapMb: 512,
};
/** To load the packages, and to compile a route: a machine that swaps still makes it. */
const START_WITHIN_MS = 30_000;

export function createDecider(
  { routes, workerUrl = defaultWorkerUrl() }: { routes: readonly Route[]; workerUrl?: URL },
  clock: Clock,
  bounds: DeciderBounds = BOUNDS,
): Decider {
  const line = createWaitingLine(bounds);
  let thread: { worker: Worker; ready: boolean; progress: SharedArrayBuffer } | undefined;
  let current: Waiting | undefined;
  let cancelTimer = (): void => {};
  let isOver = false;

  /** Only for the thread that is the one now: an ended one may still have something to say. */
  function start(): void {
    const progress = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const data: ThreadData = { routes, progress };
    // The host's own flags (inspector, loaders) are not meant for this thread.
    const worker = new Worker(workerUrl, {
      name: "event-webhooks-decide",
      workerData: data,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: bounds.maxHeapMb },
    });
    worker.unref();
    const started = { worker, ready: false, progress };
    thread = started;
    worker.on("message", (message: FromThread) => {
      if (thread === started) receive(message);
    });
    worker.on("error", (error: Error & { code?: unknown }) => {
      if (thread !== started) return;
      const isMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      lose(isMemory ? `took more than ${bounds.maxHeapMb} MB` : undefined, error.message);
    });
    worker.on("exit", (code) => {
      if (thread === started) lose(undefined, `exit code ${code}`);
    });
    giveTime(START_WITHIN_MS);
  }

  function giveTime(ms: number, why?: string): void {
    cancelTimer();
    cancelTimer = clock.after(ms, () => lose(why, `it did not begin within ${ms} ms`));
  }

  /** The thread is gone, or has to go. `why`: what the current work did. */
  function lose(why: string | undefined, reason: string): void {
    cancelTimer();
    const lost = thread;
    thread = undefined;
    void lost?.worker.terminate();
    const ended = current;
    current = undefined;
    if (ended !== undefined && lost !== undefined && why !== undefined) {
      ended.settle({ kind: "overrun", step: notedStep(lost.progress), why });
    } else if (ended !== undefined) ended.settle({ kind: "down", reason });
    // A thread that never began would not begin for the others either.
    if (lost?.ready !== true)
      for (const waiting of line.clear()) waiting.settle({ kind: "down", reason });
    next();
  }

  function receive(message: FromThread): void {
    if (message.kind === "begun") {
      giveTime(bounds.deadlineMs, `took longer than ${bounds.deadlineMs} ms`);
      return;
    }
    cancelTimer();
    if (message.kind === "ready") {
      if (thread) thread.ready = true;
    } else {
      const ended = current;
      current = undefined;
      if (ended !== undefined) ended.settle(outcomeOf(message));
    }
    next();
  }

  function next(): void {
    if (isOver || current !== undefined || line.all().length === 0) return;
    if (thread === undefined) start();
    if (thread?.ready !== true) return;
    current = line.next();
    if (current === undefined) return;
    const { work, transfer } = current;
    thread.worker.postMessage(work, [...transfer]);
    giveTime(START_WITHIN_MS);
  }

  return {
    ask(work, load) {
      return new Promise((resolve) => {
        const settleAs = resolve as (outcome: Outcome<WorkName>) => void;
        if (isOver) return settleAs({ kind: "down", reason: "the plugin stops" });
        const { transfer = [] } = load;
        const waiting = { work, bytes: load.bytes, transfer, settle: settleAs };
        if (!line.add(waiting, current)) return settleAs({ kind: "full" });
        next();
      });
    },
    waiting: (route) =>
      [current, ...line.all()].filter((waiting) => waiting?.work.route === route).length,
    async end() {
      isOver = true;
      cancelTimer();
      const { worker } = thread ?? {};
      thread = undefined;
      const left = [current, ...line.clear()];
      current = undefined;
      for (const waiting of left) waiting?.settle({ kind: "down", reason: "the plugin stops" });
      await worker?.terminate();
    },
  };
}

function outcomeOf(message: Extract<FromThread, { kind: "answer" | "failed" }>): Outcome<WorkName> {
  if (message.kind === "failed") return { kind: "down", reason: message.reason };
  const { value, blocks } = message;
  return { kind: "done", answer: value as Works[WorkName]["answer"], blocks };
}

// The sources run as they stand in development; the build turns this file and the thread into .js.
function defaultWorkerUrl(): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`./decide-thread.${extension}`, import.meta.url);
}
