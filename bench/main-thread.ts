// What the engine costs the thread that captures: each call, everything per event, and the delay of other work.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import type { EngineClient } from "../src/engine/thread/client.ts";
import { deliver, withEngine } from "./engine.ts";
import { eventRecord } from "./load.ts";
import { report } from "./report.ts";

const PER_SECOND = 5000;
const TICK_MS = 5;
const SECONDS = 4;
const WARMUP = 5000;

// With a PostgreSQL, its log is there.
const [url = "", database] = process.argv.slice(2);

/** Runs the paced loop; `capture` gets what a Gateway would capture in that tick. */
async function paced(capture: (index: number) => void): Promise<{ delayP99Ms: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  const total = PER_SECOND * SECONDS;
  for (let made = 0; made < total;) {
    const due = ((performance.now() - started) * PER_SECOND) / 1000;
    for (; made < Math.min(due, total); made += 1) capture(made);
    await setTimeout(TICK_MS);
  }
  delay.disable();
  return { delayP99Ms: delay.percentile(99) / 1e6 };
}

async function measure(client: EngineClient): Promise<void> {
  await deliver(client, WARMUP, WARMUP);
  // Making the events is the same work in both loops, so that the difference is the engine's alone.
  const idle = await paced(() => void eventRecord(Date.now()));
  const costsUs: number[] = [];
  const usedBefore = performance.eventLoopUtilization();
  const busy = await paced(() => {
    const event = eventRecord(Date.now());
    const started = performance.now();
    client.capture(event);
    costsUs.push((performance.now() - started) * 1000);
  });
  const { active } = performance.eventLoopUtilization(usedBefore);
  costsUs.sort((one, other) => one - other);
  const percentile = (share: number): number => costsUs[Math.floor(costsUs.length * share)] ?? 0;
  report({
    captureP50Us: percentile(0.5),
    captureP99Us: percentile(0.99),
    threadBusyPerEventUs: (active * 1000) / costsUs.length,
    idleDelayP99Ms: idle.delayP99Ms,
    busyDelayP99Ms: busy.delayP99Ms,
    delayP99OverIdleMs: busy.delayP99Ms - idle.delayP99Ms,
  });
}

await withEngine(
  url,
  measure,
  database === undefined ? {} : { store: { url: database, schema: "bench" } },
);
