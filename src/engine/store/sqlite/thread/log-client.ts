// The log in a file as the engine's thread sees it: the same ports, each call answered by the thread that owns the file.
import { Worker } from "node:worker_threads";
import { StoreError } from "../../store-error.ts";
import type { SqliteStore } from "../sqlite-store.ts";
import {
  CALLS,
  type FromLog,
  type LogFailure,
  type LogPort,
  type LogThreadData,
} from "./log-messages.ts";

export interface LogClientOptions extends LogThreadData {
  /** Hears about a damaged log that was set aside. */
  onNotice: (message: string) => void;
  /** The thread ended by itself: nothing is answered any more. */
  onLost: (error: Error) => void;
  /** Default: `log-thread` beside this file. */
  workerUrl?: URL;
}

type Ask = (port: LogPort, method: string, args: readonly unknown[]) => Promise<unknown>;

/**
 * Opens the log in a thread of its own, as `openSqliteStore` does in this one. The thread ends with this one, and
 * holds it up only while a call waits for its answer.
 * @throws StoreError when it cannot be owned and used; see `StoreError.code`.
 */
export async function openLogThread(options: LogClientOptions): Promise<SqliteStore> {
  const { path, onNotice, onLost } = options;
  const data: LogThreadData = { path };
  const worker = new Worker(options.workerUrl ?? defaultWorkerUrl(), {
    name: "event-webhooks-log",
    workerData: data,
    execArgv: [],
  });
  const opened = Promise.withResolvers<void>();
  const asked = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;
  let reason: string | undefined;
  let closed = false;

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
    else if (message.kind === "ready") opened.resolve();
    else opened.reject(errorOf(message.failure));
  });
  worker.on("error", (error) => {
    reason = error instanceof Error ? error.message : String(error);
  });
  worker.on("exit", (code) => {
    const why = reason ?? `exit code ${code}`;
    const lost = new StoreError("io", `the thread of the delivery log: ${why}`);
    opened.reject(lost);
    for (const id of asked.keys()) answered(id)?.reject(lost);
    if (!closed) onLost(lost);
  });

  const ask: Ask = (port, method, args) => {
    const call = Promise.withResolvers<unknown>();
    lastId += 1;
    if (asked.size === 0) worker.ref();
    asked.set(lastId, call);
    worker.postMessage({ id: lastId, port, method, args });
    return call.promise;
  };

  try {
    await opened.promise;
  } catch (error) {
    closed = true;
    await worker.terminate();
    throw error;
  }
  worker.unref();
  return {
    ...(portOf("store", ask) as SqliteStore),
    inbox: portOf("inbox", ask) as SqliteStore["inbox"],
    brought: portOf("brought", ask) as SqliteStore["brought"],
    async close() {
      closed = true;
      await ask("store", "close", []);
      await worker.terminate();
    },
  };
}

function portOf(port: LogPort, ask: Ask): unknown {
  const methods = Object.keys(CALLS[port]).map((method) => [
    method,
    (...args: readonly unknown[]) => ask(port, method, args),
  ]);
  return Object.fromEntries(methods);
}

function errorOf({ code, message }: LogFailure): Error {
  return code === undefined ? new Error(message) : new StoreError(code, message);
}

// The sources run as they stand in development; the build turns both files into .js.
function defaultWorkerUrl(): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`./log-thread.${extension}`, import.meta.url);
}
