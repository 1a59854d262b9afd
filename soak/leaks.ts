// Mixed load for a long time, and whether anything grows: heap of both threads, memory of the process, open
// file descriptors. Sampled at rest: everything settled, garbage collected.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Endpoint, Settings } from "../src/config/settings.ts";
import { createEngineClient, type EngineClient } from "../src/engine/thread/client.ts";
import { eventOf, settingsOf } from "../test/support/engine-fixture.ts";
import { sampleRequest } from "../test/support/inbox-samples.ts";
import { localEndpoint } from "../test/support/running-engine.ts";
import { createDice, type Dice } from "./dice.ts";
import { growth } from "./flat.ts";
import { HEAP_CHANNEL, heapAfterGc } from "./heap.ts";
import { createLedger } from "./ledger.ts";
import { startRoughReceiver, UNWANTED } from "./rough-receiver.ts";
import type { Verdict } from "./verdict.ts";

export interface LeaksOptions {
  seconds: number;
  seed: number;
  /** Default: 24. */
  samples?: number;
  onSample?: (sample: Sample) => void;
}

interface Sample {
  heapBytes: number;
  engineHeapBytes: number;
  rssBytes: number;
  descriptors: number;
}

const MB = 2 ** 20;
/** The most that the last third may be above the middle third. */
const BOUNDS: Record<keyof Sample, number> = {
  heapBytes: MB,
  engineHeapBytes: MB,
  // The allocator keeps pages back for a while.
  rssBytes: 24 * MB,
  descriptors: 4,
};
const ENDPOINTS = ["free", "ordered", "spare"];
const ROWS = 2000;
const BURST = 60;

export async function watchForLeaks(options: LeaksOptions): Promise<Verdict> {
  const { seconds, seed, samples: wanted = 24, onSample } = options;
  const directory = mkdtempSync(join(tmpdir(), "event-webhooks-soak-"));
  const path = join(directory, "deliveries.sqlite");
  const dice = createDice(seed);
  // Its books would grow with the load and be taken for a leak: they are begun anew and thrown away.
  const receiver = await startRoughReceiver(createDice(seed + 1), forgetful());
  const load = { url: receiver.url, dice, events: 0, requests: 0 };
  const client = createEngineClient({
    path,
    settings: settingsFor(receiver.url, ENDPOINTS),
    userAgent: "openclaw-event-webhooks/soak",
    workerUrl: new URL("measured-thread.ts", import.meta.url),
  });
  const samples: Sample[] = [];
  try {
    await client.configured();
    const startedAt = performance.now();
    for (let taken = 1; taken <= wanted; taken += 1) {
      const until = startedAt + (seconds * 1000 * taken) / wanted;
      do await mixedLoad(client, load);
      while (performance.now() < until);
      const sample = await sampleAtRest(client);
      samples.push(sample);
      onSample?.(sample);
    }
  } finally {
    await client.stop(10_000);
    await receiver.close();
    rmSync(directory, { recursive: true, force: true });
  }
  const names = Object.keys(BOUNDS) as (keyof Sample)[];
  const grown = names.map((name) => ({ name, by: growth(samples.map((each) => each[name])) }));
  return {
    part: "leaks",
    figures: {
      seconds,
      events: load.events,
      requests: load.requests,
      ...Object.fromEntries(grown.map(({ name, by }) => [`${name} grown by`, by])),
      ...Object.fromEntries(
        names.map((name) => [`${name} at the end`, samples.at(-1)?.[name] ?? NaN]),
      ),
    },
    violations: grown
      .filter(({ name, by }) => !(by <= BOUNDS[name]))
      .map(({ name, by }) => `${name} grew by ${by}, allowed are ${BOUNDS[name]}`),
  };
}

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
    log: { maxAgeMs: 86_400_000, maxRows: ROWS, responseBytes: 64 },
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
    await changed;
  }
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
