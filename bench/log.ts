// The log at a million rows: how long a page takes by every filter, and how long pruning holds the engine's loop.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { openSqliteStore } from "../src/engine/store/sqlite/sqlite-store.ts";
import type { SearchFilter, Settlement, Store } from "../src/engine/store/store.ts";
import { PRUNE_STEP_ROWS } from "../src/engine/log/janitor.ts";
import { report } from "./report.ts";

const [rows = "1000000", asked = "40"] = process.argv.slice(2);
const count = Number(rows);
const rounds = Number(asked);

const ENDPOINTS = Array.from({ length: 10 }, (_, index) => `endpoint-${index}`);
const TYPES = [
  "message.received",
  "message.sent",
  "tool.called",
  "tool.completed",
  "error.occurred",
];
/** 100 events a minute. */
const EVERY_MS = 600;
const GROUP = 1000;
const start = Date.now() - count * EVERY_MS;
const pad = (number: number): string => number.toString(16).padStart(32, "0");

async function fill(store: Store): Promise<void> {
  for (let first = 0; first < count; first += GROUP) {
    const numbers = Array.from({ length: Math.min(GROUP, count - first) }, (_, at) => first + at);
    const now = start + first * EVERY_MS;
    await store.commit({
      now,
      events: numbers.map((number) => ({
        id: `evt_${pad(number)}`,
        type: TYPES[number % TYPES.length] ?? "",
        at: now,
        agentId: number % 1000 === 0 ? "rare" : "main",
        userId: `user_${number % 5000}`,
        sessionKey: `agent:main:${number % 5000}`,
        json: JSON.stringify({ id: pad(number), text: "The deployment has finished. ".repeat(10) }),
      })),
      deliveries: numbers.map((number) => ({
        id: `dlv_${pad(number)}`,
        eventId: `evt_${pad(number)}`,
        endpoint: ENDPOINTS[(number * 7) % ENDPOINTS.length] ?? "",
      })),
      settlements: numbers.map((number) => settled(number, now)),
    });
  }
}

/** One in 50 died, and the oldest of those are a million rows away. */
function settled(number: number, at: number): Settlement {
  const deliveryId = `dlv_${pad(number)}`;
  const died = number % 50 === 0;
  return {
    deliveryId,
    status: died ? "dead" : "delivered",
    attempt: {
      deliveryId,
      number: 1,
      at,
      httpStatus: died ? 500 : 200,
      ...(died && { errorClass: "status", error: "HTTP 500" }),
      timings: { total: 5 + (number % 300) },
    },
  };
}

const everything = { limit: 200 };
const LISTS: Readonly<Record<string, SearchFilter>> = {
  all: everything,
  status: { ...everything, status: ["dead", "failed"] },
  everyStatus: { ...everything, status: ["pending", "failed", "delivered", "dead"] },
  endpoint: { ...everything, endpoint: ["endpoint-3", "endpoint-4"] },
  type: { ...everything, eventType: "error.occurred" },
  until: { ...everything, until: start + (count * EVERY_MS) / 2 },
  together: {
    ...everything,
    status: ["dead"],
    endpoint: "endpoint-0",
    since: start + (count * EVERY_MS) / 4,
  },
};
const SEARCHES: Readonly<Record<string, SearchFilter>> = {
  agent: { ...everything, agent: "rare" },
  found: { ...everything, text: "http 500" },
  nothing: { ...everything, text: "not in the log" },
  ofStatus: { ...everything, status: ["dead"], text: "user_4950" },
};

/** Both in ms: on a busy machine only the CPU's time says what the work itself takes. */
interface Took {
  wall: number;
  cpu: number;
}

async function timed(work: () => Promise<unknown>): Promise<Took> {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await work();
  const wall = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1000 };
}

function share(all: readonly Took[], part: number, clock: keyof Took = "wall"): number {
  const sorted = all.map((took) => took[clock]).toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN;
}

async function timesOf(
  filters: Readonly<Record<string, SearchFilter>>,
  ask: (filter: SearchFilter) => Promise<unknown>,
): Promise<Took[]> {
  const times: Took[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const filter of Object.values(filters)) times.push(await timed(() => ask(filter)));
  }
  return times;
}

/** All of it has aged: the janitor's steps, without its rests, each timed by itself. */
async function prune(store: Store): Promise<Took[]> {
  const steps: Took[] = [];
  const bounds = { olderThan: Date.now(), maxRows: count, stepRows: PRUNE_STEP_ROWS };
  for (let done = false; !done;) {
    const step = async (): Promise<void> => {
      ({ done } = await store.prune(bounds));
    };
    await store.caughtUp();
    steps.push(await timed(step));
    // The janitor leaves the loop between its steps, too.
    await setImmediate();
  }
  return steps;
}

const directory = mkdtempSync(join(tmpdir(), "event-webhooks-bench-log-"));
const store = openSqliteStore({ path: join(directory, "log.sqlite"), onNotice: console.error });
try {
  await fill(store);
  const lists = await timesOf(LISTS, (filter) => store.list(filter));
  const searches = await timesOf(SEARCHES, (filter) => store.search(filter));
  const week = 7 * 86_400_000;
  const to = start + count * EVERY_MS;
  const query = { from: to - week, to, stepMs: 7_200_000 };
  const figures = await timesOf({ week: everything }, () => store.figures(query));
  const steps = await prune(store);
  report({
    listP50Ms: share(lists, 0.5),
    listP99Ms: share(lists, 0.99),
    listCpuP99Ms: share(lists, 0.99, "cpu"),
    searchP50Ms: share(searches, 0.5),
    searchP99Ms: share(searches, 0.99),
    searchCpuP99Ms: share(searches, 0.99, "cpu"),
    figuresP99Ms: share(figures, 0.99),
    figuresCpuP99Ms: share(figures, 0.99, "cpu"),
    pruneP50Ms: share(steps, 0.5),
    pruneP99Ms: share(steps, 0.99),
    pruneLongestMs: share(steps, 1),
    pruneCpuLongestMs: share(steps, 1, "cpu"),
  });
} finally {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
}
