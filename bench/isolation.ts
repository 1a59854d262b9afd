// Whether bad endpoints slow down good ones: p99 from capture to receipt of 45 endpoints, while five others
// answer as well, and while they are dead, hang or trickle.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Endpoint, Settings } from "../src/config/settings.ts";
import { createEngineClient } from "../src/engine/thread/client.ts";
import { eventRecord, settingsFor, USER_AGENT } from "./load.ts";
import { report } from "./report.ts";

const HEALTHY = 45;
const BAD = ["dead", "dead", "hanging", "hanging", "trickling"] as const;
const PER_SECOND = 4;
const SECONDS = 12;

interface Delays {
  p50Ms: number;
  p99Ms: number;
  count: number;
}

const receiver = fork(new URL("isolation-receiver.ts", import.meta.url), { execArgv: [] });
const [port] = (await once(receiver, "message")) as [number];
const base = `http://127.0.0.1:${port}`;

function settings(withBad: boolean): Settings {
  const all = settingsFor(base);
  const [model] = all.endpoints as [Endpoint];
  const at = (name: string, url: string): Endpoint => ({ ...model, name, url, timeoutMs: 2000 });
  const good = Array.from({ length: HEALTHY }, (_, index) =>
    at(`g${index}`, `${base}/healthy/${index}`),
  );
  const others = BAD.map((kind, index) => {
    const bad = kind === "dead" ? "http://127.0.0.1:9/" : `${base}/${kind}/${index}`;
    return at(`b${index}`, withBad ? bad : `${base}/other/${index}`);
  });
  return { ...all, endpoints: [...good, ...others] };
}

async function delays(withBad: boolean): Promise<Delays> {
  const directory = mkdtempSync(join(tmpdir(), "event-webhooks-bench-"));
  const path = join(directory, "deliveries.sqlite");
  const client = createEngineClient({ path, settings: settings(withBad), userAgent: USER_AGENT });
  await client.configured();
  const capture = async (seconds: number): Promise<void> => {
    for (let made = 0; made < PER_SECOND * seconds; made += 1) {
      const event = eventRecord(Date.now());
      const capturedAt = Number(process.hrtime.bigint()) / 1e6;
      client.capture({
        ...event,
        json: event.json.replace('"data":{', `"data":{"capturedAt":${capturedAt},`),
      });
      await setTimeout(1000 / PER_SECOND);
    }
    await setTimeout(500);
    receiver.send("report");
  };
  try {
    // What is compiled and connected first, and when the bad ones have shown what they are, is not counted.
    const warm = once(receiver, "message");
    await capture(5);
    await warm;
    const measured = once(receiver, "message") as Promise<[Delays]>;
    await capture(SECONDS);
    const [measuredDelays] = await measured;
    const expected = PER_SECOND * SECONDS * HEALTHY;
    if (measuredDelays.count === expected) return measuredDelays;
    throw new Error(`${measuredDelays.count} of ${expected} came in time: the machine is too busy`);
  } catch (error) {
    receiver.disconnect();
    throw error;
  } finally {
    await client.stop(5000);
    rmSync(directory, { recursive: true, force: true });
  }
}

const without = await delays(false);
const bad = await delays(true);
receiver.disconnect();
report({
  withoutP99Ms: without.p99Ms,
  withP99Ms: bad.p99Ms,
  p99Ratio: bad.p99Ms / without.p99Ms,
  withoutP50Ms: without.p50Ms,
  withP50Ms: bad.p50Ms,
});
