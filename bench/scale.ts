// An engine with a backlog: time of a claim, of the start, memory. Its network answers nothing, so that the
// backlog stays. Arguments: pending deliveries, endpoints. With a third, the path, it only fills the log there.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Settings } from "../src/config/settings.ts";
import { systemClock } from "../src/engine/clock.ts";
import { createEngine } from "../src/engine/engine.ts";
import { deliveryId, endpointMark } from "../src/engine/ids.ts";
import { openSqliteStore } from "../src/engine/store/sqlite/sqlite-store.ts";
import type { SqliteStore } from "../src/engine/store/sqlite/sqlite-store.ts";
import { eventRecord, settingsFor, USER_AGENT } from "./load.ts";
import { report } from "./report.ts";

const PER_COMMIT = 500;
const CLAIM = { limit: 100, leaseMs: 1, inOrder: false };
const CLAIMS = 50;
const WARMUP_CLAIMS = 10;
const REST_MS = 2000;

const [pending = "0", endpoints = "1", fillPath] = process.argv.slice(2);
const names = Array.from({ length: Number(endpoints) }, (_, index) => `endpoint-${index}`);

const open = (path: string): SqliteStore => openSqliteStore({ path, onNotice: console.error });

async function fill(path: string): Promise<void> {
  const store = open(path);
  const marks = names.map((name) => ({ name, mark: endpointMark(name) }));
  for (let made = 0; made < Number(pending); made += PER_COMMIT) {
    const now = Date.now();
    const events = Array.from({ length: PER_COMMIT }, () => eventRecord(now));
    const deliveries = events.flatMap(({ id: eventId }, index) => {
      const target = marks[(made + index) % marks.length];
      if (!target) return [];
      return [{ id: deliveryId(eventId, target.mark), eventId, endpoint: target.name }];
    });
    await store.commit({ now, events, deliveries, settlements: [] });
  }
  await store.close();
}

function settings(): Settings {
  const base = settingsFor("http://127.0.0.1:9/hook");
  return {
    ...base,
    endpoints: base.endpoints.flatMap((each) => names.map((name) => ({ ...each, name }))),
  };
}

/** Median of many claims, each of deliveries that the one before had. */
async function timeClaims(store: SqliteStore): Promise<number> {
  const times: number[] = [];
  const now = Date.now();
  for (let claim = 0; claim < WARMUP_CLAIMS + CLAIMS; claim += 1) {
    const startedAt = performance.now();
    await store.claim({ endpoint: "endpoint-0", now: now + claim * 2, ...CLAIM });
    times.push(performance.now() - startedAt);
  }
  const sorted = times.slice(WARMUP_CLAIMS).toSorted((one, other) => one - other);
  return sorted[CLAIMS / 2] ?? NaN;
}

async function measure(path: string): Promise<Record<string, number>> {
  const claiming = open(path);
  const claimMs = await timeClaims(claiming);
  await claiming.close();

  const store = open(path);
  const engine = createEngine({
    store,
    inbox: store.inbox,
    transport: { send: () => new Promise(() => undefined), close: async () => undefined },
    clock: systemClock,
    random: Math.random,
    userAgent: USER_AGENT,
  });
  const startedAt = performance.now();
  await engine.start();
  const startMs = performance.now() - startedAt;
  const configuredAt = performance.now();
  await engine.configure(settings());
  const configureMs = performance.now() - configuredAt;
  await setTimeout(REST_MS);
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const memoryMb = process.memoryUsage.rss() / 2 ** 20;
  return { claimMs, startMs, configureMs, memoryMb };
}

if (fillPath === undefined) {
  const directory = mkdtempSync(join(tmpdir(), "event-webhooks-bench-"));
  try {
    const path = join(directory, "deliveries.sqlite");
    const args = [pending, endpoints, path];
    const filling = fork(new URL(import.meta.url), args, { execArgv: [], stdio: "inherit" });
    await once(filling, "exit");
    report(await measure(path));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  // Its requests never end, and its timers go on.
  process.once("disconnect", () => process.exit());
  process.disconnect?.();
} else {
  await fill(fillPath);
}
