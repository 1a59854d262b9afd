// What every Store must do, whatever it is made of.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { firstIdAt } from "../../src/engine/ids.ts";
import type { Claim, NewDelivery, Store } from "../../src/engine/store/store.ts";
import type { EventFilter, EventPage } from "../../src/engine/store/kept-events.ts";
import { describeFigures } from "./figures-suite.ts";
import {
  arrivals,
  dead,
  delivered,
  deliveryId,
  eventId,
  failed,
  group,
  noon,
  sampleAttempt,
  sampleDelivery,
  sampleEvent,
} from "../support/store-samples.ts";

/** A store under test. `reopen` closes it and opens what is left, where something is left. */
export interface StoreHarness {
  store: Store;
  reopen?: () => Promise<Store>;
  dispose: () => Promise<void>;
}

const leaseMs = 30_000;

/** Registers the contract as tests of one implementation. */
export function describeStore(name: string, open: () => Promise<StoreHarness>): void {
  describe(`the store contract, ${name}`, () => {
    let harness: StoreHarness;
    let store: Store;

    beforeEach(async () => {
      harness = await open();
      ({ store } = harness);
    });
    afterEach(() => harness.dispose());

    const claim = (
      now: number,
      rest: { endpoint?: string; limit?: number; inOrder?: boolean } = {},
    ): Promise<Claim[]> =>
      store.claim({ endpoint: "main", now, limit: 10, leaseMs, inOrder: false, ...rest });
    const ids = (claims: readonly Claim[]): string[] => claims.map(({ delivery }) => delivery.id);
    const listed = async (filter: Partial<Parameters<Store["list"]>[0]> = {}): Promise<string[]> =>
      (await store.list({ limit: 100, ...filter })).map(({ id }) => id);

    describe("commit", () => {
      test("gives back what was put in, down to every field", async () => {
        const event = sampleEvent(1, {
          agentId: "support",
          channel: "telegram",
          userId: "user_1",
          sessionKey: "agent:support:telegram:1",
          traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          json: '{"text":"🚨 ünïcode \\u0000"}',
        });
        const delivery = sampleDelivery(1, { lane: "agent:support:telegram:1" });
        await store.commit(group({ events: [event], deliveries: [delivery] }));

        const [given] = await claim(noon);
        expect(given?.event).toEqual(event);
        expect(given?.delivery).toEqual({
          ...delivery,
          eventType: "message.sent",
          status: "pending",
          attempts: 0,
          createdAt: noon,
          updatedAt: noon,
          nextAttemptAt: noon,
        });
      });

      test("ignores ids that exist, so a group can be repeated", async () => {
        const first = { ...arrivals([1, 2]), settlements: [delivered(1)] };
        await store.commit(first);
        await store.commit({ ...first, now: noon + 1000 });

        expect(await store.stats()).toMatchObject({ pending: 1, delivered: 1, events: 2 });
        expect((await store.show(deliveryId(1)))?.attempts).toHaveLength(1);
        expect((await store.show(deliveryId(1)))?.delivery.updatedAt).toBe(noon);
      });

      test("ignores a settlement and a delivery whose other half is gone", async () => {
        await store.commit(group({ deliveries: [sampleDelivery(9)], settlements: [delivered(8)] }));
        expect(await listed()).toEqual([]);
      });

      test("adds a delivery to an event that came earlier", async () => {
        await store.commit(group({ events: [sampleEvent(1)] }));
        await store.commit(group({ deliveries: [sampleDelivery(1)] }));
        await store.prune({ olderThan: noon + 1, maxRows: 100, stepRows: 10 });
        expect(ids(await claim(noon))).toEqual([deliveryId(1)]);
      });
    });

    describe("a replay", () => {
      const replay = (number: number, dueAt = noon): NewDelivery =>
        sampleDelivery(number + 50, { eventId: eventId(number), replay: { dueAt } });

      test("is a delivery of its own of an event that is there, known as one wherever it is read", async () => {
        await store.commit({ ...arrivals([1]), settlements: [delivered(1)] });
        await store.commit(group({ deliveries: [replay(1, noon + 100)] }));

        expect(await claim(noon + 99)).toEqual([]);
        const [given] = await claim(noon + 100);
        expect(given?.delivery).toMatchObject({ eventId: eventId(1), replay: true, attempts: 0 });
        expect((await store.show(deliveryId(51)))?.delivery.replay).toBe(true);
        expect((await store.show(deliveryId(1)))?.delivery).not.toHaveProperty("replay");
        expect((await store.list({ limit: 1 }))[0]).toMatchObject({ replay: true });
      });

      test("is given after all that is no replay, whatever is due first", async () => {
        await store.commit(arrivals([1, 2, 3]));
        await store.commit(group({ deliveries: [replay(3, noon - 500), replay(1, noon - 900)] }));
        await store.commit(group({ settlements: [failed(2, noon + 50), delivered(3)] }));
        const now = noon + 100;

        expect(ids(await claim(now, { limit: 3 }))).toEqual([1, 2, 51].map(deliveryId));
        expect(ids(await claim(now))).toEqual([deliveryId(53)]);
      });

      test("waits for no lane and holds none up, and its due time counts", async () => {
        const lane = "session";
        await store.commit(arrivals([1, 2], { lane }));
        await store.commit(group({ settlements: [delivered(1), delivered(2)] }));
        await store.commit(group({ deliveries: [replay(1, noon + 10)] }));
        expect(await store.dueTimes()).toEqual(new Map([["main", noon + 10]]));
        await store.commit(
          group({ events: [sampleEvent(3)], deliveries: [sampleDelivery(3, { lane })] }),
        );
        const given = await claim(noon + 10, { inOrder: true });
        expect(ids(given)).toEqual([deliveryId(3), deliveryId(51)]);
      });

      test("stays one when it failed and when it is retried", async () => {
        await store.commit(arrivals([1]));
        await store.commit(group({ deliveries: [replay(1)] }));
        await store.commit(group({ settlements: [failed(51, noon + 500)] }));
        await store.retry([deliveryId(51)], noon + 1);
        expect(ids(await claim(noon + 1))).toEqual([deliveryId(1), deliveryId(51)]);
        expect((await store.show(deliveryId(51)))?.delivery.replay).toBe(true);
      });
    });

    describe("events", () => {
      const at = (number: number): string => firstIdAt("evt", noon + number);
      const events = [0, 10, 20, 30].map((number) => ({
        ...sampleEvent(0, { json: `{"n":${number}}` }),
        id: `${at(number)}7`,
        type: number === 10 ? "tool.called" : "message.sent",
      }));
      const deliveriesOf = (index: number, ...endpoints: string[]): NewDelivery[] =>
        endpoints.map((endpoint, place) => ({
          id: deliveryId(index * 10 + place),
          eventId: events[index]?.id ?? "",
          endpoint,
        }));
      const found = async (filter: Partial<EventFilter> = {}): Promise<number[]> =>
        (await store.listEvents({ limit: 10, ...filter })).found.map(({ event }) =>
          events.findIndex(({ id }) => id === event.id),
        );

      beforeEach(() =>
        store.commit(
          group({
            events,
            deliveries: [
              ...deliveriesOf(0, "main"),
              ...deliveriesOf(1, "main", "other"),
              ...deliveriesOf(2, "other"),
              ...deliveriesOf(3, "main"),
            ],
          }),
        ),
      );

      test("are found by time, type and endpoint, oldest first", async () => {
        expect(await found()).toEqual([0, 1, 2, 3]);
        expect(await found({ since: noon + 10, until: noon + 30 })).toEqual([1, 2]);
        expect(await found({ types: ["message.sent", "session.created"] })).toEqual([0, 2, 3]);
        expect(await found({ endpoint: "other" })).toEqual([1, 2]);
        expect(await found({ endpoint: "nobody" })).toEqual([]);
      });

      test("come with all that was stored of them, and with who has a delivery", async () => {
        const { found: kept } = await store.listEvents({ limit: 10, types: ["tool.called"] });
        expect(kept).toEqual([{ event: events[1], endpoints: ["main", "other"] }]);
        expect(await store.findEvent(events[2]?.id ?? "")).toEqual({
          event: events[2],
          endpoints: ["other"],
        });
        expect(await store.findEvent(`${at(11)}7`)).toBeUndefined();
      });

      test("are looked at a page at a time, to the end, also where few pass the filter", async () => {
        const seen: (string | undefined)[] = [];
        let after: string | undefined;
        do {
          const page: EventPage = await store.listEvents({
            limit: 1,
            types: ["tool.called"],
            ...(after !== undefined && { after }),
          });
          seen.push(...page.found.map(({ event }) => event.id));
          after = page.next;
        } while (after !== undefined);
        expect(seen).toEqual([events[1]?.id]);
      });
    });

    describe("claim", () => {
      test("gives the oldest due first, up to the limit, of one endpoint", async () => {
        await store.commit(arrivals([1, 2, 3]));
        await store.commit(arrivals([4], { endpoint: "other" }));
        await store.commit(
          group({
            settlements: [failed(1, noon + 200), failed(2, noon + 100), failed(3, noon + 300)],
          }),
        );

        expect(await claim(noon + 99)).toEqual([]);
        expect(ids(await claim(noon + 300, { limit: 2 }))).toEqual([deliveryId(2), deliveryId(1)]);
        expect(ids(await claim(noon + 300))).toEqual([deliveryId(3)]);
      });

      test("never gives a delivery twice while its lease lasts, and again once it ran out", async () => {
        await store.commit(arrivals([1]));
        expect(ids(await claim(noon))).toEqual([deliveryId(1)]);
        expect(await claim(noon + leaseMs - 1)).toEqual([]);
        expect(ids(await claim(noon + leaseMs))).toEqual([deliveryId(1)]);
      });

      test("does not give what was born leased", async () => {
        await store.commit(arrivals([1], { leaseUntil: noon + leaseMs }));
        expect(await claim(noon)).toEqual([]);
        expect(ids(await claim(noon + leaseMs))).toEqual([deliveryId(1)]);
      });

      test("knows nothing of an endpoint that never had a delivery", async () => {
        expect(await claim(noon, { endpoint: "nobody" })).toEqual([]);
      });

      test("shows when it was due, not when the lease ends", async () => {
        await store.commit(arrivals([1]));
        await claim(noon + 5);
        expect((await store.show(deliveryId(1)))?.delivery.nextAttemptAt).toBe(noon);
      });
    });

    describe("lanes", () => {
      const inOrder = { inOrder: true };

      test("only the oldest unsettled delivery of each lane is given, and those without a lane", async () => {
        await store.commit(arrivals([1, 2], { lane: "a" }));
        await store.commit(arrivals([3], { lane: "b" }));
        await store.commit(arrivals([4, 5]));
        expect(ids(await claim(noon, inOrder))).toEqual([1, 3, 4, 5].map(deliveryId));
        expect(await claim(noon, inOrder)).toEqual([]);
      });

      test("the next is given once the one before it is settled for good, not while it is retried", async () => {
        await store.commit(arrivals([1, 2, 3], { lane: "a" }));
        await store.commit(group({ settlements: [failed(1, noon + 1000)] }));
        expect(await claim(noon + 999, inOrder)).toEqual([]);

        await store.commit(group({ settlements: [dead(1, 2)] }));
        expect(ids(await claim(noon + 999, inOrder))).toEqual([deliveryId(2)]);
        await store.commit(group({ settlements: [delivered(2)] }));
        expect(ids(await claim(noon + 999, inOrder))).toEqual([deliveryId(3)]);
      });

      test("the same lane at two endpoints is two lanes", async () => {
        await store.commit(arrivals([1], { lane: "a" }));
        await store.commit(arrivals([2], { lane: "a", endpoint: "other" }));
        expect(ids(await claim(noon, { ...inOrder, endpoint: "other" }))).toEqual([deliveryId(2)]);
      });

      test("a delivery that is revived takes its old place", async () => {
        await store.commit(arrivals([1, 2, 3], { lane: "a" }));
        await store.commit(group({ settlements: [dead(1)] }));
        await store.retry([deliveryId(1)], noon);
        expect(ids(await claim(noon, inOrder))).toEqual([deliveryId(1)]);

        await store.commit(group({ settlements: [delivered(1, 2)] }));
        expect(ids(await claim(noon, inOrder))).toEqual([deliveryId(2)]);
      });

      test("a younger one that is revived waits behind the older", async () => {
        await store.commit(arrivals([1, 2], { lane: "a" }));
        await store.commit(group({ settlements: [dead(2)] }));
        await store.retry([deliveryId(2)], noon);
        expect(ids(await claim(noon, inOrder))).toEqual([deliveryId(1)]);
      });

      test("without order all of a lane are given, oldest first", async () => {
        await store.commit(arrivals([1, 2, 3], { lane: "a" }));
        expect(ids(await claim(noon))).toEqual([1, 2, 3].map(deliveryId));
      });

      test("what waits for its lane is not due", async () => {
        await store.commit(arrivals([1, 2], { lane: "a" }));
        await store.commit(group({ settlements: [failed(1, noon + 5000)] }));
        expect(await store.dueTimes()).toEqual(new Map([["main", noon + 5000]]));
      });
    });

    describe("due times", () => {
      test("tells the earliest of each endpoint, leases included, and nothing of settled ones", async () => {
        await store.commit(arrivals([1, 2]));
        await store.commit(arrivals([3], { endpoint: "leased", leaseUntil: noon + 70 }));
        await store.commit(arrivals([4], { endpoint: "done" }));
        await store.commit(
          group({ settlements: [failed(1, noon + 90), failed(2, noon + 50.2), delivered(4)] }),
        );
        expect(await store.dueTimes()).toEqual(
          new Map([
            ["main", noon + 51],
            ["leased", noon + 70],
          ]),
        );
      });
    });

    describe("settlements", () => {
      test("one that its endpoint does not hear is no delivery any more, and its event stays", async () => {
        const lane = { lane: "agent:main:main" };
        await store.commit(arrivals([1, 2], lane));
        const unheard = { deliveryId: deliveryId(1), status: "unheard" as const };
        await store.commit(group({ now: noon + 1, settlements: [unheard] }));
        expect(await store.show(deliveryId(1))).toBeUndefined();
        expect(await store.findEvent(eventId(1))).toMatchObject({ endpoints: [] });
        expect(await store.stats()).toMatchObject({ pending: 1, dead: 0, events: 2 });
        expect((await store.list({ limit: 10 })).map(({ id }) => id)).toEqual([deliveryId(2)]);
        const claims = await claim(noon + 2, { inOrder: true });
        expect(claims.map(({ delivery }) => delivery.id)).toEqual([deliveryId(2)]);
        const old = { olderThan: noon + 1e6, maxRows: 10, stepRows: 10 };
        expect(await store.prune(old)).toMatchObject({ deleted: 1 });
        expect(await store.findEvent(eventId(1))).toBeUndefined();
      });

      test("every attempt stays in the log, and the delivery shows the last", async () => {
        const first = sampleAttempt(1, 1, {
          errorClass: "timeout",
          error: "no answer within 15000 ms",
          timings: { dns: 1.5, connect: 2, tls: 3, total: 15_000 },
          address: "192.0.2.1",
        });
        const second = sampleAttempt(1, 2, {
          at: noon + 5000,
          httpStatus: 200,
          timings: { firstByte: 3, total: 4 },
          response: "ok",
        });
        const id = deliveryId(1);
        await store.commit(arrivals([1]));
        await store.commit(
          group({
            now: noon + 1,
            settlements: [
              { deliveryId: id, status: "failed", attempt: first, nextAttemptAt: noon + 5000 },
            ],
          }),
        );
        expect((await store.show(id))?.delivery).toMatchObject({
          status: "failed",
          attempts: 1,
          error: "no answer within 15000 ms",
          durationMs: 15_000,
          nextAttemptAt: noon + 5000,
        });

        await store.commit(
          group({
            now: noon + 5004,
            settlements: [{ deliveryId: id, status: "delivered", attempt: second }],
          }),
        );
        const shown = await store.show(id);
        expect(shown?.attempts).toEqual([first, second]);
        expect(shown?.delivery).toEqual({
          id,
          eventId: eventId(1),
          eventType: "message.sent",
          endpoint: "main",
          status: "delivered",
          attempts: 2,
          createdAt: noon,
          updatedAt: noon + 5004,
          httpStatus: 200,
          durationMs: 4,
        });
      });

      test("a delivery given back untried is due again and has no attempt", async () => {
        await store.commit(arrivals([1]));
        await claim(noon);
        await store.commit(
          group({
            settlements: [
              { deliveryId: deliveryId(1), status: "pending", nextAttemptAt: noon + 60 },
            ],
          }),
        );
        expect(await claim(noon + 59)).toEqual([]);
        const [given] = await claim(noon + 60);
        expect(given?.delivery).toMatchObject({ status: "pending", attempts: 0 });
      });

      test("a late settlement does not wake what is settled", async () => {
        await store.commit(arrivals([1]));
        await store.commit(group({ settlements: [delivered(1)] }));
        await store.commit(group({ settlements: [failed(1, noon, 2)] }));
        await store.commit(
          group({
            settlements: [{ deliveryId: deliveryId(1), status: "pending", nextAttemptAt: noon }],
          }),
        );
        expect((await store.show(deliveryId(1)))?.delivery.status).toBe("delivered");
        expect(await claim(noon + 1)).toEqual([]);
      });

      test("an active status without a due time is due at once rather than never", async () => {
        await store.commit(arrivals([1]));
        await store.commit(
          group({ settlements: [{ deliveryId: deliveryId(1), status: "failed" }] }),
        );
        expect(ids(await claim(noon))).toEqual([deliveryId(1)]);
      });
    });

    describe("leases of an engine that is gone", () => {
      test("come back due at once, and are counted", async () => {
        await store.commit(arrivals([1], { leaseUntil: noon + leaseMs }));
        await store.commit(arrivals([2, 3]));
        await store.commit(group({ settlements: [failed(3, noon + 9000)] }));
        await claim(noon);

        expect(await store.releaseLeases(noon + 1)).toBe(2);
        expect(ids(await claim(noon + 1))).toEqual([deliveryId(1), deliveryId(2)]);
      });
    });

    describe("retry", () => {
      test("revives dead and delivered ones and hastens waiting ones, attempts kept", async () => {
        await store.commit(arrivals([1, 2, 3]));
        await store.commit(group({ settlements: [dead(1), delivered(2), failed(3, noon + 9000)] }));
        expect(await store.retry([1, 2, 3, 99].map(deliveryId), noon + 5)).toBe(3);

        const claims = await claim(noon + 5);
        expect(ids(claims)).toEqual([1, 2, 3].map(deliveryId));
        expect(claims.map(({ delivery }) => [delivery.status, delivery.attempts])).toEqual([
          ["pending", 1],
          ["pending", 1],
          ["pending", 1],
        ]);
        await store.commit(group({ settlements: [delivered(1, 2)] }));
        expect((await store.show(deliveryId(1)))?.attempts.map(({ number }) => number)).toEqual([
          1, 2,
        ]);
      });

      test("leaves alone what is being sent", async () => {
        await store.commit(arrivals([1]));
        await claim(noon);
        expect(await store.retry([deliveryId(1)], noon + 1)).toBe(0);
        expect(await claim(noon + 1)).toEqual([]);
      });
    });

    describe("list", () => {
      beforeEach(async () => {
        const events = [1, 2, 3, 4].map((number) =>
          sampleEvent(number, { type: number % 2 === 0 ? "tool.called" : "message.sent" }),
        );
        const deliveries = [1, 2, 3, 4].map((number) =>
          sampleDelivery(number, { endpoint: number > 2 ? "other" : "main" }),
        );
        for (const [index, event] of events.entries()) {
          await store.commit(
            group({
              now: noon + index,
              events: [event],
              deliveries: deliveries.slice(index, index + 1),
            }),
          );
        }
        await store.commit(
          group({
            deliveries: [sampleDelivery(5, { eventId: eventId(1), endpoint: "other" })],
            now: noon + 9,
          }),
        );
        await store.commit(
          group({ now: noon + 10, settlements: [delivered(1), dead(2), failed(3, noon + 99)] }),
        );
      });

      test.each([
        ["everything, newest first", {}, [5, 4, 3, 2, 1]],
        ["no more than the limit", { limit: 2 }, [5, 4]],
        ["by status", { status: ["dead" as const, "failed" as const] }, [3, 2]],
        ["by endpoint", { endpoint: "other" }, [5, 4, 3]],
        ["by event type", { eventType: "tool.called" }, [4, 2]],
        ["by event", { eventId: eventId(1) }, [5, 1]],
        ["by event and endpoint", { eventId: eventId(1), endpoint: "main" }, [1]],
        [
          "by event, status and type",
          { eventId: eventId(1), status: ["delivered" as const], eventType: "message.sent" },
          [1],
        ],
        ["by event with a limit", { eventId: eventId(1), limit: 1 }, [5]],
        ["since a time", { since: noon + 2 }, [5, 4, 3]],
        ["until a time", { until: noon + 3 }, [3, 2, 1]],
        [
          "between two times, before an id",
          { since: noon, until: noon + 3, before: deliveryId(3) },
          [2, 1],
        ],
        ["of several endpoints", { endpoint: ["main", "other", "nobody"] }, [5, 4, 3, 2, 1]],
        [
          "of several endpoints, types and statuses",
          {
            endpoint: ["main", "other"],
            eventType: ["tool.called", "message.sent"],
            status: ["pending" as const, "dead" as const],
          },
          [5, 4, 2],
        ],
        [
          "by everything together",
          {
            status: ["pending" as const],
            endpoint: "other",
            eventType: "message.sent",
            since: noon + 1,
          },
          [5],
        ],
        [
          "several ranges with a limit",
          { status: ["pending" as const, "failed" as const, "dead" as const], limit: 3 },
          [5, 4, 3],
        ],
        ["an endpoint nobody knows", { endpoint: "nobody" }, []],
        ["a page before an id", { before: deliveryId(3) }, [2, 1]],
        ["a page before an id that is gone", { before: "dlv_00000003x" }, [3, 2, 1]],
        ["a page before everything", { before: "dlv_" }, []],
      ])("%s", async (_name, filter, numbers) => {
        expect(await listed(filter)).toEqual(numbers.map(deliveryId));
      });

      test.each([
        ["an error, in any case", { text: "ANSWERED 5" }, [3, 2]],
        ["an endpoint", { text: "othe" }, [5, 4, 3]],
        ["an event type", { text: "Tool." }, [4, 2]],
        ["an event's id", { text: eventId(1) }, [5, 1]],
        ["a delivery's id", { text: deliveryId(3) }, [3]],
        ["a session", { text: "support:tele" }, [7]],
        ["a user", { text: "USER_7" }, [7]],
        ["what is only in a body", { text: "needle" }, []],
        ["an agent", { agent: "support" }, [7]],
        ["an agent and a text", { agent: "support", text: "other" }, []],
        ["a text within a filter", { text: "answered", status: ["dead" as const] }, [2]],
        ["a text until a time", { text: "other", until: noon + 9 }, [4, 3]],
        ["a text of an event", { eventId: eventId(1), text: "other" }, [5]],
        ["a percent sign, which is no wildcard", { text: "%" }, []],
      ])("searches for %s", async (_name, filter, numbers) => {
        const event = sampleEvent(7, {
          agentId: "support",
          sessionKey: "agent:support:telegram:1",
          userId: "user_7",
          json: '{"text":"needle"}',
        });
        await store.commit(
          group({ now: noon + 20, events: [event], deliveries: [sampleDelivery(7)] }),
        );
        const found = await store.search({ limit: 100, ...filter });
        expect(found.deliveries.map(({ id }) => id)).toEqual(numbers.map(deliveryId));
        expect(found.cursor).toBeUndefined();
      });

      test("a search goes on where it ended, and covers every row once", async () => {
        const seen: string[] = [];
        let scanned = 0;
        for (let before: string | undefined, more = true; more;) {
          const page = await store.search({ limit: 1, text: "other", ...(before && { before }) });
          seen.push(...page.deliveries.map(({ id }) => id));
          scanned += page.scanned;
          before = page.cursor;
          more = before !== undefined;
        }
        expect(seen).toEqual([5, 4, 3].map(deliveryId));
        expect(scanned).toBe(5);
      });

      test("pages cover every row once", async () => {
        const seen: string[] = [];
        for (let page = await listed({ limit: 2 }); page.length > 0;) {
          seen.push(...page);
          page = await listed({ limit: 2, before: page.at(-1) ?? "" });
        }
        expect(seen).toEqual([5, 4, 3, 2, 1].map(deliveryId));
      });

      test("the totals agree, with the age of the oldest unsettled", async () => {
        expect(await store.stats()).toEqual({
          pending: 2,
          failed: 1,
          delivered: 1,
          dead: 1,
          events: 4,
          oldestActiveAt: noon + 2,
        });
      });
    });

    test("an unknown delivery is shown as nothing", async () => {
      expect(await store.show(deliveryId(404))).toBeUndefined();
    });

    test("an empty store has empty totals and no oldest", async () => {
      expect(await store.stats()).toEqual({
        pending: 0,
        failed: 0,
        delivered: 0,
        dead: 0,
        events: 0,
      });
    });

    describe("prune", () => {
      const everything = { olderThan: noon + 1_000_000, maxRows: 0, stepRows: 100 };

      test("deletes settled deliveries that are older, with their events and attempts", async () => {
        await store.commit(arrivals([1, 2, 3]));
        await store.commit(group({ now: noon + 10, settlements: [failed(1, noon)] }));
        await store.commit(group({ now: noon + 20, settlements: [delivered(1, 2)] }));
        await store.commit(group({ now: noon + 30, settlements: [dead(2)] }));

        expect(await store.prune({ olderThan: noon + 20, maxRows: 100, stepRows: 10 })).toEqual({
          deleted: 0,
          done: true,
        });
        expect(await store.prune({ olderThan: noon + 21, maxRows: 100, stepRows: 10 })).toEqual({
          deleted: 1,
          done: true,
        });
        expect(await listed()).toEqual([deliveryId(3), deliveryId(2)]);
        expect(await store.show(deliveryId(1))).toBeUndefined();
        expect(await store.stats()).toMatchObject({ pending: 1, dead: 1, delivered: 0, events: 2 });
      });

      test("beyond the bound the oldest delivered go first, then the oldest dead", async () => {
        await store.commit(arrivals([1, 2, 3, 4]));
        for (const [index, settlement] of [
          dead(1),
          dead(2),
          delivered(3),
          delivered(4),
        ].entries()) {
          await store.commit(group({ now: noon + index, settlements: [settlement] }));
        }
        const bound = (maxRows: number) => store.prune({ olderThan: 0, maxRows, stepRows: 10 });
        await bound(3);
        expect(await listed()).toEqual([4, 2, 1].map(deliveryId));
        await bound(1);
        expect(await listed()).toEqual([deliveryId(2)]);
      });

      test("where there is no room the oldest go: delivered ones, unheard events, dead ones; pending ones never", async () => {
        await store.commit(arrivals([1, 2, 3, 4]));
        await store.commit(group({ events: [sampleEvent(9)] }));
        for (const [index, settlement] of [dead(1), delivered(3), delivered(2)].entries()) {
          await store.commit(group({ now: noon + index, settlements: [settlement] }));
        }
        const left: string[][] = [];
        for (let step = 0; step < 5; step += 1) {
          const bounds = { olderThan: 0, maxRows: 100, stepRows: 10, extraRows: 1 };
          await store.prune(bounds);
          const unheard = (await store.findEvent(eventId(9))) === undefined ? [] : [eventId(9)];
          left.push([...(await listed()), ...unheard]);
        }
        expect(left).toEqual([
          [...[4, 2, 1].map(deliveryId), eventId(9)],
          [...[4, 1].map(deliveryId), eventId(9)],
          [4, 1].map(deliveryId),
          [deliveryId(4)],
          [deliveryId(4)],
        ]);
      });

      test("the room that is taken shrinks by what goes, and tells the oldest delivered one", async () => {
        const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
        const json = JSON.stringify({ text: "x".repeat(50_000) });
        await store.commit(
          group({
            events: numbers.map((number) => ({ ...sampleEvent(number), json })),
            deliveries: numbers.map((number) => sampleDelivery(number)),
          }),
        );
        const full = await store.space();
        expect(full.usedBytes).toBeGreaterThan(2_000_000);
        expect(full.oldestDeliveredAt).toBeUndefined();
        const settlements = numbers.map((number) => delivered(number));
        await store.commit(group({ now: noon + 7, settlements }));
        expect((await store.space()).oldestDeliveredAt).toBe(noon + 7);
        await store.prune({ olderThan: 0, maxRows: 100, stepRows: 100, extraRows: 39 });
        expect((await store.space()).usedBytes).toBeLessThan(full.usedBytes - 1_900_000);
      });

      test("what went by age counts for the bound", async () => {
        await store.commit(arrivals([1, 2, 3]));
        for (const number of [1, 2, 3]) {
          await store.commit(group({ now: noon + number, settlements: [delivered(number)] }));
        }
        expect(await store.prune({ olderThan: noon + 2, maxRows: 2, stepRows: 10 })).toEqual({
          deleted: 1,
          done: true,
        });
        expect(await listed()).toEqual([3, 2].map(deliveryId));
      });

      test("never touches an active delivery", async () => {
        await store.commit(arrivals([1, 2, 3]));
        await store.commit(group({ settlements: [failed(2, noon)] }));
        await store.commit(arrivals([4], { leaseUntil: noon + 10 }));
        expect(await store.prune(everything)).toEqual({ deleted: 0, done: true });
        expect(await listed()).toHaveLength(4);
      });

      test("keeps an event while one of its deliveries is left", async () => {
        await store.commit(arrivals([1]));
        await store.commit(
          group({
            deliveries: [sampleDelivery(2, { eventId: eventId(1) })],
            settlements: [delivered(1)],
          }),
        );
        await store.prune(everything);
        expect(ids(await claim(noon))).toEqual([deliveryId(2)]);
        await store.commit(group({ settlements: [delivered(2)] }));
        await store.prune(everything);
        expect(await store.stats()).toMatchObject({ delivered: 0, events: 0 });
      });

      test("deletes old events that nobody heard", async () => {
        await store.commit(group({ events: [sampleEvent(1), sampleEvent(2, { at: noon + 5 })] }));
        expect(await store.prune({ ...everything, olderThan: noon + 5 })).toEqual({
          deleted: 1,
          done: true,
        });
        expect(await store.stats()).toMatchObject({ events: 1 });
      });

      test("works in steps and says when it is done", async () => {
        const numbers = [1, 2, 3, 4, 5];
        await store.commit(arrivals(numbers));
        await store.commit(group({ settlements: numbers.map((number) => delivered(number)) }));
        const steps = [];
        for (let round = 0; round < 3; round += 1)
          steps.push(await store.prune({ ...everything, stepRows: 2 }));
        expect(steps).toEqual([
          { deleted: 2, done: false },
          { deleted: 2, done: false },
          { deleted: 1, done: true },
        ]);
      });

      test("a settlement that comes after it is ignored", async () => {
        await store.commit(arrivals([1]));
        await store.commit(group({ settlements: [delivered(1)] }));
        await store.prune(everything);
        await store.commit(group({ settlements: [failed(1, noon, 2)] }));
        expect(await listed()).toEqual([]);
      });
    });

    describe("remove", () => {
      test("deletes settled deliveries by id, with their attempts and their events", async () => {
        await store.commit(arrivals([1, 2, 3]));
        await store.commit(group({ settlements: [failed(1, noon)] }));
        await store.commit(group({ settlements: [delivered(1, 2), dead(2)] }));
        expect(await store.remove([1, 2].map(deliveryId))).toBe(2);
        expect(await listed()).toEqual([deliveryId(3)]);
        expect(await store.show(deliveryId(1))).toBeUndefined();
        expect(await store.stats()).toMatchObject({ delivered: 0, dead: 0, pending: 1, events: 1 });
      });

      test("leaves active and unknown ones alone", async () => {
        await store.commit(arrivals([1, 2]));
        await store.commit(group({ settlements: [failed(1, noon)] }));
        expect(await store.remove([1, 2, 9].map(deliveryId))).toBe(0);
        expect(await listed()).toHaveLength(2);
      });

      test("keeps an event while another delivery of it is left", async () => {
        const second = sampleDelivery(2, { eventId: eventId(1), endpoint: "other" });
        await store.commit(arrivals([1]));
        await store.commit(group({ deliveries: [second], settlements: [delivered(1)] }));
        await store.remove([deliveryId(1)]);
        expect((await store.show(deliveryId(2)))?.event.id).toBe(eventId(1));
      });
    });

    describeFigures(() => store);
    describe("discard", () => {
      test("takes what still waits, and lets the next of its lane go; counted as gone", async () => {
        await store.commit(arrivals([1, 2, 3], { lane: "session" }));
        await store.commit(group({ settlements: [failed(1, noon + 60_000)] }));
        expect(await store.discard([1, 2].map(deliveryId), noon)).toBe(2);
        expect(await listed()).toEqual([deliveryId(3)]);
        expect(ids(await claim(noon, { inOrder: true }))).toEqual([deliveryId(3)]);
        expect(await store.stats()).toMatchObject({ pending: 1, failed: 0, events: 1 });
      });

      test("leaves what is settled, unknown or being sent now", async () => {
        await store.commit(arrivals([1, 2]));
        await store.commit(group({ settlements: [delivered(1)] }));
        await claim(noon);
        expect(await store.discard([1, 2, 9].map(deliveryId), noon)).toBe(0);
        expect(await store.discard([2].map(deliveryId), noon + leaseMs)).toBe(1);
      });
    });

    describe("backlog", () => {
      test("counts what is active, by endpoint, without those that are named", async () => {
        await store.commit({ ...arrivals([1]), now: noon - 5000 });
        await store.commit(arrivals([2, 3]));
        await store.commit(arrivals([4], { endpoint: "other" }));
        await store.commit(arrivals([5], { endpoint: "idle" }));
        await store.commit(group({ settlements: [delivered(2), failed(3, noon), delivered(5)] }));
        const main = { endpoint: "main", waiting: 2, oldestAt: noon - 5000 };
        expect(await store.backlog(["other"])).toEqual([main]);
        expect((await store.backlog([])).map(({ endpoint }) => endpoint).sort()).toEqual([
          "main",
          "other",
        ]);
      });
    });

    describe("endpoint states", () => {
      test("are kept, replaced and cleared", async () => {
        await store.commit(arrivals([1]));
        expect(await store.endpointStates()).toEqual([]);
        const gone = {
          name: "main",
          disabledReason: "answered 410",
          pausedReason: "moving",
          notBefore: noon + 60_000,
          pauses: 7,
          failingSince: noon - 0.5,
          urlHash: "abc",
        };
        await store.saveEndpointState(gone);
        await store.saveEndpointState({ name: "later", notBefore: noon + 0.5 });
        expect(await store.endpointStates()).toEqual([
          { name: "later", notBefore: noon + 0.5 },
          gone,
        ]);
        await store.saveEndpointState({ name: "main" });
        expect(await store.endpointStates()).toEqual([{ name: "later", notBefore: noon + 0.5 }]);
      });
    });

    test("everything is still there after a reopen, where anything can be", async ({ skip }) => {
      if (harness.reopen === undefined) skip("nothing outlives the process");
      await store.commit(arrivals([1, 2, 3]));
      await store.commit(group({ settlements: [failed(1, noon + 5), delivered(2)] }));
      await store.saveEndpointState({ name: "main", notBefore: noon });
      await claim(noon);
      const shown = await store.show(deliveryId(1));
      const stats = await store.stats();

      store = (await harness.reopen?.()) ?? store;
      expect(await store.show(deliveryId(1))).toEqual(shown);
      expect(await store.stats()).toEqual(stats);
      expect(await store.endpointStates()).toEqual([{ name: "main", notBefore: noon }]);
      expect(await store.releaseLeases(noon + 1)).toBe(1);
      await store.commit(arrivals([4]));
      expect(await listed()).toEqual([4, 3, 2, 1].map(deliveryId));
    });
  });
}
