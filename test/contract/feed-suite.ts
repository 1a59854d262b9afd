// What every Store must do for receivers that read by themselves, whatever it is made of.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Store } from "../../src/engine/store/store.ts";
import {
  arrivals,
  dead,
  delivered,
  deliveryId,
  eventId,
  group,
  noon,
  sampleDelivery,
  sampleEvent,
} from "../support/store-samples.ts";
import type { StoreHarness } from "./store-suite.ts";

const MUCH = { limit: 100, maxBytes: 1_000_000 };

/** Registers the contract as tests of one implementation. */
export function describeFeeds(name: string, open: () => Promise<StoreHarness>): void {
  describe(`the feeds of the store, ${name}`, () => {
    let harness: StoreHarness;
    let store: Store;
    beforeEach(async () => {
      harness = await open();
      ({ store } = harness);
    });
    afterEach(() => harness.dispose());

    const arrive = (...numbers: number[]): Promise<void> =>
      store.commit(arrivals(numbers, { feed: true }));
    const read = async (after = 0, rest: Partial<typeof MUCH> = {}): Promise<string[]> =>
      (await store.readFeed({ endpoint: "main", after, ...MUCH, ...rest })).entries.map(
        ({ delivery }) => delivery.id,
      );
    const positionOf = async (number: number): Promise<number> => {
      const { entries } = await store.readFeed({ endpoint: "main", after: 0, ...MUCH });
      return entries.find(({ delivery }) => delivery.id === deliveryId(number))?.position ?? -1;
    };
    const acknowledge = async (through: number, limit = 100, tookMs = 0) =>
      store.acknowledge({ endpoint: "main", through, now: noon + 50, tookMs, limit });
    const giveUp = async (createdBefore: number, limit = 100): Promise<string[]> =>
      (
        await store.giveUpUnread({
          endpoint: "main",
          createdBefore,
          limit,
          now: noon + 60,
          error: "nobody read it",
        })
      ).map(({ id }) => id);

    test("gives what was committed, down to every field, in the order of the commit and not of ids", async () => {
      const event = sampleEvent(2, { agentId: "support", json: '{"text":"🚨"}' });
      await store.commit(
        group({ events: [event], deliveries: [sampleDelivery(2, { feed: true })] }),
      );
      await arrive(3, 1);
      expect(await read()).toEqual([2, 3, 1].map(deliveryId));
      const { entries, more } = await store.readFeed({ endpoint: "main", after: 0, ...MUCH });
      expect(more).toBe(false);
      expect(entries[0]).toMatchObject({
        event,
        delivery: {
          id: deliveryId(2),
          status: "pending",
          attempts: 0,
          feed: true,
          createdAt: noon,
        },
      });
      expect(entries[0]?.delivery).not.toHaveProperty("nextAttemptAt");
    });

    test("never claims, wakes up or retries what is to be read", async () => {
      await arrive(1);
      const query = { endpoint: "main", now: noon + 1e9, limit: 9, leaseMs: 1, inOrder: false };
      expect(await store.claim(query)).toEqual([]);
      expect(await store.claim({ ...query, inOrder: true })).toEqual([]);
      expect(await store.dueTimes()).toEqual(new Map());
      expect(await store.retry([deliveryId(1)], noon)).toBe(0);
      await acknowledge(await positionOf(1));
      expect(await store.retry([deliveryId(1)], noon)).toBe(0);
    });

    test("gives a page within its bounds, and one entry however large it is", async () => {
      await arrive(1, 2, 3);
      const page = (limit: number, maxBytes: number) =>
        store.readFeed({ endpoint: "main", after: 0, limit, maxBytes });
      const size = sampleEvent(1).json.length;
      expect((await page(2, 1e6)).entries).toHaveLength(2);
      expect((await page(2, 1e6)).more).toBe(true);
      expect((await page(3, 1e6)).more).toBe(false);
      expect((await page(9, 2 * size)).entries).toHaveLength(2);
      expect((await page(9, 2 * size)).more).toBe(true);
      expect((await page(9, 1)).entries).toHaveLength(1);
      expect(await read(await positionOf(2))).toEqual([deliveryId(3)]);
    });

    test("keeps feeds, and what is sent, apart", async () => {
      await arrive(1);
      await store.commit(
        group({
          deliveries: [
            sampleDelivery(51, { eventId: eventId(1), endpoint: "other", feed: true }),
            sampleDelivery(52, { eventId: eventId(1), endpoint: "sent" }),
          ],
        }),
      );
      expect(await read()).toEqual([deliveryId(1)]);
      await acknowledge((await store.feedStanding("other")).newest);
      expect((await store.show(deliveryId(51)))?.delivery.status).toBe("pending");
      expect((await store.readFeed({ endpoint: "sent", after: 0, ...MUCH })).entries).toEqual([]);
      expect(await store.feedStanding("sent")).toEqual({
        acknowledged: 0,
        lost: 0,
        newest: 0,
        waiting: 1,
      });
    });

    test("an acknowledgement delivers all up to it with one attempt, in steps, and once", async () => {
      await arrive(1, 2, 3);
      const through = await positionOf(2);
      expect(await acknowledge(through, 1)).toEqual({ acknowledged: 1, done: false });
      expect((await store.feedStanding("main")).acknowledged).toBe(0);
      expect(await acknowledge(through, 100, 7)).toEqual({ acknowledged: 1, done: true });
      expect(await acknowledge(through)).toEqual({ acknowledged: 0, done: true });
      expect((await store.feedStanding("main")).acknowledged).toBe(through);

      expect(await store.show(deliveryId(2))).toMatchObject({
        delivery: { status: "delivered", attempts: 1, durationMs: 7, updatedAt: noon + 50 },
        attempts: [{ number: 1, at: noon + 50, timings: { total: 7 } }],
      });
      expect((await store.show(deliveryId(3)))?.delivery.status).toBe("pending");
      expect(await store.stats()).toMatchObject({ pending: 1, delivered: 2 });
      const span = { from: noon, to: noon + 1000, stepMs: 1000 };
      expect((await store.figures(span)).total).toEqual({ delivered: 2, failed: 0, dead: 0 });
    });

    test("an earlier position acknowledges nothing anew, and what was read is given again", async () => {
      await arrive(1, 2, 3);
      const first = await positionOf(1);
      await acknowledge(await positionOf(3));
      expect(await acknowledge(first)).toEqual({ acknowledged: 0, done: true });
      expect(await read(first)).toEqual([2, 3].map(deliveryId));
      expect((await store.feedStanding("main")).acknowledged).toBe(await positionOf(3));
    });

    test("says what is the oldest unread, and what was the last", async () => {
      await arrive(1);
      await store.commit({ ...arrivals([2], { feed: true }), now: noon + 10 });
      expect(await store.feedStanding("main")).toEqual({
        acknowledged: 0,
        lost: 0,
        newest: await positionOf(2),
        waiting: 2,
        oldestAt: noon,
      });
      await acknowledge(await positionOf(1));
      expect((await store.feedStanding("main")).oldestAt).toBe(noon + 10);
      await acknowledge(await positionOf(2));
      expect(await store.feedStanding("main")).not.toHaveProperty("oldestAt");
    });

    test("gives up the oldest that is unread: dead, in the log, and known as lost", async () => {
      await arrive(1, 2);
      await store.commit({ ...arrivals([3], { feed: true }), now: noon + 10 });
      expect(await giveUp(noon + 1, 1)).toEqual([deliveryId(1)]);
      expect(await giveUp(noon + 1)).toEqual([deliveryId(2)]);
      expect(await giveUp(noon + 1)).toEqual([]);
      const { lost } = await store.feedStanding("main");
      expect(lost).toBe(await positionOf(2));
      expect(await store.readFeed({ endpoint: "main", after: lost, ...MUCH })).toMatchObject({
        lost,
      });
      expect(await store.show(deliveryId(1))).toMatchObject({
        delivery: { status: "dead", error: "nobody read it" },
        attempts: [{ number: 1, errorClass: "unread" }],
      });
      expect(await store.stats()).toMatchObject({ pending: 1, dead: 2 });
    });

    test.each([
      ["pruned", (feed: Store) => feed.prune({ olderThan: noon + 99, maxRows: 9, stepRows: 9 })],
      ["removed", (feed: Store) => feed.remove([deliveryId(1), deliveryId(2)])],
    ])("knows as lost what was %s, and as unread what stays", async (_word, goes) => {
      await arrive(1, 2, 3);
      const [first, second] = [await positionOf(1), await positionOf(2)];
      await acknowledge(second);
      await goes(store);
      expect(await read(first)).toEqual([deliveryId(3)]);
      expect(await store.feedStanding("main")).toMatchObject({
        acknowledged: second,
        lost: second,
      });
    });

    test("knows as lost what was discarded unread, and not what nobody hears after all", async () => {
      await arrive(1, 2, 3);
      const [first, last] = [await positionOf(1), await positionOf(3)];
      await store.commit(
        group({ settlements: [{ deliveryId: deliveryId(3), status: "unheard" }] }),
      );
      expect(await store.feedStanding("main")).toMatchObject({ lost: 0 });
      expect(await store.discard([deliveryId(1)], noon)).toBe(1);
      expect(await store.feedStanding("main")).toMatchObject({ lost: first });
      expect(last).toBeGreaterThan(first);
    });

    test("a replay comes last, and is known as one", async () => {
      await arrive(1, 2);
      await acknowledge(await positionOf(2));
      const again = sampleDelivery(51, {
        eventId: eventId(1),
        feed: true,
        replay: { dueAt: noon + 500 },
      });
      await store.commit(group({ deliveries: [again] }));
      const { acknowledged } = await store.feedStanding("main");
      expect(await read(acknowledged)).toEqual([deliveryId(51)]);
      expect((await store.show(deliveryId(51)))?.delivery).toMatchObject({
        replay: true,
        feed: true,
      });
    });

    test("no place is given twice, also when the last were deleted and the clock is set back", async () => {
      await arrive(1, 2);
      const { newest } = await store.feedStanding("main");
      await acknowledge(newest);
      await store.remove([deliveryId(1), deliveryId(2)]);
      const later = (await harness.reopen?.()) ?? store;
      await later.commit({ ...arrivals([3], { feed: true }), now: noon - 86_400_000 });
      const { entries } = await later.readFeed({ endpoint: "main", after: newest, ...MUCH });
      expect(entries.map(({ delivery }) => delivery.id)).toEqual([deliveryId(3)]);
    });

    test("all of it outlives the process", async () => {
      await arrive(1, 2, 3);
      await acknowledge(await positionOf(1));
      await giveUp(noon + 1, 1);
      const before = await store.feedStanding("main");
      const later = (await harness.reopen?.()) ?? store;
      expect(await later.feedStanding("main")).toEqual(before);
      const { entries } = await later.readFeed({ endpoint: "main", after: before.lost, ...MUCH });
      expect(entries.map(({ delivery }) => delivery.id)).toEqual([deliveryId(3)]);
    });

    test("what waits to be sent can be read from now on, replays too, and the other way round", async () => {
      await store.commit(arrivals([1, 2, 3, 4], { lane: "session" }));
      await store.commit(group({ settlements: [delivered(1), dead(2)] }));
      const again = sampleDelivery(51, { eventId: eventId(1), replay: { dueAt: noon } });
      await store.commit(group({ deliveries: [again] }));
      const turn = (feed: boolean, limit = 100) =>
        store.turnWaiting(
          feed ? { feeds: ["main"], sent: [], limit } : { feeds: [], sent: ["main"], limit },
        );

      expect(await turn(true, 2)).toBe(2);
      expect(await turn(true)).toBe(1);
      expect(await turn(true)).toBe(0);
      expect(await read()).toEqual([3, 4, 51].map(deliveryId));
      const query = { endpoint: "main", now: noon, limit: 9, leaseMs: 1, inOrder: true };
      expect(await store.claim(query)).toEqual([]);

      expect(await turn(false)).toBe(3);
      expect(await read()).toEqual([]);
      const claims = await store.claim(query);
      expect(claims.map(({ delivery }) => delivery.id)).toEqual([3, 4, 51].map(deliveryId));
      expect(claims[2]?.delivery).toMatchObject({ replay: true });
    });

    test("what waits for several endpoints goes the way of each in one call, bounded over all of them", async () => {
      await store.commit(arrivals([1, 2], { endpoint: "main" }));
      await store.commit(arrivals([3], { endpoint: "other", lane: "session" }));
      await store.commit(arrivals([4, 5], { endpoint: "polled", feed: true }));
      await store.commit(arrivals([6], { endpoint: "bystander" }));
      const turn = (limit: number) =>
        store.turnWaiting({ feeds: ["main", "other", "unknown"], sent: ["polled"], limit });
      const turned = [await turn(2), await turn(2), await turn(2), await turn(2)];
      expect(turned).toEqual([2, 2, 1, 0]);
      const feedOf = async (endpoint: string): Promise<string[]> =>
        (await store.readFeed({ endpoint, after: 0, ...MUCH })).entries.map(
          ({ delivery }) => delivery.id,
        );
      expect(await feedOf("main")).toEqual([1, 2].map(deliveryId));
      expect(await feedOf("other")).toEqual([3].map(deliveryId));
      expect(await feedOf("polled")).toEqual([]);
      const claimed = async (endpoint: string): Promise<string[]> =>
        (await store.claim({ endpoint, now: noon, limit: 9, leaseMs: 1, inOrder: false })).map(
          ({ delivery }) => delivery.id,
        );
      expect(await claimed("polled")).toEqual([4, 5].map(deliveryId));
      expect(await claimed("bystander")).toEqual([6].map(deliveryId));
      expect(await claimed("main")).toEqual([]);
    });
  });
}
