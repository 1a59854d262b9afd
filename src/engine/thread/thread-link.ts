// The Gateway's end of the engine's thread: starts it, starts it again when it dies, matches answers to calls.
// Knows neither events nor endpoints.
import { Worker } from "node:worker_threads";
import type { Clock } from "../clock.ts";
import type { EngineCalls } from "../calls.ts";
import type { CallName, FromThread, ThreadData, ToThread } from "./messages.ts";

/** `code`: "timeout", "engine-down", or the code of what the engine threw. */
export class EngineCallError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "EngineCallError";
    this.code = code;
  }
}

export type CallEngine = <Name extends CallName>(
  method: Name,
  args: Parameters<EngineCalls[Name]>,
  timeoutMs?: number,
) => ReturnType<EngineCalls[Name]>;

export interface ThreadLink {
  /** Starts the first thread. */
  start: () => void;
  post: (message: ToThread) => void;
  /** Rejects with an EngineCallError. */
  call: CallEngine;
  /** Keeps the process alive until `work` ends; nothing else here does. */
  holdFor: <Result>(work: Promise<Result>) => Promise<Result>;
  restarts: () => number;
  /** Ends the thread, whatever it does, and starts none again. */
  end: () => Promise<void>;
  /** Ends this thread; the next one starts after a pause. */
  restart: () => void;
}

export interface ThreadLinkPorts {
  workerUrl: URL;
  data: ThreadData;
  clock: Clock;
  /** A thread was started: it may be posted to. */
  onUp: () => void;
  onMessage: (message: FromThread) => void;
  /** It died: nothing can be posted until the next `onUp`. */
  onDown: (reason: string) => void;
}

interface Pending {
  resolve: (value: unknown) => void;
  reject: (error: EngineCallError) => void;
  cancelTimer: () => void;
}

const CALL_TIMEOUT_MS = 10_000;
const FIRST_RESTART_MS = 100;
const LONGEST_RESTART_MS = 30_000;
/** A thread that lived this long was healthy: its death starts the pauses anew. */
const HEALTHY_MS = 30_000;

export function createThreadLink(ports: ThreadLinkPorts): ThreadLink {
  const { clock } = ports;
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let lastCallId = 0;
  let restarts = 0;
  let pauseMs = FIRST_RESTART_MS;
  let ended = false;
  let holds = 0;

  function spawn(): void {
    if (ended) return;
    const startedAt = clock.now();
    let reason = "";
    // The host's own flags (inspector, loaders) are not meant for this thread.
    const started = new Worker(ports.workerUrl, {
      name: "event-webhooks",
      workerData: ports.data,
      execArgv: [],
    });
    if (holds === 0) started.unref();
    started.on("message", (message: FromThread) => {
      if (message.kind === "failed") ({ message: reason } = message);
      else receive(message);
    });
    started.on("error", (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    started.on("exit", (code) => down(reason || `exit code ${code}`, clock.now() - startedAt));
    worker = started;
    ports.onUp();
  }

  function down(reason: string, livedMs: number): void {
    worker = undefined;
    for (const [id] of pending) settle(id)?.reject(engineDown(reason));
    if (ended) return;
    if (livedMs >= HEALTHY_MS) pauseMs = FIRST_RESTART_MS;
    ports.onDown(reason);
    clock.after(pauseMs, () => {
      restarts += 1;
      spawn();
    });
    pauseMs = Math.min(pauseMs * 2, LONGEST_RESTART_MS);
  }

  function settle(id: number): Pending | undefined {
    const call = pending.get(id);
    pending.delete(id);
    call?.cancelTimer();
    return call;
  }

  function receive(message: FromThread): void {
    if (message.kind === "answer") settle(message.id)?.resolve(message.value);
    else if (message.kind === "refusal") {
      settle(message.id)?.reject(new EngineCallError(message.code, message.message));
    } else ports.onMessage(message);
  }

  const call: CallEngine = (method, args, timeoutMs = CALL_TIMEOUT_MS) => {
    const answer = new Promise<unknown>((resolve, reject) => {
      if (!worker) {
        reject(engineDown("it is restarting"));
        return;
      }
      lastCallId += 1;
      const id = lastCallId;
      const cancelTimer = clock.after(timeoutMs, () => {
        const text = `the engine did not answer "${method}" within ${timeoutMs} ms`;
        settle(id)?.reject(new EngineCallError("timeout", text));
      });
      pending.set(id, { resolve, reject, cancelTimer });
      worker.postMessage({ kind: "call", id, method, args });
    });
    return holdFor(answer) as ReturnType<EngineCalls[typeof method]>;
  };

  async function holdFor<Result>(work: Promise<Result>): Promise<Result> {
    holds += 1;
    worker?.ref();
    try {
      return await work;
    } finally {
      holds -= 1;
      if (holds === 0) worker?.unref();
    }
  }

  return {
    start: spawn,
    post: (message) => worker?.postMessage(message),
    call,
    holdFor,
    restarts: () => restarts,
    async end() {
      ended = true;
      await worker?.terminate();
    },
    restart: () => void worker?.terminate(),
  };
}

function engineDown(reason: string): EngineCallError {
  return new EngineCallError("engine-down", `the delivery engine does not run: ${reason}`);
}
