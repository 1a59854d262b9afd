// The log in a file by the thread that owns it: the same ports, each call a question to it.
import { Worker } from "node:worker_threads";
import { StoreError } from "../../store-error.ts";
import type { SqliteStore } from "../sqlite-store.ts";
import {
  portsOf,
  type AskLog,
  type FromLog,
  type LogFailure,
  type LogThreadData,
  type ToLog,
} from "./log-messages.ts";

export interface LogClientOptions extends LogThreadData {
  /** Hears about a damaged log that was set aside. */
  onNotice: (message: string) => void;
  /** The thread ended by itself: nothing is answered any more. */
  onLost: (error: Error) => void;
  /** The thread runs; it opens the file when this has resolved. */
  onAwake?: () => Promise<void>;
  /** Default: `log-thread` beside this file. */
  workerUrl?: URL;
}

/**
 * Opens the log in a thread of its own, as `openSqliteStore` does in this one. The thread ends with this one, and
 * holds it up only while a call waits for its answer.
 * @throws StoreError when it cannot be owned and used; see `StoreError.code`.
 */
export async function openLogThread(options: LogClientOptions): Promise<SqliteStore> {
  const { path, owned = false, onNotice, onLost, onAwake } = options;
  const data: LogThreadData = { path, owned };
  const worker = new Worker(options.workerUrl ?? defaultWorkerUrl(), {
    name: "event-webhooks-log",
    workerData: data,
    execArgv: [],
  });
  const awake = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const asked = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;
  let reason: string | undefined;
  let state: "opening" | "open" | "closed" = "opening";

  const post = (message: ToLog): void => worker.postMessage(message);

  function answered(id: number): PromiseWithResolvers<unknown> | undefined {
    const call = asked.get(id);
    asked.delete(id);
    if (asked.size === 0) worker.unref();
    return call;
  }

  worker.on("message", (message: FromLog) => {
    if (message.kind === "answer") answered(message.id)?.resolve(message.value);
    else if (message.kind === "refusal") answered(message.id)?.reject(errorOf(message.failure));
    else if (message.kind === "notice") onNotice(message.message);
    else if (message.kind === "awake") awake.resolve();
    else if (message.kind === "ready") opened.resolve();
    else opened.reject(errorOf(message.failure));
  });
  worker.on("error", (error) => {
    reason = error instanceof Error ? error.message : String(error);
  });
  worker.on("exit", (code) => {
    const why = reason ?? `exit code ${code}`;
    const lost = new StoreError("io", `the thread of the delivery log: ${why}`);
    awake.reject(lost);
    opened.reject(lost);
    for (const id of asked.keys()) answered(id)?.reject(lost);
    if (state === "open") onLost(lost);
  });

  const ask: AskLog = (port, method, args) => {
    const call = Promise.withResolvers<unknown>();
    lastId += 1;
    if (asked.size === 0) worker.ref();
    asked.set(lastId, call);
    post({ kind: "call", id: lastId, port, method, args });
    return call.promise;
  };

  try {
    await Promise.all([opened.promise, openWhenAwake()]);
    state = "open";
  } catch (error) {
    state = "closed";
    await worker.terminate();
    throw error;
  }

  async function openWhenAwake(): Promise<void> {
    await awake.promise;
    await onAwake?.();
    post({ kind: "open" });
  }

  worker.unref();
  return {
    ...portsOf(ask),
    async close() {
      state = "closed";
      await ask("store", "close", []);
      await worker.terminate();
    },
  };
}

function errorOf({ code, message }: LogFailure): Error {
  return code === undefined ? new Error(message) : new StoreError(code, message);
}

// The sources run as they stand in development; the build turns both files into .js.
function defaultWorkerUrl(): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`./log-thread.${extension}`, import.meta.url);
}
