// The rows of sending: how fast, beside what, what was lost or came twice, and what it costs the thread that captures.
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { measure, type Extent } from "./measure.ts";
import type { Accounts } from "./receiver.ts";
import { ratio, row, withGoal, type Measured, type Row } from "./rows.ts";

interface Sender {
  script: string;
  name: string;
  /** What it gets beside count and warm-up. */
  more?: (window: string) => string[];
}

const SENDERS = {
  ceiling: { script: "ceiling.ts", name: "undici + HMAC, nothing stored" },
  sustained: { script: "ours.ts", name: "event webhooks, sustained", more: (window) => [window] },
  unstored: {
    script: "ours.ts",
    name: "event webhooks, storing nothing",
    // More than the engine holds in memory would be claimed from the store, which has none.
    more: (window) => [String(Math.min(Number(window), 4000)), "unstored-thread.ts"],
  },
  burst: { script: "ours.ts", name: "event webhooks, all captured at once" },
  bullmq: { script: "bullmq.ts", name: "BullMQ + Redis, AOF everysec" },
  plainjob: { script: "plainjob.ts", name: "plainjob on SQLite, synchronous=NORMAL" },
} satisfies Record<string, Sender>;
type SenderName = keyof typeof SENDERS | "baseline";

export async function outboundRows(extent: Extent): Promise<Row[]> {
  const { runs, count, warmup, window, baseline } = extent;
  const all: Partial<Record<SenderName, Sender>> = {
    ...SENDERS,
    ...(baseline !== undefined && { baseline: senderOf(baseline) }),
  };
  const senders = Object.keys(all) as SenderName[];
  const receiver = fork(new URL("receiver.ts", import.meta.url), { execArgv: [] });
  const [port] = (await once(receiver, "message")) as [number];
  const url = `http://127.0.0.1:${port}/hook`;
  const measured = new Map(senders.map((sender) => [sender, [] as Measured[]]));
  const threads: Measured[] = [];
  const firstBytes: Measured[] = [];
  for (let run = 0; run < runs; run += 1) {
    for (const sender of senders) {
      await accounts(receiver);
      const { script = "", more } = all[sender] ?? {};
      const figures = await measure(script, url, count, warmup, ...(more?.(window) ?? []));
      const sent = Number(count) + Number(warmup);
      measured.get(sender)?.push(withAccounts(figures, sent, await accounts(receiver)));
    }
    threads.push(await measure("main-thread.ts", url));
    firstBytes.push(await measure("first-byte.ts"));
  }
  receiver.disconnect();

  const rowOf = (sender: SenderName, what: string, unit: string, figure: string): Row =>
    row(`${all[sender]?.name}${what}`, unit, measured.get(sender) ?? [], figure);
  const speed = (sender: SenderName): Row => rowOf(sender, "", "requests/s", "perSecond");
  const cost = (sender: SenderName): Row =>
    rowOf(sender, ": time of the CPU for each", "µs", "cpuUsEach");
  const ceiling = speed("ceiling");
  const sustained = speed("sustained");
  return [
    ...senders.map(speed),
    ...senders.map(cost),
    ...senders.flatMap((sender) =>
      accountRows(all[sender]?.name ?? sender, measured.get(sender) ?? []),
    ),
    withGoal(ratio("sustained ÷ ceiling", sustained, ceiling), ">=", 0.7),
    ratio("storing nothing ÷ ceiling", speed("unstored"), ceiling),
    withGoal(ratio("burst ÷ ceiling", speed("burst"), ceiling), ">=", 0.6),
    withGoal(ratio("sustained ÷ BullMQ", sustained, speed("bullmq")), ">=", 2.8),
    withGoal(ratio("sustained ÷ plainjob", sustained, speed("plainjob")), ">=", 2.8),
    ...(baseline === undefined ? [] : baselineRows(sustained, speed("baseline"))),
    withGoal(row("event until its first byte, p50", "ms", firstBytes, "firstByteP50Ms"), "<=", 4),
    withGoal(row("event until its first byte, p99", "ms", firstBytes, "firstByteP99Ms"), "<=", 15),
    ...threadRows(threads),
  ];
}

/** The same as `sustained`, by the bench of another checkout. */
function senderOf(baseline: string): Sender {
  const script = pathToFileURL(resolve(baseline, "bench/ours.ts")).href;
  return { script, name: "event webhooks of the baseline", more: (window) => [window] };
}

function baselineRows(sustained: Row, baseline: Row): Row[] {
  return [withGoal(ratio("sustained ÷ baseline", sustained, baseline), ">=", 1.5)];
}

async function accounts(receiver: ChildProcess): Promise<Accounts> {
  receiver.send("accounts");
  const [answer] = (await once(receiver, "message")) as [Accounts];
  return answer;
}

function withAccounts(figures: Measured, sent: number, { requests, events }: Accounts): Measured {
  if (typeof figures === "string") return figures;
  return { ...figures, lost: sent - events, repeated: requests - events };
}

function accountRows(name: string, all: readonly Measured[]): Row[] {
  return [
    row(`${name}: events lost`, "events", all, "lost"),
    row(`${name}: requests repeated`, "requests", all, "repeated"),
  ];
}

function threadRows(threads: readonly Measured[]): Row[] {
  const delay = "event-loop delay p99";
  return [
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
