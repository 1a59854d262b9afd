// What accepting a request costs in a genuine Gateway, beside a bare route of another plugin in the same process.
// The one run that can start hangs in its model, so that all requests after the first stay stored and waiting.
import { setTimeout } from "node:timers/promises";
import { createHost, type Host } from "../test/support/gateway.ts";
import { startModelServer } from "../test/support/model-server.ts";
import { installPlugin } from "../test/support/packed-plugin.ts";
import { createProbe, writeBenchConfig, type Probe } from "./bare-gateway.ts";
import { report } from "./report.ts";
import { BEARER_TOKEN, createRouteLoad, type RouteLoad } from "./route-load.ts";

const ROUNDS = 5;
const PER_SECOND = 500;
/** Stored at that rate, and then what their memory is measured by. */
const WAITING = 10_000;
const IDLE_MS = 8000;
const SETTLE_MS = 3000;
const MEMORY_SAMPLES = 5;
const BETWEEN_SAMPLES_MS = 1000;
const READY_WITHIN_MS = 30_000;
const BARE = "/bare-route";
const ACCEPT = "/webhooks/inbound/bench";

// The packed plugin, requests per row, and how many are not counted before.
const [tarball = "", count = "0", warmup = "0"] = process.argv.slice(2);

/** The plugin as a user installs it, with one route behind a bearer token. */
async function writeConfig(host: Host, modelBaseUrl: string): Promise<void> {
  const auth = { type: "bearer", token: BEARER_TOKEN };
  const bench = { agentId: "main", template: "Deployment: {{body.text}}", auth };
  await writeBenchConfig(host, modelBaseUrl, { bench });
}

/** The Gateway answers before its plugins' services run; the first accepted request starts the run that hangs. */
async function untilAccepted(load: RouteLoad): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      await load.post(ACCEPT);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await setTimeout(100);
    }
  }
}

const ascending = (values: readonly number[]): number[] =>
  values.toSorted((one, other) => one - other);
const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(sorted.length * share)] ?? NaN;

/** The event-loop delay of the Gateway while `work` lasts. */
async function delayDuring<Result>(
  probe: Probe,
  work: () => Promise<Result>,
): Promise<{ result: Result; p99Ms: number }> {
  await probe("delay-start");
  const result = await work();
  const { p99Ms = NaN } = await probe("delay-end");
  return { result, p99Ms };
}

/** Medians of some samples, each after a collection: the process gives memory back when it likes. */
async function memory(probe: Probe): Promise<{ rssMb: number; heapUsedMb: number }> {
  const samples: Record<string, number>[] = [];
  for (let sample = 0; sample < MEMORY_SAMPLES; sample += 1) {
    await setTimeout(BETWEEN_SAMPLES_MS);
    samples.push(await probe("memory"));
  }
  const median = (figure: string): number =>
    percentile(ascending(samples.map((each) => each[figure] ?? NaN)), 0.5);
  return { rssMb: median("rssMb"), heapUsedMb: median("heapUsedMb") };
}

/** Requests per second, both measured in rounds that alternate, so that both meet the same state of the machine. */
async function inTurns(
  load: RouteLoad,
): Promise<{ barePerSecond: number; acceptPerSecond: number }> {
  const bare: number[] = [];
  const accept: number[] = [];
  const each = Math.ceil(Number(count) / ROUNDS);
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await load.closedLoop(BARE, each));
    accept.push(await load.closedLoop(ACCEPT, each));
  }
  return {
    barePerSecond: percentile(ascending(bare), 0.5),
    acceptPerSecond: percentile(ascending(accept), 0.5),
  };
}

async function measure(load: RouteLoad, probe: Probe): Promise<void> {
  await load.closedLoop(BARE, Number(warmup));
  await load.closedLoop(ACCEPT, Number(warmup));
  const throughput = await inTurns(load);
  await setTimeout(SETTLE_MS);
  const idle = await delayDuring(probe, () => setTimeout(IDLE_MS));
  const bare = await delayDuring(probe, () => load.openLoop(BARE, PER_SECOND, WAITING));
  const before = await memory(probe);
  const accept = await delayDuring(probe, () => load.openLoop(ACCEPT, PER_SECOND, WAITING));
  const after = await memory(probe);
  report({
    ...throughput,
    bareP50Ms: percentile(ascending(bare.result), 0.5),
    acceptP50Ms: percentile(ascending(accept.result), 0.5),
    bareP99Ms: percentile(ascending(bare.result), 0.99),
    acceptP99Ms: percentile(ascending(accept.result), 0.99),
    idleDelayP99Ms: idle.p99Ms,
    bareDelayP99Ms: bare.p99Ms,
    acceptDelayP99Ms: accept.p99Ms,
    delayP99OverIdleMs: accept.p99Ms - idle.p99Ms,
    waitingRssMb: after.rssMb - before.rssMb,
    waitingHeapMb: after.heapUsedMb - before.heapUsedMb,
  });
}

async function inGateway(): Promise<void> {
  const model = await startModelServer();
  model.delay(new Promise(() => {}));
  const host = await createHost({ modelBaseUrl: model.baseUrl });
  try {
    await installPlugin(host, tarball);
    await writeConfig(host, model.baseUrl);
    await host.start();
    const origin = `http://127.0.0.1:${host.port}`;
    const load = createRouteLoad(origin);
    await untilAccepted(load);
    await model.asked(1);
    await measure(load, createProbe(origin));
    await load.close();
  } finally {
    await host.dispose();
    await model.close();
  }
}

await inGateway();
