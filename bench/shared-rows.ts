// The rows of a log that several Gateways share: beside what else sends from a PostgreSQL, and beside a file of one's own.
import { fork } from "node:child_process";
import { once } from "node:events";
import { measure, type Extent } from "./measure.ts";
import { ratio, row, withGoal, type Measured, type Row } from "./rows.ts";
import { startServer, type Server } from "./shared/server.ts";

const FEW = "1000";

/** Of one run, each in a database of its own on one server. */
type Name =
  | "ours"
  | "boss"
  | "graphile"
  | "oneEngine"
  | "twoEngines"
  | "threadFile"
  | "threadShared"
  | "acceptFile"
  | "acceptShared"
  | "fewClaims"
  | "manyClaims";

export async function sharedRows(extent: Extent): Promise<Row[]> {
  let server: Server;
  try {
    server = await startServer();
  } catch (error) {
    return [row("on a PostgreSQL", "requests/s", [String(error)], "perSecond")];
  }
  const receiver = fork(new URL("receiver.ts", import.meta.url), { execArgv: [] });
  const [port] = (await once(receiver, "message")) as [number];
  const url = `http://127.0.0.1:${port}/hook`;
  const all = new Map<Name, Measured[]>();
  try {
    for (let run = 0; run < extent.runs; run += 1) {
      for (const [name, script, ...args] of scripts(url, extent)) {
        const given = [];
        for (const arg of args) given.push(arg === DATABASE ? await server.database() : arg);
        all.set(name, [...(all.get(name) ?? []), await measure(script, ...given)]);
      }
    }
  } finally {
    receiver.disconnect();
    server.stop();
  }
  return rowsOf((name) => all.get(name) ?? [], extent.rows);
}

/** A new one takes its place. */
const DATABASE = "database";

/** What is compared stands one after the other. */
function scripts(
  url: string,
  { count, warmup, window, rows }: Extent,
): readonly (readonly [Name, string, ...string[]])[] {
  return [
    ["ours", "shared/ours.ts", url, DATABASE, count, warmup, window],
    ["boss", "shared/pg-boss.ts", url, DATABASE, count, warmup],
    ["graphile", "shared/graphile-worker.ts", url, DATABASE, count, warmup],
    ["oneEngine", "shared/engines.ts", DATABASE, "1", count, warmup, window],
    ["twoEngines", "shared/engines.ts", DATABASE, "2", count, warmup, window],
    ["threadFile", "main-thread.ts", url],
    ["threadShared", "main-thread.ts", url, DATABASE],
    ["acceptFile", "shared/accept.ts", count, warmup],
    ["acceptShared", "shared/accept.ts", count, warmup, DATABASE],
    ["fewClaims", "shared/claims.ts", DATABASE, FEW],
    ["manyClaims", "shared/claims.ts", DATABASE, rows],
  ];
}

function rowsOf(of: (name: Name) => Measured[], pending: string): Row[] {
  const speed = (what: string, name: Name): Row => row(what, "requests/s", of(name), "perSecond");
  const ours = speed("event webhooks on PostgreSQL", "ours");
  const boss = speed("pg-boss", "boss");
  const graphile = speed("graphile-worker", "graphile");
  const one = speed("one engine, network stubbed", "oneEngine");
  const two = speed("two engines on one store, network stubbed", "twoEngines");
  const file = speed("requests accepted, in a file", "acceptFile");
  const shared = speed("requests accepted, on PostgreSQL", "acceptShared");
  const few = row(`claim of 100 at ${FEW} pending`, "ms", of("fewClaims"), "claimMs");
  const many = row(`claim of 100 at ${pending} pending`, "ms", of("manyClaims"), "claimMs");
  return [
    ours,
    row("the same, time of the CPU for each", "µs", of("ours"), "cpuUsEach"),
    boss,
    graphile,
    withGoal(ratio("on PostgreSQL ÷ pg-boss", ours, boss), ">=", 3),
    withGoal(ratio("on PostgreSQL ÷ graphile-worker", ours, graphile), ">=", 2),
    row("WAL for each delivery", "bytes", of("ours"), "walBytesEach"),
    row("commits for each delivery", "commits", of("ours"), "commitsEach"),
    one,
    two,
    withGoal(ratio("two engines ÷ one", two, one), ">=", 1.5),
    ...threadRows("in a file", of("threadFile")),
    ...threadRows("on PostgreSQL", of("threadShared")),
    file,
    shared,
    withGoal(ratio("accept on PostgreSQL ÷ in a file", shared, file), ">=", 0.5),
    few,
    many,
    withGoal(ratio(`claim at ${pending} pending ÷ at ${FEW}, on PostgreSQL`, many, few), "<=", 2),
  ];
}

function threadRows(where: string, all: readonly Measured[]): Row[] {
  return [
    withGoal(row(`capture call, ${where}, p50`, "µs", all, "captureP50Us"), "<=", 15),
    withGoal(row(`capture call, ${where}, p99`, "µs", all, "captureP99Us"), "<=", 100),
    withGoal(
      row(
        `event-loop delay p99 at 5000 deliveries/s - idle, ${where}`,
        "ms",
        all,
        "delayP99OverIdleMs",
      ),
      "<=",
      2,
    ),
  ];
}
