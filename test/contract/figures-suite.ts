// What every Store must know of the past beside its log: a part of its contract.
import { describe, expect, test } from "vitest";
import type { Settlement, Store } from "../../src/engine/store/store.ts";
import type { EndpointTotals, Figures } from "../../src/engine/store/figures/figures.ts";
import {
  arrivals,
  dead,
  delivered,
  deliveryId,
  failed,
  group,
  noon,
  sampleAttempt,
} from "../support/store-samples.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const answeredAfter = (number: number, total: number): Settlement => ({
  deliveryId: deliveryId(number),
  status: "delivered",
  attempt: sampleAttempt(number, 1, { httpStatus: 200, timings: { total } }),
});

/** Registers them as tests of the store that `current` gives. */
export function describeFigures(current: () => Store): void {
  describe("figures", () => {
    const settle = (now: number, ...settlements: Settlement[]): Promise<void> =>
      current().commit(group({ now, settlements }));
    const ofHour = (endpoint?: string): Promise<Figures> =>
      current().figures({
        from: noon,
        to: noon + hour,
        stepMs: minute,
        ...(endpoint !== undefined && { endpoint }),
      });
    const age = async (now: number): Promise<void> => {
      while (!(await current().ageFigures({ now, stepRows: 2 })).done);
    };

    test("count attempts and deaths by minute and by endpoint, with what waits now", async () => {
      await current().commit(arrivals([1, 2, 3]));
      await current().commit(arrivals([4], { endpoint: "other" }));
      await settle(noon + 1, delivered(1), failed(2, noon + 5));
      await settle(noon + minute - 1, failed(2, noon + 9, 2));
      await settle(noon + minute, dead(2, 3), dead(4));
      await settle(noon + hour, delivered(3));
      const { points, total, endpoints, backlog } = await ofHour();

      expect(points).toHaveLength(60);
      expect(points.slice(0, 3)).toMatchObject([
        { at: noon, delivered: 1, failed: 2, dead: 0 },
        { at: noon + minute, delivered: 0, failed: 2, dead: 2 },
        { at: noon + 2 * minute, delivered: 0, failed: 0, dead: 0 },
      ]);
      expect(total).toMatchObject({ delivered: 1, failed: 4, dead: 2 });
      expect(endpoints).toMatchObject([
        { endpoint: "main", delivered: 1, failed: 3, dead: 1, waiting: 0 },
        { endpoint: "other", delivered: 0, failed: 1, dead: 1, waiting: 0 },
      ]);
      expect(backlog).toEqual({ waiting: 0, dead: 2 });
      expect((await ofHour("other")).total).toMatchObject({ delivered: 0, failed: 1, dead: 1 });
      expect(await ofHour("nobody")).toMatchObject({ endpoints: [], backlog: { waiting: 0 } });
    });

    test("tell the backlog of each endpoint and its oldest", async () => {
      await current().commit(arrivals([1, 2, 3]));
      await current().commit({ ...arrivals([4], { endpoint: "other" }), now: noon + 7 });
      await settle(noon + 8, failed(1, noon + 99), delivered(2), dead(3));
      await current().retry([deliveryId(3)], noon + 9);
      expect(await ofHour()).toMatchObject({
        endpoints: [{ waiting: 2 }, { waiting: 1 }],
        backlog: { waiting: 3, dead: 0, oldestAt: noon },
      });
      expect((await ofHour("other")).backlog).toEqual({ waiting: 1, dead: 0, oldestAt: noon + 7 });
    });

    test("count nothing twice, and nothing that took no effect", async () => {
      await current().commit(arrivals([1]));
      await settle(noon, delivered(1));
      await settle(noon, delivered(1));
      await settle(noon, failed(1, noon, 2), failed(9, noon));
      await settle(noon, { deliveryId: deliveryId(1), status: "pending", nextAttemptAt: noon });
      expect((await ofHour()).total).toMatchObject({ delivered: 1, failed: 0, dead: 0 });
    });

    test("know percentiles of what was answered within 10 %", async () => {
      const latencies = Array.from({ length: 200 }, (_, index) => 3 * 1.04 ** index);
      await current().commit(arrivals(latencies.map((_, index) => index + 1)));
      await settle(noon, ...latencies.map((ms, index) => answeredAfter(index + 1, ms)));
      const { total, points } = await ofHour();
      for (const [share, shown] of [
        [0.5, total.p50],
        [0.95, total.p95],
        [0.99, total.p99],
      ] as const) {
        const exact = latencies[200 * share - 1] ?? Number.NaN;
        expect(shown).toBeGreaterThan(exact * 0.9);
        expect(shown).toBeLessThan(exact * 1.1);
      }
      expect(points[0]).toMatchObject({ p50: total.p50 });
      expect(points[1]).not.toHaveProperty("p50");
    });

    test("know no percentile where nobody answered", async () => {
      await current().commit(arrivals([1]));
      const attempt = sampleAttempt(1, 1, { errorClass: "connect", error: "refused" });
      await settle(noon, { deliveryId: deliveryId(1), status: "dead", attempt });
      expect((await ofHour()).total).toEqual({ delivered: 0, failed: 1, dead: 1 });
    });

    test("outlive what they count", async () => {
      await current().commit(arrivals([1, 2]));
      await settle(noon, delivered(1), dead(2));
      await current().prune({ olderThan: noon + 1, maxRows: 0, stepRows: 10 });
      expect(await ofHour()).toMatchObject({
        total: { delivered: 1, dead: 1 },
        backlog: { dead: 0 },
      });
    });

    test("are the same by quarters of an hour after they have aged, and end after 8 days", async () => {
      const start = noon - (noon % (15 * minute));
      await current().commit(arrivals([1, 2, 3, 4]));
      for (const number of [1, 2, 3, 4]) {
        await settle(start + number * 7 * minute, answeredAfter(number, number * 100));
      }
      const query = { from: start, to: start + hour, stepMs: 15 * minute };
      const before = await current().figures(query);
      expect(before.points.map((point) => point.delivered)).toEqual([2, 2, 0, 0]);
      await age(start + 2 * hour + 20 * minute);
      expect(await current().figures(query)).toEqual(before);
      await age(start + day);
      expect(await current().figures(query)).toEqual(before);
      await age(start + 9 * day);
      expect((await current().figures(query)).total).toEqual({ delivered: 0, failed: 0, dead: 0 });
    });

    test("come to totals that no ageing makes smaller, and a death without a try is in them", async () => {
      const start = noon - (noon % (15 * minute));
      await current().commit(arrivals([1, 2, 3, 4]));
      await current().commit({ ...arrivals([5], { endpoint: "other" }), now: start + 7 });
      await settle(start, answeredAfter(1, 0.4), answeredAfter(2, 90), failed(3, start + 5));
      const refused = sampleAttempt(4, 1, { errorClass: "connect", error: "refused" });
      await settle(start + 20 * minute, {
        deliveryId: deliveryId(4),
        status: "dead",
        attempt: refused,
      });
      await settle(start + 21 * minute, { deliveryId: deliveryId(3), status: "dead" });
      const byName = async (): Promise<EndpointTotals[]> =>
        (await current().totals()).sort((one, other) => (one.endpoint < other.endpoint ? -1 : 1));
      const before = await byName();

      expect(before).toMatchObject([
        { endpoint: "main", delivered: 2, failed: 2, dead: 2 },
        { endpoint: "other", delivered: 0, failed: 0, dead: 0, oldestAt: start + 7 },
      ]);
      expect(before[0]).not.toHaveProperty("oldestAt");
      const answers = before[0]?.latency;
      // `failed` got an answer, too: its time is that of the samples.
      const third = sampleAttempt(3, 1).timings.total;
      expect(answers?.count).toBe(3);
      expect(Math.abs((answers?.sumMs ?? 0) / (1 + 90 + third) - 1)).toBeLessThan(0.1);
      for (const { ms, count } of answers?.upTo ?? [])
        expect(count).toBe([0.4, 90, third].filter((took) => took <= ms).length);
      expect(answers?.upTo).toHaveLength(18);
      expect(before[1]?.latency).toMatchObject({ count: 0, sumMs: 0 });

      for (const later of [3 * hour, day, 9 * day, 20 * day]) {
        await age(start + later);
        expect(await byName()).toEqual(before);
      }
      await current().commit({ ...arrivals([6]), now: start + 20 * day });
      await settle(start + 20 * day, answeredAfter(6, 90));
      await age(start + 21 * day);
      expect((await byName())[0]).toMatchObject({ delivered: 3, latency: { count: 4 } });
    });
  });
}
