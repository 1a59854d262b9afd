// The engine as the Gateway runs it, on a new database: client in this thread, engine in its worker.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { StoreSettings } from "../src/config/settings.ts";
import { createEngineClient } from "../src/engine/thread/client.ts";
import type { EngineClient } from "../src/engine/thread/client.ts";
import { eventRecord, settingsFor, USER_AGENT } from "./load.ts";

export interface EngineOptions {
  /** Another script for its thread, in which its log stays. */
  workerUrl?: URL;
  /** Its log is there, and not in a file. */
  store?: StoreSettings;
}

/** No thread can be had from there. */
const NOWHERE = new URL("nowhere.ts", import.meta.url);

/** Gives an engine to `use`, then stops it and removes what it stored in files. */
export async function withEngine(
  url: string,
  use: (client: EngineClient) => Promise<void>,
  { workerUrl, store }: EngineOptions = {},
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "event-webhooks-bench-"));
  const client = createEngineClient({
    path: join(directory, "deliveries.sqlite"),
    settings: { ...settingsFor(url), ...(store && { store }) },
    userAgent: USER_AGENT,
    ...(workerUrl && { workerUrl, logWorkerUrl: NOWHERE }),
  });
  client.signals.on("notice", ({ message }) => console.error(message));
  try {
    await use(client);
  } finally {
    await client.stop(5000);
    rmSync(directory, { recursive: true, force: true });
  }
}

const POLL_MS = 5;

/**
 * Captures `count` events, at most `window` of them ahead of the deliveries, and resolves when all are
 * settled on disk as delivered.
 */
export async function deliver(client: EngineClient, count: number, window: number): Promise<void> {
  const before = await deliveredSoFar(client);
  for (let captured = 0, delivered = 0; delivered < count;) {
    for (; captured < Math.min(count, delivered + window); captured += 1) {
      if (!client.capture(eventRecord(Date.now()))) throw new Error("the queue is full");
    }
    await setTimeout(POLL_MS);
    delivered = (await deliveredSoFar(client)) - before;
  }
}

async function deliveredSoFar(client: EngineClient): Promise<number> {
  return (await client.call("stats", [])).delivered;
}
