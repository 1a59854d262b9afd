// Entry of the engine's worker thread: opens storage and network, runs one engine, speaks messages.
// Holds no rule of delivery; everything it is asked goes to the engine.
import { keepingNone } from "../inbox/brought.ts";
import type { SqliteStore } from "../store/sqlite/sqlite-store.ts";
import { parentPort, workerData } from "node:worker_threads";
import { spansOf } from "../../tracing/spans.ts";
import { traced } from "../attempt/traced.ts";
import { systemClock } from "../clock.ts";
import { createEngine } from "../engine.ts";
import type { Engine } from "../engine.ts";
import type { FromThread, ThreadData, ToThread } from "./messages.ts";
import { openStore } from "./open-store.ts";
import { createReach } from "../guard/reach.ts";
import { sendSignals } from "./signal-wire.ts";
import { newSealKey } from "../inbox/seal.ts";
import { replyKeyBeside } from "../store/sqlite/file/reply-key.ts";
import { withTokens } from "../token/authorized.ts";
import { createTransport } from "../transport/transport.ts";
import { lookupBySystem } from "../transport/lookup.ts";

type Post = (message: FromThread) => void;

async function run(data: ThreadData, post: Post): Promise<Engine> {
  const notice = (message: string): void => {
    post({ kind: "notice", notice: { level: "warn", message } });
  };
  const { ownListeners } = data;
  const version = data.userAgent.replace(/^.*\//, "");
  const spans = spansOf(version);
  const store = await openStore({
    path: data.path,
    ...(data.shared && { shared: data.shared }),
    version,
    clock: systemClock,
    ...(data.logWorkerUrl !== undefined && { logWorkerUrl: new URL(data.logWorkerUrl) }),
    onNotice: notice,
    onLost(error) {
      // This thread ends with it, and the Gateway's thread starts both anew.
      throw error;
    },
    onAway(message) {
      post({ kind: "storage", message });
      post({ kind: "notice", notice: { level: "warn", message: awayWords(message) } });
    },
  });
  const engine = createEngine({
    store,
    inbox: store.inbox,
    brought: (store as Partial<SqliteStore>).brought ?? keepingNone(),
    transport: traced(withTokens(createTransport({ ownListeners })), await spans),
    reach: createReach({ lookup: lookupBySystem, clock: systemClock, ownListeners }),
    clock: systemClock,
    random: Math.random,
    userAgent: data.userAgent,
    sealKey: replyKeyBeside(data.path, newSealKey),
  });
  sendSignals(engine.signals, systemClock, post);
  await engine.start();
  return engine;
}

function awayWords(message: string | undefined): string {
  if (message === undefined) return "the shared log is back, and holds all that was kept meanwhile";
  return (
    `the shared log cannot be reached (${message}); events are kept in this Gateway's spool and sent once, ` +
    "retries wait, and requests are answered 503 until it is back"
  );
}

async function obey(engine: Engine, message: ToThread, post: Post): Promise<void> {
  if (message.kind === "capture") {
    await engine.capture(message.records, message.again);
    post({ kind: "committed", batch: message.batch });
    return;
  }
  const { id, method } = message;
  try {
    // The union of methods and arguments is closed in messages.ts; TypeScript cannot relate the two here.
    const call = engine[method] as (...args: readonly unknown[]) => Promise<unknown>;
    post({ kind: "answer", id, value: await call(...message.args) });
  } catch (error) {
    post({ kind: "refusal", id, ...describe(error) });
  }
}

function describe(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: "internal", message: String(error) };
  const code = "code" in error ? String(error.code) : "internal";
  return { code, message: error.message };
}

async function main(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error("thread.ts is the entry of a worker thread and runs nowhere else");
  const post: Post = (message) => port.postMessage(message);
  try {
    const engine = await run(workerData as ThreadData, post);
    port.on("message", (message: ToThread) => void obey(engine, message, post));
    post({ kind: "ready" });
  } catch (error) {
    post({ kind: "failed", ...describe(error) });
    port.close();
  }
}

await main();
