// Entry of the thread that owns the log's file: whatever waits for the disk or for a long question waits here, and
// the engine's thread goes on sending.
import { parentPort, workerData } from "node:worker_threads";
import { StoreError } from "../../store-error.ts";
import { openSqliteStore, type SqliteStore } from "../sqlite-store.ts";
import {
  answer,
  type FromLog,
  type LogCall,
  type LogFailure,
  type LogThreadData,
  type ToLog,
} from "./log-messages.ts";

type Post = (message: FromLog) => void;

function open(post: Post): SqliteStore | undefined {
  try {
    const store = openSqliteStore({
      ...(workerData as LogThreadData),
      onNotice: (message) => post({ kind: "notice", message }),
    });
    post({ kind: "ready" });
    return store;
  } catch (error) {
    post({ kind: "failed", failure: failureOf(error) });
    return undefined;
  }
}

async function obey(store: SqliteStore, { id, port, method, args }: LogCall, post: Post) {
  try {
    post({ kind: "answer", id, value: await answer(store, port, method, args) });
  } catch (error) {
    post({ kind: "refusal", id, failure: failureOf(error) });
  }
}

function failureOf(error: unknown): LogFailure {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof StoreError ? { code: error.code, message } : { message };
}

function main(): void {
  const port = parentPort;
  if (!port) throw new Error("log-thread.ts is the entry of a worker thread and runs nowhere else");
  const post: Post = (message) => port.postMessage(message);
  let store: SqliteStore | undefined;
  port.on("message", (message: ToLog) => {
    if (message.kind === "open") store = open(post);
    else if (store) void obey(store, message, post);
  });
  post({ kind: "awake" });
}

main();
