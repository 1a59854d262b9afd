// Entry of the thread that owns the log's file: whatever waits for the disk or for a long question waits here, and
// the engine's thread goes on sending.
import { parentPort, workerData } from "node:worker_threads";
import { StoreError } from "../../store-error.ts";
import { openSqliteStore, type SqliteStore } from "../sqlite-store.ts";
import type { FromLog, LogCall, LogFailure, LogPort, LogThreadData } from "./log-messages.ts";

type Post = (message: FromLog) => void;
type Methods = Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;

async function obey(store: SqliteStore, { id, port, method, args }: LogCall, post: Post) {
  const ports: Record<LogPort, unknown> = { store, inbox: store.inbox, brought: store.brought };
  try {
    // The calls are closed in log-messages.ts; TypeScript cannot relate a name to its arguments here.
    const call = (ports[port] as Methods)[method];
    post({ kind: "answer", id, value: await call?.(...args) });
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
  const { path } = workerData as LogThreadData;
  try {
    const store = openSqliteStore({
      path,
      onNotice: (message) => post({ kind: "notice", message }),
    });
    port.on("message", (call: LogCall) => void obey(store, call, post));
    post({ kind: "ready" });
  } catch (error) {
    post({ kind: "failed", failure: failureOf(error) });
  }
}

main();
