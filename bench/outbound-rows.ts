// The rows of sending: how fast, beside what, and what it costs the thread that captures.
import { fork } from "node:child_process";
import { once } from "node:events";
import { measure, type Extent } from "./measure.ts";
import { ratio, row, withGoal, type Measured, type Row } from "./rows.ts";

export async function outboundRows({ runs, count, warmup, window }: Extent): Promise<Row[]> {
  const receiver = fork(new URL("receiver.ts", import.meta.url), { execArgv: [] });
  const [port] = (await once(receiver, "message")) as [number];
  const url = `http://127.0.0.1:${port}/hook`;
  const ceilings: Measured[] = [];
  const ours: Measured[] = [];
  const bursts: Measured[] = [];
  const bullmqs: Measured[] = [];
  const threads: Measured[] = [];
  for (let run = 0; run < runs; run += 1) {
    ceilings.push(await measure("ceiling.ts", url, count, warmup));
    ours.push(await measure("ours.ts", url, count, warmup, window));
    bursts.push(await measure("ours.ts", url, count, warmup));
    bullmqs.push(await measure("bullmq.ts", url, count, warmup));
    threads.push(await measure("main-thread.ts", url));
  }
  receiver.disconnect();

  const ceiling = row("undici + HMAC, nothing stored", "requests/s", ceilings, "perSecond");
  const sustained = row("event webhooks, sustained", "deliveries/s", ours, "perSecond");
  const burst = row("event webhooks, all captured at once", "deliveries/s", bursts, "perSecond");
  const bullmq = row("BullMQ + Redis, AOF everysec", "deliveries/s", bullmqs, "perSecond");
  const delay = "event-loop delay p99";
  return [
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
    row(`${delay}, idle`, "ms", threads, "idleDelayP99Ms"),
    row(`${delay} at 5000 deliveries/s`, "ms", threads, "busyDelayP99Ms"),
    withGoal(
      row(`${delay} at 5000 deliveries/s - idle`, "ms", threads, "delayP99OverIdleMs"),
      "<=",
      2,
    ),
  ];
}
