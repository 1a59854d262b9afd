// What must hold for every Store after any sequence of steps, checked against a tiny model.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Store } from "../../src/engine/store/store.ts";
import {
  arrivals,
  dead,
  delivered,
  deliveryId,
  failed,
  group,
  noon,
} from "../support/store-samples.ts";
import type { StoreHarness } from "./store-suite.ts";

const leaseMs = 50;
const far = noon + 1_000_000;

/** What the test itself knows: who holds what, and how many attempts it has logged. */
interface Model {
  now: number;
  born: number;
  attempts: Map<number, number>;
  leases: Map<number, number>;
}

type Step = (store: Store, model: Model) => Promise<void>;

const isHeld = (model: Model, number: number): boolean =>
  (model.leases.get(number) ?? 0) > model.now;

const arrive = fc
  .record({
    count: fc.integer({ min: 1, max: 4 }),
    lane: fc.option(fc.constantFrom("a", "b"), { nil: undefined }),
    leased: fc.boolean(),
  })
  .map(({ count, lane, leased }): Step => async (store, model) => {
    const numbers = Array.from({ length: count }, (_, index) => model.born + index + 1);
    const leaseUntil = model.now + leaseMs;
    const fresh = arrivals(numbers, {
      ...(lane !== undefined && { lane }),
      ...(leased && { leaseUntil }),
    });
    await store.commit({ ...fresh, now: model.now });
    model.born += count;
    for (const number of numbers) {
      model.attempts.set(number, 0);
      if (leased) model.leases.set(number, leaseUntil);
    }
  });

const take = fc
  .record({ limit: fc.integer({ min: 1, max: 5 }), inOrder: fc.boolean() })
  .map(({ limit, inOrder }): Step => async (store, model) => {
    const claims = await store.claim({ endpoint: "main", now: model.now, limit, leaseMs, inOrder });
    expect(claims.length).toBeLessThanOrEqual(limit);
    for (const { delivery, event } of claims) {
      const number = Number(delivery.id.slice(4));
      expect(isHeld(model, number), `${delivery.id} leased twice`).toBe(false);
      expect(delivery.attempts).toBe(model.attempts.get(number));
      expect(event.id).toBe(delivery.eventId);
      model.leases.set(number, model.now + leaseMs);
    }
    if (inOrder) expectOrder(claims.map(({ delivery }) => delivery.lane));
  });

/** One claim in order gives each lane at most once. */
function expectOrder(lanes: readonly (string | undefined)[]): void {
  const named = lanes.filter((lane) => lane !== undefined);
  expect(new Set(named).size).toBe(named.length);
}

const finish = fc
  .record({
    pick: fc.nat(),
    outcome: fc.constantFrom("delivered", "failed", "dead", "untried"),
    waitMs: fc.nat({ max: 80 }),
  })
  .map(({ pick, outcome, waitMs }): Step => async (store, model) => {
    const held = [...model.leases.keys()].filter((number) => isHeld(model, number));
    const number = held[pick % held.length];
    if (number === undefined) return;
    const attempt = (model.attempts.get(number) ?? 0) + 1;
    const due = model.now + waitMs;
    const settlement = {
      delivered: delivered(number, attempt),
      failed: failed(number, due, attempt),
      dead: dead(number, attempt),
      untried: { deliveryId: deliveryId(number), status: "pending" as const, nextAttemptAt: due },
    }[outcome];
    await store.commit(group({ now: model.now, settlements: [settlement] }));
    // A repeat after a lost acknowledgement changes nothing.
    if (outcome !== "untried")
      await store.commit(group({ now: model.now, settlements: [settlement] }));
    model.leases.delete(number);
    if (outcome !== "untried") model.attempts.set(number, attempt);
  });

const retry = fc.nat().map((pick): Step => async (store, model) => {
  if (model.born === 0) return;
  const number = (pick % model.born) + 1;
  const revived = await store.retry([deliveryId(number)], model.now);
  expect(revived).toBe(isHeld(model, number) ? 0 : 1);
});

const crash: Step = async (store, model) => {
  await store.releaseLeases(model.now);
  model.leases.clear();
};

const pass = fc.integer({ min: 1, max: 100 }).map((ms): Step => async (_store, model) => {
  model.now += ms;
});

const steps = fc.array(
  fc.oneof(arrive, take, take, finish, finish, finish, retry, fc.constant(crash), pass),
  { minLength: 5, maxLength: 40 },
);

/** Registers the properties as tests of one implementation. */
export function describeStoreProperties(
  name: string,
  open: () => Promise<StoreHarness>,
  numRuns = 60,
): void {
  describe(`store properties, ${name}`, () => {
    test("no lease is doubled, no attempt is lost, and every unsettled delivery can be reached", async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (sequence) => {
          const { store, dispose } = await open();
          try {
            const model: Model = { now: noon, born: 0, attempts: new Map(), leases: new Map() };
            for (const step of sequence) await step(store, model);
            await expectTotals(store, model);
            await expectReachable(store);
          } finally {
            await dispose();
          }
        }),
        { numRuns },
      );
    }, 120_000);
  });
}

async function expectTotals(store: Store, model: Model): Promise<void> {
  const rows = await store.list({ limit: 1000 });
  expect(rows.map(({ id }) => id)).toEqual(
    Array.from({ length: model.born }, (_, index) => deliveryId(model.born - index)),
  );
  const counts = { pending: 0, failed: 0, delivered: 0, dead: 0, events: model.born };
  for (const row of rows) counts[row.status] += 1;
  expect(await store.stats()).toMatchObject(counts);
  for (const [number, attempts] of model.attempts) {
    const logged = (await store.show(deliveryId(number)))?.attempts.map(
      (attempt) => attempt.number,
    );
    expect(logged).toEqual(Array.from({ length: attempts }, (_, index) => index + 1));
  }
}

/** Claiming in order and delivering, again and again, ends with nothing left to do. */
async function expectReachable(store: Store): Promise<void> {
  for (;;) {
    const claims = await store.claim({
      endpoint: "main",
      now: far,
      limit: 3,
      leaseMs,
      inOrder: true,
    });
    if (claims.length === 0) break;
    const settlements = claims.map(({ delivery }) =>
      delivered(Number(delivery.id.slice(4)), delivery.attempts + 1),
    );
    await store.commit(group({ now: far, settlements }));
  }
  expect(await store.stats()).toMatchObject({ pending: 0, failed: 0 });
  expect(await store.dueTimes()).toEqual(new Map());
}
