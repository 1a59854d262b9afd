// The benchmark: prints one JSON object with every figure, its goal, and whether it was met. See README.md.
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packPlugin } from "../test/support/packed-plugin.ts";
import { inboundRows } from "./inbound-rows.ts";
import { scaleRows } from "./scale-rows.ts";
import { ratio, row, withGoal, type Figures, type Measured } from "./rows.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "3" },
    count: { type: "string", default: "20000" },
    warmup: { type: "string", default: "10000" },
    window: { type: "string", default: "4000" },
    pending: { type: "string", default: "1000000" },
    "skip-gateway": { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);
const load = [values.count, values.warmup];

/** One measured process; the reason when it could not measure. */
async function measure(script: string, ...args: string[]): Promise<Measured> {
  const child = fork(new URL(script, import.meta.url), args, {
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let figures: Figures | undefined;
  let complaint = "";
  child.on("message", (message) => {
    figures = message as Figures;
  });
  child.stderr?.on("data", (chunk) => {
    complaint += String(chunk);
  });
  await once(child, "close");
  return figures ?? (complaint.trim() || `${script} reported nothing`);
}

/** Each run has a Gateway of its own, and all have the same package. */
async function measureInbound(): Promise<Measured[]> {
  if (!existsSync(new URL("../node_modules/openclaw", import.meta.url)))
    return ["openclaw is not installed"];
  const directory = mkdtempSync(join(tmpdir(), "event-webhooks-bench-package-"));
  try {
    const tarball = await packPlugin(directory);
    const measured: Measured[] = [];
    for (let run = 0; run < runs; run += 1)
      measured.push(await measure("inbound.ts", tarball, ...load));
    return measured;
  } catch (error) {
    return [`the plugin could not be packed: ${String(error)}`];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function startReceiver(): Promise<{ url: string; process: ChildProcess }> {
  const receiver = fork(new URL("receiver.ts", import.meta.url), { execArgv: [] });
  const [port] = (await once(receiver, "message")) as [number];
  return { url: `http://127.0.0.1:${port}/hook`, process: receiver };
}

const receiver = await startReceiver();
const ceilings: Measured[] = [];
const ours: Measured[] = [];
const bursts: Measured[] = [];
const bullmqs: Measured[] = [];
const threads: Measured[] = [];
for (let run = 0; run < runs; run += 1) {
  ceilings.push(await measure("ceiling.ts", receiver.url, ...load));
  ours.push(await measure("ours.ts", receiver.url, ...load, values.window));
  bursts.push(await measure("ours.ts", receiver.url, ...load));
  bullmqs.push(await measure("bullmq.ts", receiver.url, ...load));
  threads.push(await measure("main-thread.ts", receiver.url));
}
receiver.process.disconnect();
const scale = await scaleRows(runs, Number(values.pending), measure);
const inbounds = values["skip-gateway"] ? [] : await measureInbound();

const ceiling = row("undici + HMAC, nothing stored", "requests/s", ceilings, "perSecond");
const sustained = row("event webhooks, sustained", "deliveries/s", ours, "perSecond");
const burst = row("event webhooks, all captured at once", "deliveries/s", bursts, "perSecond");
const bullmq = row("BullMQ + Redis, AOF everysec", "deliveries/s", bullmqs, "perSecond");
const rows = [
  ceiling,
  sustained,
  burst,
  bullmq,
  withGoal(ratio("sustained ÷ ceiling", sustained, ceiling), ">=", 0.6),
  ratio("burst ÷ ceiling", burst, ceiling),
  withGoal(ratio("sustained ÷ BullMQ", sustained, bullmq), ">=", 1.3),
  withGoal(row("capture call, p50", "µs", threads, "captureP50Us"), "<=", 15),
  withGoal(row("capture call, p99", "µs", threads, "captureP99Us"), "<=", 100),
  row("main thread busy per event, making it included", "µs", threads, "threadBusyPerEventUs"),
  row("event-loop delay p99, idle", "ms", threads, "idleDelayP99Ms"),
  row("event-loop delay p99 at 5000 deliveries/s", "ms", threads, "busyDelayP99Ms"),
  withGoal(
    row("event-loop delay p99 at 5000 deliveries/s - idle", "ms", threads, "delayP99OverIdleMs"),
    "<=",
    2,
  ),
  ...scale,
  ...(values["skip-gateway"] ? [] : inboundRows(inbounds)),
];
const machine = {
  cpu: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
console.log(
  JSON.stringify({ date: new Date().toISOString(), machine, parameters: values, rows }, null, 2),
);
