// The benchmark: prints one JSON object with every figure, its goal, and whether it was met. See README.md.
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { availableParallelism, cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "3" },
    count: { type: "string", default: "20000" },
    warmup: { type: "string", default: "10000" },
    window: { type: "string", default: "4000" },
  },
});
const runs = Number(values.runs);
const load = [values.count, values.warmup];

type Figures = Record<string, number>;

/** One measured process; the reason when it could not measure. */
async function measure(script: string, ...args: string[]): Promise<Figures | string> {
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

async function startReceiver(): Promise<{ url: string; process: ChildProcess }> {
  const receiver = fork(new URL("receiver.ts", import.meta.url), { execArgv: [] });
  const [port] = (await once(receiver, "message")) as [number];
  return { url: `http://127.0.0.1:${port}/hook`, process: receiver };
}

interface Row {
  name: string;
  unit: string;
  median: number | null;
  runs: number[];
  goal?: string;
  met?: boolean | null;
  reason?: string;
}

function median(all: readonly number[]): number | null {
  const sorted = all.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const high = sorted[Math.floor(middle)];
  const low = sorted[Math.ceil(middle) - 1];
  return high === undefined || low === undefined ? null : round((low + high) / 2);
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

function row(name: string, unit: string, all: readonly (Figures | string)[], figure: string): Row {
  const numbers = all.flatMap((each) => (typeof each === "string" ? [] : [each[figure] ?? NaN]));
  const made: Row = { name, unit, median: median(numbers), runs: numbers.map(round) };
  const reason = all.find((each) => typeof each === "string");
  if (reason !== undefined) made.reason = reason;
  return made;
}

/** Each run of one row over the same run of another: both met the same state of the machine. */
function ratio(name: string, upper: Row, lower: Row): Row {
  const ratios = upper.runs.flatMap((value, index) => {
    const base = lower.runs[index];
    return base === undefined ? [] : [round(value / base)];
  });
  const made: Row = { name, unit: "ratio", median: median(ratios), runs: ratios };
  const reason = upper.reason ?? lower.reason;
  if (reason !== undefined) made.reason = reason;
  return made;
}

function withGoal(made: Row, atLeastOrMost: ">=" | "<=", limit: number): Row {
  const { median: value } = made;
  const met = value === null ? null : atLeastOrMost === ">=" ? value >= limit : value <= limit;
  return { ...made, goal: `${atLeastOrMost} ${limit}`, met };
}

const receiver = await startReceiver();
const ceilings: (Figures | string)[] = [];
const ours: (Figures | string)[] = [];
const bursts: (Figures | string)[] = [];
const bullmqs: (Figures | string)[] = [];
const threads: (Figures | string)[] = [];
for (let run = 0; run < runs; run += 1) {
  ceilings.push(await measure("ceiling.ts", receiver.url, ...load));
  ours.push(await measure("ours.ts", receiver.url, ...load, values.window));
  bursts.push(await measure("ours.ts", receiver.url, ...load));
  bullmqs.push(await measure("bullmq.ts", receiver.url, ...load));
  threads.push(await measure("main-thread.ts", receiver.url));
}
receiver.process.disconnect();

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
