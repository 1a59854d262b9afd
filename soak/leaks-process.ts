// The measured process of the leak watch: an engine under mixed load, sampled at rest, which is everything settled
// and all garbage collected. Arguments: seconds, seed, number of samples. Run with --expose-gc.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Endpoint, Settings } from "../src/config/settings.ts";
import { createEngineClient, type EngineClient } from "../src/engine/thread/client.ts";
import { eventOf, settingsOf } from "../test/support/engine-fixture.ts";
import { sampleRequest } from "../test/support/inbox-samples.ts";
import { localEndpoint } from "../test/support/running-engine.ts";
import { createDice, type Dice } from "./dice.ts";
import { HEAP_CHANNEL, heapAfterGc } from "./heap.ts";
import { createLedger } from "./ledger.ts";
import { startRoughReceiver, UNWANTED } from "./rough-receiver.ts";
import { DEFAULT_LOG } from "../src/engine/log/janitor.ts";

/** What the process holds at rest. */
export interface Sample {
  heapBytes: number;
  engineHeapBytes: number;
  rssBytes: number;
  descriptors: number;
}

/** What it tells its parent: after each stretch of load, and at the end. */
export type Report = { sample: Sample } | { load: { events: number; requests: number } };

const ENDPOINTS = ["free", "ordered", "spare"];
const ROWS = 2000;
const BURST = 60;
/** The longest schedule of retries is over after a second. */
const STANDSTILL_MS = 60_000;

async function watch(seconds: number, seed: number, samples: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "event-webhooks-soak-"));
  const receiver = await startRoughReceiver(createDice(seed + 1), forgetful());
  const load: Load = { url: receiver.url, dice: createDice(seed), events: 0, requests: 0 };
  const client = createEngineClient({
    path: join(directory, "deliveries.sqlite"),
    settings: settingsFor(receiver.url, ENDPOINTS),
    userAgent: "openclaw-event-webhooks/soak",
    workerUrl: new URL("measured-thread.ts", import.meta.url),
  });
  try {
    await client.configured();
    const startedAt = performance.now();
    for (let taken = 1; taken <= samples; taken += 1) {
      const until = startedAt + (seconds * 1000 * taken) / samples;
      do await mixedLoad(client, load);
      while (performance.now() < until);
      report({ sample: await sampleAtRest(client) });
    }
    report({ load: { events: load.events, requests: load.requests } });
  } finally {
    await client.stop(10_000);
    await receiver.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function report(message: Report): void {
  process.send?.(message);
}

/** Its books would grow with the load and be taken for a leak: they are begun anew and thrown away. */
function forgetful(): ReturnType<typeof createLedger> {
  const nothing = (): void => undefined;
  return { ...createLedger([], []), requested: nothing, taken: nothing };
}

function settingsFor(url: string, names: readonly string[]): Settings {
  const retry = { kind: "schedule", delaysMs: [20, 20, 40, 40, 80, 80, 160, 160, 320] } as const;
  const endpointFor = (name: string): Endpoint =>
    localEndpoint(`${url}/${name}`, {
      name,
      retry,
      concurrency: 8,
      ordering: name === "ordered" ? "session" : "none",
      ...(name === "spare" && { transform: { text: "{{ type }}: {{ data.session }}" } }),
    });
  return {
    ...settingsOf(...names.map(endpointFor)),
    log: { ...DEFAULT_LOG, maxAgeMs: 86_400_000, maxRows: ROWS, responseBytes: 64 },
  };
}

interface Load {
  url: string;
  dice: Dice;
  events: number;
  requests: number;
}

/** A burst of events and a few requests with their runs, the config edited, the log read; then all at rest. */
async function mixedLoad(client: EngineClient, load: Load): Promise<void> {
  const { dice, url } = load;
  for (let count = 0; count < BURST; count += 1) {
    load.events += 1;
    const session = `session-${dice.between(1, 200)}`;
    const at = Date.now();
    const type = dice.next() < 0.05 ? UNWANTED : "message.sent";
    const data = { session, sequence: load.events, filler: "x".repeat(dice.between(0, 4000)) };
    const json = JSON.stringify({ timestamp: new Date(at).toISOString(), type, data });
    client.capture(eventOf({ at, type, sessionKey: session, json }));
  }
  const edited = dice.next() < 0.3 ? ENDPOINTS.slice(0, dice.between(1, 3)) : undefined;
  if (edited) await client.configure(settingsFor(url, edited));
  const fresh = Array.from({ length: dice.between(1, 20) }, () => {
    load.requests += 1;
    return sampleRequest(load.requests, { receivedAt: Date.now() });
  });
  await client.call("accept", [fresh, 1_000_000]);
  const claims = await client.call("claimRuns", [{ now: Date.now(), limit: 100, leaseMs: 60_000 }]);
  const ends = claims.map(({ request }) => ({
    id: request.id,
    runId: request.id,
    status: "completed" as const,
    reply: "done",
    durationMs: 1,
  }));
  await client.call("settleRuns", [ends, Date.now()]);
  await client.call("list", [{ limit: 100 }]);
  await client.health();
  await client.flush(60_000);
  if (edited) await client.configure(settingsFor(url, ENDPOINTS));
  await settled(client);
}

async function settled(client: EngineClient): Promise<void> {
  for (;;) {
    const changed = new Promise<void>((resolve) => client.signals.once("settled", () => resolve()));
    const { pending, failed } = await client.call("stats", []);
    if (pending + failed === 0) return;
    await within(STANDSTILL_MS, changed, "nothing was settled");
  }
}

async function within(ms: number, work: Promise<void>, complaint: string): Promise<void> {
  const done = new AbortController();
  const late = setTimeout(ms, undefined, { signal: done.signal }).then(() => {
    throw new Error(`${complaint} for ${ms} ms`);
  });
  await Promise.race([work, late]).finally(() => done.abort());
}

async function sampleAtRest(client: EngineClient): Promise<Sample> {
  await settled(client);
  const engineHeapBytes = await heapOfEngine();
  return {
    heapBytes: heapAfterGc(),
    engineHeapBytes,
    rssBytes: process.memoryUsage.rss(),
    descriptors: readdirSync("/proc/self/fd").length,
  };
}

function heapOfEngine(): Promise<number> {
  const channel = new BroadcastChannel(HEAP_CHANNEL);
  return new Promise((resolve) => {
    channel.addEventListener("message", (event) => {
      channel.close();
      resolve(((event as MessageEvent).data as { heapBytes: number }).heapBytes);
    });
    channel.postMessage("measure");
  });
}

const [seconds = 0, seed = 0, samples = 0] = process.argv.slice(2).map(Number);
await watch(seconds, seed, samples);
