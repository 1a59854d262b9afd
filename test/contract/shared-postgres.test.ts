// What Gateways that share one log may rely on: each thing is done by one of them, and the clock of none matters.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Acceptance, NewRequest } from "../../src/engine/inbox/inbox.ts";
import {
  postgresStore,
  type PostgresStore,
} from "../../src/engine/store/postgres/postgres-store.ts";
import { StoreError } from "../../src/engine/store/store-error.ts";
import { FEED_LOCK } from "../../src/engine/store/postgres/feed/positions.ts";
import type { Connection } from "../../src/engine/store/postgres/server/connection.ts";
import {
  giveSign,
  GONE_AFTER_MS,
  join,
  readInstances,
} from "../../src/engine/store/postgres/server/instances.ts";
import { joiningRequest, requestId, sampleRequest } from "../support/inbox-samples.ts";
import {
  openTestSchema,
  postgresIsThere,
  type TestClock,
  type TestSchema,
} from "../support/postgres-log.ts";
import {
  arrivals,
  delivered,
  deliveryId,
  failed,
  group,
  noon,
  sampleDelivery,
  sampleEvent,
} from "../support/store-samples.ts";

const hour = 3_600_000;
const leaseMs = 30_000;

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe.skipIf(!(await postgresIsThere()))("Gateways that share one log", () => {
  let schema: TestSchema;
  let clock: TestClock;
  let connection: Connection;
  let one: PostgresStore;
  let two: PostgresStore;
  const claimed = async (store: PostgresStore, limit = 10, inOrder = false): Promise<string[]> =>
    (await store.claim({ endpoint: "main", now: clock.now(), limit, leaseMs, inOrder })).map(
      ({ delivery }) => delivery.id,
    );
  const runs = async (store: PostgresStore, limit = 10): Promise<string[]> =>
    (await store.inbox.claimRuns({ now: clock.now(), limit, leaseMs })).map(
      ({ request }) => request.id,
    );
  const sorted = (ids: readonly string[]): string[] => ids.toSorted();

  beforeAll(async () => {
    schema = await openTestSchema();
    ({ clock } = schema);
    connection = { ...schema.connection, close: async () => undefined };
  });
  beforeEach(() => {
    one = postgresStore({ connection, clock, instance: "node-1" });
    two = postgresStore({ connection, clock, instance: "node-2" });
  });
  afterEach(() => schema.empty());
  afterAll(() => schema.drop());

  test("tells of each delivery and request whose it is, and lists those of one Gateway", async () => {
    await one.commit(arrivals([1, 2]));
    await two.commit(arrivals([3]));
    await one.inbox.accept([sampleRequest(1)], 10);
    await two.inbox.accept([sampleRequest(2)], 10);
    const whose = async (filter: { instance?: string }): Promise<unknown[]> => [
      (await one.list({ ...filter, limit: 9 })).map(({ id, instance }) => [id, instance]),
      (await one.search({ ...filter, text: "dlv_", limit: 9 })).deliveries.map(({ id }) => id),
      (await one.inbox.listRequests({ ...filter, limit: 9 })).map(({ id, instance }) => [
        id,
        instance,
      ]),
      (await one.inbox.searchRequests({ ...filter, text: "req_", limit: 9 })).requests.map(
        ({ id }) => id,
      ),
    ];
    const ofOne = [2, 1].map((number) => [deliveryId(number), "node-1"]);
    const ofTwo = [[deliveryId(3), "node-2"]];
    expect(await whose({ instance: "node-2" })).toEqual([
      ofTwo,
      [deliveryId(3)],
      [[requestId(2), "node-2"]],
      [requestId(2)],
    ]);
    expect(await whose({})).toEqual([
      [...ofTwo, ...ofOne],
      [3, 2, 1].map(deliveryId),
      [
        [requestId(2), "node-2"],
        [requestId(1), "node-1"],
      ],
      [2, 1].map(requestId),
    ]);
    expect(await whose({ instance: "node-3" })).toEqual([[], [], [], []]);
  });

  test("figures are summed, told by Gateway, and those of one of them alone; what waits is everybody's", async () => {
    await one.commit(arrivals([1, 2, 3]));
    await two.commit(arrivals([4]));
    await one.commit(group({ settlements: [delivered(1), failed(2, noon + 500)] }));
    await two.commit(group({ settlements: [delivered(4)] }));
    const span = { from: noon - hour, to: noon + hour, stepMs: hour };
    const told = async (instance?: string): Promise<unknown> => {
      const found = await one.figures({ ...span, ...(instance !== undefined && { instance }) });
      const counts = ({ delivered: good, failed: bad }: { delivered: number; failed: number }) => [
        good,
        bad,
      ];
      return {
        total: counts(found.total),
        endpoints: found.endpoints.map(counts),
        instances: found.instances?.map((each) => [each.instance, ...counts(each)]),
        waiting: found.backlog.waiting,
      };
    };
    const rest = {
      instances: [
        ["node-1", 1, 1],
        ["node-2", 1, 0],
      ],
      waiting: 2,
    };
    expect(await told()).toEqual({ total: [2, 1], endpoints: [[2, 1]], ...rest });
    expect(await told("node-1")).toEqual({ total: [1, 1], endpoints: [[1, 1]], ...rest });
    expect(await told("node-3")).toEqual({ total: [0, 0], endpoints: [[0, 0]], ...rest });
  });

  test("what was claimed and never answered is due again once the server can be asked, and nothing else is", async () => {
    let isLosing = false;
    const losing: Connection = {
      ...connection,
      async transaction(work) {
        const result = await connection.transaction(work);
        if (isLosing) throw new StoreError("away", "the answer to COMMIT was lost");
        return result;
      },
    };
    const three = postgresStore({ connection: losing, clock, instance: "node-3" });
    await three.commit(arrivals([1, 2, 3]));
    await three.inbox.accept([sampleRequest(1), sampleRequest(2)], 10);
    expect(await claimed(three, 1)).toEqual([deliveryId(1)]);
    expect(await runs(three, 1)).toEqual([requestId(1)]);
    isLosing = true;
    await expect(claimed(three, 1)).rejects.toThrow("lost");
    await expect(runs(three, 1)).rejects.toThrow("lost");
    isLosing = false;
    await three.giveBackLost();
    expect(await claimed(three)).toEqual([2, 3].map(deliveryId));
    expect(await runs(three)).toEqual([requestId(2)]);
    await three.giveBackLost();
    expect(await claimed(three)).toEqual([]);
  });

  test("asks a few questions for all endpoints of the settings, however many they are", async () => {
    let transactions = 0;
    let questions = 0;
    const counting: Connection = {
      ...connection,
      transaction: (work) =>
        connection.transaction((ask) => {
          transactions += 1;
          return work((...question) => {
            questions += 1;
            return ask(...question);
          });
        }),
    };
    const counted = postgresStore({ connection: counting, clock, instance: "node-1" });
    const names = (kind: string): string[] => upTo(500).map((number) => `${kind}-${number}`);
    const order = { feeds: names("polled"), sent: names("main"), limit: 1000 };
    expect(await counted.turnWaiting(order)).toBe(0);
    expect({ transactions, questions }).toEqual({ transactions: 1, questions: 2 });
  });

  describe("deliveries", () => {
    test("are claimed by one of them, however many ask at once", async () => {
      await one.commit(arrivals(upTo(40)));
      const parts = await Promise.all(
        upTo(8).map((round) => claimed(round % 2 === 0 ? one : two, 5)),
      );
      expect(sorted(parts.flat())).toEqual(upTo(40).map(deliveryId));
    });

    test("of one that starts again come back, and those of the other stay", async () => {
      await one.commit(arrivals([1, 2]));
      await claimed(one, 1);
      await claimed(two, 1);
      expect(await one.releaseLeases(noon)).toBe(1);
      expect(await claimed(two)).toEqual([deliveryId(1)]);
    });

    test("keep the order of a session across them, also while both commit at once", async () => {
      const lane = { lane: "session" };
      await Promise.all(
        upTo(12).map((number) => (number % 2 === 0 ? one : two).commit(arrivals([number], lane))),
      );
      const order = (await one.list({ limit: 20 })).map(({ id }) => id).toReversed();
      const sent: string[] = [];
      for (const [index] of order.entries()) {
        const store = index % 2 === 0 ? one : two;
        const given = [...(await claimed(store, 10, true)), ...(await claimed(one, 10, true))];
        expect(given).toHaveLength(1);
        sent.push(...given);
        const number = Number(given[0]?.slice(4));
        await store.commit(group({ settlements: [delivered(number)] }));
      }
      expect(sent).toEqual(order);
    });

    test("that are told of twice, by both, are one", async () => {
      const settled = { ...arrivals([1]), settlements: [delivered(1)] };
      await Promise.all([one.commit(settled), two.commit(settled)]);
      expect(await one.stats()).toMatchObject({ delivered: 1, pending: 0, events: 1 });
      expect((await two.show(deliveryId(1)))?.attempts).toHaveLength(1);
    });

    test("are counted right, whoever made and whoever settled them", async () => {
      await one.commit(arrivals([1, 2, 3]));
      await two.commit(group({ settlements: [delivered(1), failed(2, noon + 5)] }));
      await one.retry([deliveryId(1)], noon);
      await two.discard([deliveryId(3)], noon);
      expect(await one.stats()).toMatchObject({ pending: 1, failed: 1, delivered: 0, events: 2 });
      const figures = await two.figures({ from: noon, to: noon + hour, stepMs: 60_000 });
      expect(figures.total).toMatchObject({ delivered: 1, failed: 1 });
      expect(figures.endpoints).toMatchObject([{ endpoint: "main", waiting: 2 }]);
    });

    test("an event that gets a delivery while it is deleted as one without keeps both or neither", async () => {
      for (const number of upTo(10)) {
        await one.commit(arrivals([number]));
        await one.commit(group({ settlements: [delivered(number)] }));
        const more = sampleDelivery(number + 50, { eventId: sampleEvent(number).id });
        await Promise.all([
          one.remove([deliveryId(number)]),
          two.commit(group({ deliveries: [more] })),
        ]);
      }
      for (const { id } of await one.list({ limit: 100 })) {
        expect((await one.show(id))?.event.id).toBeDefined();
      }
      const { pending, events } = await one.stats();
      expect(events).toBe(pending);
    });
  });

  describe("feeds", () => {
    const arrive = (store: PostgresStore, ...numbers: number[]): Promise<void> =>
      store.commit(arrivals(numbers, { feed: true }));
    const entriesOf = async (store: PostgresStore, after = 0) =>
      (await store.readFeed({ endpoint: "main", after, limit: 100, maxBytes: 1e6 })).entries;
    const read = async (store: PostgresStore, after = 0): Promise<string[]> =>
      (await entriesOf(store, after)).map(({ delivery }) => delivery.id);
    const acknowledge = (store: PostgresStore, through: number, limit = 100) =>
      store.acknowledge({ endpoint: "main", through, now: noon, tookMs: 0, limit });
    const newest = async (): Promise<number> => (await one.feedStanding("main")).newest;

    test("give nothing while something before it is on its way from another Gateway", async () => {
      let open!: () => void;
      let reached!: () => void;
      const opened = new Promise<void>((resolve) => (open = resolve));
      const arrived = new Promise<void>((resolve) => (reached = resolve));
      const slow = postgresStore({
        connection: {
          ...connection,
          transaction: (work) =>
            connection.transaction(async (ask) => {
              const result = await work(ask);
              reached();
              await opened;
              return result;
            }),
        },
        clock,
        instance: "node-3",
      });
      const first = arrive(slow, 1);
      await arrived;
      const second = arrive(two, 2);
      await vi.waitFor(async () => {
        const waiting = await connection.ask(
          "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND NOT granted",
          [FEED_LOCK],
        );
        expect(waiting).not.toEqual([]);
      });
      // Who sends, or reads another feed, waits for nobody.
      await two.commit(arrivals([3], { endpoint: "sent" }));
      await two.commit(arrivals([4], { endpoint: "other", feed: true }));
      expect(await read(two)).toEqual([]);
      open();
      await Promise.all([first, second]);
      expect(await read(two)).toEqual([1, 2].map(deliveryId));
    });

    test("pass over nothing, and keep one order for all, while several commit at once", async () => {
      let isDone = false;
      const commits = Promise.all(
        upTo(40).map((number) => arrive(number % 2 === 0 ? one : two, number)),
      ).then(() => (isDone = true));
      const seen: string[] = [];
      let after = 0;
      for (let wasDone = false, rest = 1; rest > 0 || !wasDone;) {
        wasDone = isDone;
        const entries = await entriesOf(seen.length % 2 === 0 ? one : two, after);
        rest = entries.length;
        after = entries.at(-1)?.position ?? after;
        seen.push(...entries.map(({ delivery }) => delivery.id));
      }
      await commits;
      expect(sorted(seen)).toEqual(upTo(40).map(deliveryId));
      expect(await read(one)).toEqual(seen);
    });

    test("an acknowledgement by one holds for both, and both at once make one attempt each", async () => {
      await arrive(one, ...upTo(20));
      const through = await newest();
      const steps = await Promise.all(
        upTo(6).map((round) => acknowledge(round % 2 === 0 ? one : two, through, 5)),
      );
      expect(steps.reduce((sum, step) => sum + step.acknowledged, 0)).toBe(20);
      expect(steps.some(({ done }) => done)).toBe(true);
      const standing = { acknowledged: through, lost: 0, newest: through, waiting: 0 };
      expect(await one.feedStanding("main")).toEqual(standing);
      expect(await two.feedStanding("main")).toEqual(standing);
      expect(await acknowledge(two, through)).toEqual({ acknowledged: 0, done: true });
      for (const number of upTo(20)) {
        expect((await two.show(deliveryId(number)))?.attempts).toHaveLength(1);
      }
      expect(await two.stats()).toMatchObject({ delivered: 20, pending: 0 });
    });

    test("what one gives up or deletes is known as lost to whoever reads from the other", async () => {
      await arrive(one, 1, 2, 3);
      const [first, second] = (await entriesOf(one)).map(({ position }) => position);
      const order = { endpoint: "main", createdBefore: noon + 1, limit: 1, now: noon };
      const given = await Promise.all(
        [one, two].map((store) => store.giveUpUnread({ ...order, error: "nobody read it" })),
      );
      expect(given.flat().map(({ id }) => id)).toContain(deliveryId(1));
      await two.discard([deliveryId(2)], noon);
      const page = await one.readFeed({ endpoint: "main", after: 0, limit: 9, maxBytes: 1e6 });
      expect(page.lost).toBeGreaterThanOrEqual(Number(second));
      expect(await two.feedStanding("main")).toMatchObject({ lost: page.lost });
      expect(first).toBeLessThan(Number(second));
    });

    test("what a Gateway with the settings of before still sends is left to it, and what it left comes last", async () => {
      await one.commit(arrivals([1, 2]));
      expect(await claimed(one, 1)).toEqual([deliveryId(1)]);
      await arrive(two, 3);
      const place = await newest();
      const turn = () => two.turnWaiting({ feeds: ["main"], sent: [], limit: 10 });
      expect(await turn()).toBe(1);
      expect(await read(two, place)).toEqual([deliveryId(2)]);
      await one.commit(group({ settlements: [failed(1, noon + 500)] }));
      expect(await turn()).toBe(1);
      expect(await read(two, place)).toEqual([2, 1].map(deliveryId));
      await acknowledge(two, await newest());
      expect((await one.show(deliveryId(1)))?.attempts.map(({ number }) => number)).toEqual([1, 2]);
    });

    test("a clock that is an hour off gives up nothing early, and tells its own times", async () => {
      const ahead = { now: () => clock.now() + hour };
      const wrong = postgresStore({ connection, clock: ahead, instance: "node-3" });
      await arrive(one, 1);
      const order = { endpoint: "main", limit: 9, now: noon + hour, error: "nobody read it" };
      expect(await wrong.giveUpUnread({ ...order, createdBefore: noon + hour })).toEqual([]);
      expect(await wrong.feedStanding("main")).toMatchObject({ oldestAt: noon + hour });
      const [entry] = await entriesOf(wrong);
      expect(entry?.delivery.createdAt).toBe(noon + hour);
      const given = await wrong.giveUpUnread({ ...order, createdBefore: noon + hour + 1 });
      expect(given).toMatchObject([{ id: deliveryId(1), createdAt: noon + hour }]);
      expect((await one.show(deliveryId(1)))?.delivery.updatedAt).toBe(noon);
    });
  });

  describe("clocks", () => {
    test("one that is an hour off makes nothing early, late or forgotten", async () => {
      const ahead = { now: () => clock.now() + hour };
      const wrong = postgresStore({ connection, clock: ahead, instance: "node-3" });
      await wrong.commit({ ...arrivals([1]), now: noon + hour });
      const settlement = failed(1, noon + hour + 500);
      await wrong.commit(group({ now: noon + hour, settlements: [settlement] }));
      await clock.set(noon + 499);
      expect(await claimed(one)).toEqual([]);
      expect(await wrong.dueTimes()).toEqual(new Map([["main", noon + hour + 500]]));
      await clock.set(noon + 500);
      const [claim] = await wrong.claim({
        endpoint: "main",
        now: ahead.now(),
        limit: 1,
        leaseMs,
        inOrder: false,
      });
      expect(claim?.delivery).toMatchObject({ createdAt: noon + hour });
      expect(await one.dueTimes()).toEqual(new Map([["main", noon + 500 + leaseMs]]));
      expect((await one.show(deliveryId(1)))?.delivery.createdAt).toBe(noon);
      await wrong.saveEndpointState({ name: "main", notBefore: noon + hour + 9 });
      expect(await one.endpointStates()).toEqual([{ name: "main", notBefore: noon + 9 }]);
    });

    test("a repeat is one, whatever the clock of the Gateway that it came to", async () => {
      const behind = { now: () => clock.now() - hour };
      const wrong = postgresStore({ connection, clock: behind, instance: "node-3" });
      const named = (number: number, receivedAt: number): NewRequest =>
        sampleRequest(number, { dedupeKeys: ["id:a"], receivedAt });
      await wrong.inbox.accept([named(1, noon - hour)], 10);
      expect(await one.inbox.accept([named(2, noon + 1)], 10)).toMatchObject([
        { kind: "duplicate", of: requestId(1) },
      ]);
      expect(await one.inbox.nextRunDue()).toBe(noon + 2000);
    });
  });

  describe("requests", () => {
    const both = (requests: readonly NewRequest[]): Promise<Acceptance[][]> =>
      Promise.all(
        requests.map((request, index) =>
          (index % 2 === 0 ? one : two).inbox.accept([request], 1000),
        ),
      );

    test("a repeat that the balancer sends to the other Gateway is one run", async () => {
      const answers = await both(
        upTo(10).map((number) => sampleRequest(number, { dedupeKeys: ["id:a"] })),
      );
      const kinds = answers.flat().map(({ kind }) => kind);
      expect(kinds.toSorted()).toEqual([...Array(9).fill("duplicate"), "stored"]);
      await clock.set(noon + 2000);
      expect([...(await runs(one)), ...(await runs(two))]).toHaveLength(1);
    });

    test("join across them into one run", async () => {
      await both(upTo(10).map((number) => joiningRequest(number)));
      await clock.set(noon + 5000);
      const claims = await two.inbox.claimRuns({ now: clock.now(), limit: 10, leaseMs });
      expect(claims.map(({ merged }) => merged.length)).toEqual([9]);
    });

    test("keep the bound of a line together", async () => {
      const answers = await Promise.all(
        upTo(10).map((number) =>
          (number % 2 === 0 ? one : two).inbox.accept([sampleRequest(number)], 3),
        ),
      );
      expect(answers.flat().filter(({ kind }) => kind === "stored")).toHaveLength(3);
    });

    test("run where they came in, and after two seconds wherever there is room", async () => {
      await one.inbox.accept([sampleRequest(1)], 10);
      expect(await runs(two)).toEqual([]);
      expect(await two.inbox.nextRunDue()).toBe(noon + 2000);
      await clock.set(noon + 2000);
      expect(await runs(two)).toEqual([requestId(1)]);
      expect(await runs(one)).toEqual([]);
    });

    test("are ended by the one that has them, and nothing is begun for one that another has ended", async () => {
      await one.inbox.accept([sampleRequest(1)], 10);
      await runs(one);
      await clock.set(noon + leaseMs + 2000);
      expect(await runs(two)).toEqual([requestId(1)]);
      const ended = { id: requestId(1), status: "failed", error: "too late" } as const;
      await one.inbox.settleRuns([ended], clock.now());
      expect(await two.inbox.findRequest(requestId(1))).toMatchObject({ status: "running" });
      const reading = { prompt: "late", verdict: { step: "reading", ok: true } } as const;
      await expect(one.inbox.noteReading(requestId(1), reading)).rejects.toMatchObject({
        code: "taken",
      });
      await two.inbox.noteRun(requestId(1), "run-2", clock.now());
      await two.inbox.settleRuns([{ id: requestId(1), status: "completed" }], clock.now());
      await expect(one.inbox.noteRun(requestId(1), "run-1", noon)).rejects.toMatchObject({
        code: "taken",
      });
      expect(await one.inbox.findRequest(requestId(1))).toMatchObject({
        status: "completed",
        runId: "run-2",
      });
    });

    test("are not begun by one that lost them", async () => {
      await one.inbox.accept([sampleRequest(1)], 10);
      await runs(one);
      await clock.set(noon + leaseMs + 2000);
      expect(await runs(two)).toEqual([requestId(1)]);
      await expect(one.inbox.noteRun(requestId(1), "run-1", noon)).rejects.toMatchObject({
        code: "taken",
        message: expect.stringContaining("node-2"),
      });
    });
  });

  describe("one that falls silent", () => {
    const start = (instance: string) => ({ instance, session: `${instance}-a`, version: "1" });
    beforeEach(async () => {
      for (const name of ["node-1", "node-2"]) await join(connection.ask, start(name));
    });

    test("is followed by another, within the time that its silence takes", async () => {
      await one.commit(arrivals([1, 2], { leaseUntil: noon + hour }));
      await one.inbox.accept([sampleRequest(1), sampleRequest(2)], 10);
      await one.inbox.claimRuns({ now: noon, limit: 1, leaseMs: hour });
      await clock.set(noon + GONE_AFTER_MS);
      expect(await giveSign(connection, start("node-2"))).toEqual({
        replaced: false,
        taken: 0,
        sharers: 2,
      });
      expect(await claimed(two)).toEqual([]);
      await clock.set(noon + GONE_AFTER_MS + 1);
      expect(await giveSign(connection, start("node-2"))).toEqual({
        replaced: false,
        taken: 3,
        sharers: 1,
      });
      expect(await claimed(two)).toEqual([1, 2].map(deliveryId));
      await clock.set(noon + GONE_AFTER_MS + 2001);
      expect(sorted(await runs(two))).toEqual([1, 2].map(requestId));
      expect(await readInstances(connection.ask)).toMatchObject([
        { name: "node-1", gone: true },
        { name: "node-2", gone: false },
      ]);
    });

    test("keeps what its host may have begun; if it stays away that is told, and never begun again", async () => {
      await one.inbox.accept([sampleRequest(1)], 10);
      await runs(one);
      await one.inbox.noteRun(requestId(1), "run-1", noon);
      const gone = noon + GONE_AFTER_MS + 1;
      await clock.set(gone);
      expect(await giveSign(connection, start("node-2"))).toMatchObject({ taken: 1 });
      await clock.set(gone + 9 * 60_000);
      expect(await runs(two)).toEqual([]);
      await clock.set(gone + 10 * 60_000);
      expect(await two.inbox.claimRuns({ now: clock.now(), limit: 1, leaseMs })).toMatchObject([
        { lostBy: "node-1", restarted: true, request: { runId: "run-1" } },
      ]);
    });

    test("finds what it had begun when it is back in time", async () => {
      await one.inbox.accept([sampleRequest(1)], 10);
      await runs(one);
      await one.inbox.noteRun(requestId(1), "run-1", noon);
      await clock.set(noon + 60_000);
      await giveSign(connection, start("node-2"));
      await join(connection.ask, { ...start("node-1"), session: "node-1-b" });
      await one.inbox.releaseRuns(clock.now());
      expect(await runs(two)).toEqual([]);
      const [claim] = await one.inbox.claimRuns({ now: clock.now(), limit: 1, leaseMs });
      expect(claim).toMatchObject({ restarted: true, request: { id: requestId(1) } });
      expect(claim).not.toHaveProperty("lostBy");
    });

    test("hears when another has taken its name", async () => {
      await join(connection.ask, { ...start("node-1"), session: "node-1-b" });
      expect(await giveSign(connection, start("node-1"))).toMatchObject({ replaced: true });
    });
  });
});
