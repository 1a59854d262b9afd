// Deliveries that are committed with their event and have no row yet: nobody who asks can tell them from those that
// have one, and no crash loses one or brings back one that is gone.
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { StatementSync } from "node:sqlite";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openOwned } from "../../src/engine/store/sqlite/file/open.ts";
import {
  openSqliteReader,
  openSqliteStore,
  storeOn,
} from "../../src/engine/store/sqlite/sqlite-store.ts";
import type { Figures } from "../../src/engine/store/figures/figures.ts";
import type { CommitGroup, ListFilter, Store } from "../../src/engine/store/store.ts";
import { openMemoryStore } from "../support/memory-store.ts";
import { temporaryLog } from "../support/sqlite-log.ts";
import {
  arrivals,
  dead,
  delivered,
  deliveryId,
  eventId,
  failed,
  group,
  noon,
  sampleDelivery,
  sampleEvent,
} from "../support/store-samples.ts";

const leaseMs = 600_000;
const leased = { leaseUntil: noon + leaseMs };

let path = "";
let remove = async (): Promise<void> => undefined;
const opened: { close: () => Promise<void> }[] = [];

const keep = <Opened extends { close: () => Promise<void> }>(store: Opened): Opened => {
  opened.push(store);
  return store;
};
const open = (at = path) => keep(openSqliteStore({ path: at, onNotice: () => undefined }));

beforeEach(async () => {
  ({ path, remove } = await temporaryLog());
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close().catch(() => undefined)));
  await remove();
});

type Step = (store: Store, clock: { now: number }, born: { last: number }) => Promise<unknown>;

const some = fc.nat({ max: 30 });

const arrive = fc
  .record({
    count: fc.integer({ min: 1, max: 3 }),
    isLeased: fc.boolean(),
    forTwo: fc.boolean(),
    agent: fc.constantFrom("sales", "support"),
  })
  .map(({ count, isLeased, forTwo, agent }): Step => async (store, { now }, born) => {
    const numbers = Array.from({ length: count }, (_, index) => born.last + index + 1);
    born.last += count;
    const rest = isLeased ? { leaseUntil: now + leaseMs } : {};
    const deliveries = numbers.flatMap((number) => [
      sampleDelivery(number, rest),
      ...(forTwo
        ? [sampleDelivery(number, { ...rest, id: `${deliveryId(number)}b`, endpoint: "other" })]
        : []),
    ]);
    const events = numbers.map((number) =>
      sampleEvent(number, { at: now, agentId: agent, sessionKey: `agent:${agent}:main` }),
    );
    return store.commit({ now, events, deliveries, settlements: [] });
  });

const settle = fc
  .record({ number: some, how: fc.constantFrom("delivered", "failed", "dead", "back", "unheard") })
  .map(({ number, how }): Step => async (store, { now }) => {
    const settlement = {
      delivered: delivered(number),
      failed: failed(number, now + 50),
      dead: dead(number),
      back: { deliveryId: deliveryId(number), status: "pending" as const, nextAttemptAt: now },
      unheard: { deliveryId: deliveryId(number), status: "unheard" as const },
    }[how];
    return store.commit(group({ now, settlements: [settlement] }));
  });

const ids = fc.array(some, { maxLength: 4 }).map((numbers) => numbers.map(deliveryId));

const step: fc.Arbitrary<Step> = fc.oneof(
  arrive,
  arrive,
  settle,
  settle,
  fc.integer({ min: 1, max: 1500 }).map(
    (ms): Step =>
      async (_store, clock) =>
        (clock.now += ms),
  ),
  // Not the very ms in which a lease ends: what else is due then goes before or after it, as the store likes.
  fc.constant<Step>(async (_store, clock) => (clock.now += leaseMs + 1)),
  fc.integer({ min: 1, max: 3 }).map(
    (limit): Step =>
      async (store, { now }) =>
        store.claim({ endpoint: "main", now, limit, leaseMs, inOrder: false }),
  ),
  ids.map(
    (list): Step =>
      async (store) =>
        store.remove(list),
  ),
  ids.map(
    (list): Step =>
      async (store, { now }) =>
        store.discard(list, now),
  ),
  ids.map(
    (list): Step =>
      async (store, { now }) =>
        store.retry(list, now),
  ),
  some.map(
    (maxRows): Step =>
      async (store) =>
        store.prune({ olderThan: 0, maxRows, stepRows: 5 }),
  ),
  fc.constant<Step>(async (store, { now }) => store.releaseLeases(now)),
);

type Asked = Pick<
  Store,
  "list" | "search" | "show" | "findEvent" | "stats" | "figures" | "backlog"
>;

const FILTERS: Omit<ListFilter, "limit">[] = [
  {},
  { status: ["pending"] },
  { status: ["delivered", "failed"] },
  { endpoint: "other" },
  { eventType: "message.sent", endpoint: ["main"] },
  { eventType: "nothing" },
  { eventId: eventId(3) },
  { since: noon + 1000 },
  { until: noon + 1000 },
  { before: deliveryId(5) },
];

/** All that can be asked of a log, and of a log that somebody else owns. */
async function answers(store: Asked, now: number): Promise<unknown> {
  const limit = 100;
  const span = { from: noon - 60_000, to: now + 60_000, stepMs: 60_000 };
  return {
    lists: await Promise.all(FILTERS.map((filter) => store.list({ ...filter, limit }))),
    firstTwo: await store.list({ limit: 2 }),
    found: await Promise.all(
      [{ agent: "sales" }, { text: "SUPPORT" }, { text: "dlv_00000001" }, { text: "other" }].map(
        async (wanted) => (await store.search({ ...wanted, limit })).deliveries,
      ),
    ),
    page: await store.search({ limit: 2, agent: "sales" }).then(({ cursor }) => cursor),
    shown: await Promise.all(
      Array.from({ length: 12 }, (_, number) => store.show(deliveryId(number))),
    ),
    events: await Promise.all(
      Array.from({ length: 12 }, async (_, number) => {
        const kept = await store.findEvent(eventId(number));
        return kept && { ...kept, endpoints: kept.endpoints.toSorted() };
      }),
    ),
    stats: await store.stats(),
    figures: await countsOf(store.figures({ ...span, endpoint: "main" })),
    backlog: (await store.backlog([])).toSorted((one, other) =>
      one.endpoint < other.endpoint ? -1 : 1,
    ),
  };
}

/** Without percentiles: of those SQLite knows the bucket. */
async function countsOf(asked: Promise<Figures>): Promise<unknown> {
  const { total, endpoints, backlog } = await asked;
  const waiting = endpoints.map((each) => [each.endpoint, each.waiting, each.delivered]);
  return { counts: [total.delivered, total.failed, total.dead], waiting, backlog };
}

describe("a planned delivery", () => {
  test("is seen as any other by whoever asks, through whatever becomes of it and of the file", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
        const log = await temporaryLog();
        const reopened = { path: log.path };
        let store = open(reopened.path);
        const model = openMemoryStore();
        const clocks = [{ now: noon }, { now: noon }] as const;
        const born = [{ last: 0 }, { last: 0 }] as const;
        try {
          for (const [index, run] of steps.entries()) {
            const given = await run(store, clocks[0], born[0]);
            expect(given).toEqual(await run(model, clocks[1], born[1]));
            if (index % 5 === 4) {
              await store.close();
              store = open(reopened.path);
            }
            const { now } = clocks[0];
            const expected = await answers(model, now);
            expect(await answers(store, now)).toEqual(expected);
            const reader = openSqliteReader(reopened);
            expect(await answers(reader, now)).toEqual(expected);
            await reader.close();
            expect(await store.dueTimes()).toEqual(await model.dueTimes());
          }
        } finally {
          await store.close();
          await log.remove();
        }
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  test("that was deleted does not come back with the next start", async () => {
    let store = open();
    await store.commit(arrivals([1, 2, 3, 4, 5], leased));
    await store.commit(group({ settlements: [delivered(2), dead(3), failed(4, noon)] }));
    await store.commit(group({ settlements: [{ deliveryId: deliveryId(5), status: "unheard" }] }));
    expect(await store.remove([deliveryId(2)])).toBe(1);
    expect(await store.discard([deliveryId(4)], noon)).toBe(1);
    await store.prune({ olderThan: noon + 1, maxRows: 10, stepRows: 10 });
    await store.close();
    store = open();
    expect((await store.list({ limit: 10 })).map(({ id }) => id)).toEqual([deliveryId(1)]);
    expect(await store.stats()).toMatchObject({ pending: 1, delivered: 0, dead: 0, failed: 0 });
  });

  test("of an event that gets a number that was used before is pending after a crash", async () => {
    let store = open();
    await store.commit(arrivals([1, 2], leased));
    await store.commit(group({ settlements: [delivered(1), delivered(2)] }));
    expect(await store.remove([deliveryId(1), deliveryId(2)])).toBe(2);
    await store.close();
    store = open();
    await store.commit(arrivals([3], leased));
    await store.close();
    store = open();
    expect((await store.list({ limit: 10 })).map(({ id, status }) => [id, status])).toEqual([
      [deliveryId(3), "pending"],
    ]);
  });
});

describe("beside a feed", () => {
  const feedOf = async (
    store: Store,
    endpoint: string,
  ): Promise<[id: string, status: string][]> => {
    const { entries } = await store.readFeed({ endpoint, after: 0, limit: 100, maxBytes: 1e6 });
    expect(entries).toEqual(entries.toSorted((one, other) => one.position - other.position));
    return entries.map(({ delivery }) => [delivery.id, delivery.status]);
  };
  const forBoth = (number: number): CommitGroup => {
    const { events, deliveries } = arrivals([number], leased);
    const read = sampleDelivery(number, {
      id: deliveryId(number + 50),
      endpoint: "read",
      feed: true,
    });
    return group({ events, deliveries: [...deliveries, read] });
  };

  test("what is read has its place at once, before what comes later, also over a start", async () => {
    let store = open();
    const places: number[] = [];
    for (const number of [1, 2, 3]) {
      await store.commit(forBoth(number));
      places.push((await store.feedStanding("read")).newest);
      await store.commit(arrivals([number + 10], leased));
      await store.close();
      store = open();
    }
    expect(places).toEqual([...new Set(places)].toSorted((one, other) => one - other));
    expect(await feedOf(store, "read")).toEqual(
      [51, 52, 53].map((n) => [deliveryId(n), "pending"]),
    );
    const through = places[1] ?? 0;
    const order = { endpoint: "read", through, now: noon, tookMs: 1, limit: 10 };
    expect(await store.acknowledge(order)).toEqual({ acknowledged: 2, done: true });
    expect(await store.remove([deliveryId(51)])).toBe(1);
    await store.commit(group({ settlements: [delivered(1)] }));
    expect(await store.remove([deliveryId(1)])).toBe(1);
    await store.close();
    store = open();
    const left = (await store.list({ limit: 10 })).map(({ id }) => id).toSorted();
    expect(left).toEqual([2, 3, 11, 12, 13, 52, 53].map(deliveryId));
  });

  test("what waits without a row is turned with its endpoint, and read in the order of its commit", async () => {
    const model = openMemoryStore();
    let store = open();
    for (const each of [store, model]) {
      await each.commit(arrivals([1, 2, 3], leased));
      expect(await each.turnWaiting({ feeds: ["main"], sent: [], limit: 2 })).toBe(2);
      expect(await each.turnWaiting({ feeds: ["main"], sent: [], limit: 2 })).toBe(1);
      // The try that was under way has come back.
      await each.commit(group({ settlements: [delivered(2)] }));
    }
    const expected = [
      [deliveryId(1), "pending"],
      [deliveryId(2), "delivered"],
      [deliveryId(3), "pending"],
    ];
    expect(await feedOf(model, "main")).toEqual(expected);
    expect(await feedOf(store, "main")).toEqual(expected);
    await store.close();
    store = open();
    expect(await feedOf(store, "main")).toEqual(expected);
    expect(await store.stats()).toEqual(await model.stats());
    expect(await store.dueTimes()).toEqual(new Map());
  });
});

/** A store that is killed: what is on its disk before each of its statements, and after the last. */
async function snapshotsOf(commits: readonly CommitGroup[]): Promise<Map<string, number>> {
  const file = openOwned(path, () => undefined);
  const { db } = file;
  const snapshots = new Map<string, number>();
  let acknowledged = 0;
  let isOpen = false;
  const take = (): void => {
    const copy = join(dirname(path), `snapshot-${snapshots.size}`, "log.sqlite");
    mkdirSync(dirname(copy));
    for (const end of ["", "-wal"]) {
      if (existsSync(path + end)) copyFileSync(path + end, copy + end);
    }
    snapshots.set(copy, acknowledged);
  };
  const prepare = db.prepare.bind(db);
  db.prepare = (sql) => {
    const statement: StatementSync = prepare(sql);
    const run = statement.run.bind(statement);
    statement.run = ((...values: Parameters<typeof run>) => {
      if (isOpen) take();
      return run(...values);
    }) as typeof run;
    return statement;
  };
  const store = keep(storeOn(path, file));
  isOpen = true;
  for (const commit of commits) {
    await store.commit(commit);
    acknowledged += 1;
  }
  take();
  isOpen = false;
  return snapshots;
}

test("a crash at any statement of a commit loses nothing that was acknowledged and repeats nothing settled", async () => {
  const commits = [
    arrivals([1, 2, 3, 4], leased),
    { ...arrivals([5, 6], leased), settlements: [delivered(1), failed(2, noon + 5)] },
    // So late that what is left of the first is given its rows.
    { ...arrivals([7], leased), now: noon + 5000, settlements: [delivered(5)] },
    group({ now: noon + 5001, settlements: [delivered(3), dead(4), delivered(7)] }),
  ];
  const snapshots = await snapshotsOf(commits);
  expect(snapshots.size).toBeGreaterThan(25);
  for (const [copy, acknowledged] of snapshots) {
    const model = openMemoryStore();
    for (const commit of commits.slice(0, acknowledged)) await model.commit(commit);
    const expected = await model.list({ limit: 100 });
    const reader = openSqliteReader({ path: copy });
    expect(await reader.list({ limit: 100 })).toEqual(expected);
    await reader.close();
    const store = open(copy);
    expect(await store.list({ limit: 100 })).toEqual(expected);
    await store.releaseLeases(noon + 6000);
    await model.releaseLeases(noon + 6000);
    const query = { endpoint: "main", now: noon + 6000, limit: 100, leaseMs, inOrder: false };
    const claims = async (of: Store): Promise<string[]> =>
      (await of.claim(query)).map(({ delivery }) => delivery.id);
    expect(await claims(store)).toEqual(await claims(model));
    await store.close();
  }
});
