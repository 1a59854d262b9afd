// What must hold for every Inbox after any sequence of steps, crashes among them, checked against a tiny model.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Inbox, NewRequest, RunSettlement } from "../../src/engine/inbox/inbox.ts";
import { sampleRequest } from "../support/inbox-samples.ts";
import { noon } from "../support/store-samples.ts";
import type { InboxHarness } from "./inbox-suite.ts";

const leaseMs = 50;
const dedupeForMs = 120;
const maxWaiting = 6;
const routes = ["alert", "deploy"] as const;

/** What the test itself knows: what it was answered, who holds what, and what has run. */
interface Model {
  inbox: Inbox;
  reopen: (() => Promise<Inbox>) | undefined;
  now: number;
  born: number;
  requests: Map<string, NewRequest>;
  /** Answered "stored". */
  accepted: Set<string>;
  duplicates: Set<string>;
  leases: Map<string, number>;
  /** Claimed once at least, merged ones with their head. */
  run: Set<string>;
  ended: Set<string>;
}

type Step = (model: Model) => Promise<void>;

const arrival = fc.record({
  route: fc.constantFrom(...routes),
  names: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 2 }),
  joins: fc.option(fc.constantFrom("x", "y"), { nil: undefined }),
  keep: fc.constantFrom("latest" as const, "all" as const),
});

const arrive = fc
  .array(arrival, { minLength: 1, maxLength: 4 })
  .map((arrivals): Step => async (model) => {
    const requests = arrivals.map(({ route, names, joins, keep }) => {
      model.born += 1;
      const request = sampleRequest(model.born, {
        route,
        receivedAt: model.now,
        dedupeKeys: names,
        dedupeForMs,
        ...(joins !== undefined && { coalesce: { key: joins, windowMs: 20, maxWaitMs: 60, keep } }),
      });
      model.requests.set(request.id, request);
      return request;
    });
    const answers = await model.inbox.accept(requests, maxWaiting);
    for (const [index, answer] of answers.entries()) {
      const { id } = requests[index] ?? { id: "" };
      if (answer.kind === "stored") model.accepted.add(id);
      if (answer.kind === "duplicate") {
        model.duplicates.add(id);
        expect(model.accepted, `${id} repeats one that was not accepted`).toContain(answer.of);
      }
    }
  });

const take = fc.integer({ min: 1, max: 4 }).map((limit): Step => async (model) => {
  const claims = await model.inbox.claimRuns({ now: model.now, limit, leaseMs });
  expect(claims.length).toBeLessThanOrEqual(limit);
  for (const { request, merged, restarted } of claims) {
    const { id } = request;
    expect(model.leases.get(id) ?? 0, `${id} leased twice`).toBeLessThanOrEqual(model.now);
    expect(model.ended, `${id} ran after its end`).not.toContain(id);
    expect(restarted).toBe(model.leases.has(id));
    model.leases.set(id, model.now + leaseMs);
    for (const part of [request, ...merged]) {
      expect(model.accepted, `${part.id} ran without being accepted`).toContain(part.id);
      expect(model.duplicates).not.toContain(part.id);
      model.run.add(part.id);
    }
    for (const part of merged) expect(part).toMatchObject({ status: "merged", mergedInto: id });
  }
});

const finish = fc
  .record({
    pick: fc.nat(),
    status: fc.constantFrom("completed" as const, "failed" as const, "waiting" as const),
    waitMs: fc.nat({ max: 80 }),
  })
  .map(({ pick, status, waitMs }): Step => async (model) => {
    const held = [...model.leases].filter(([, until]) => until > model.now).map(([id]) => id);
    const id = held[pick % held.length];
    if (id === undefined) return;
    const settlement: RunSettlement = { id, status, dueAt: model.now + waitMs };
    await model.inbox.settleRuns([settlement], model.now);
    model.leases.delete(id);
    if (status === "waiting") return;
    model.ended.add(id);
    // A repeat after a lost acknowledgement changes nothing.
    await model.inbox.settleRuns([{ ...settlement, status: "failed" }], model.now + 1);
    expect(await model.inbox.findRequest(id)).toMatchObject({ status, updatedAt: model.now });
  });

const crash: Step = async (model) => {
  if (model.reopen !== undefined) model.inbox = await model.reopen();
  await model.inbox.releaseRuns(model.now);
  for (const id of model.leases.keys()) model.leases.set(id, model.now);
};

const pass = fc.integer({ min: 1, max: 60 }).map((ms): Step => async (model) => {
  model.now += ms;
});

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: arrive },
    { weight: 3, arbitrary: take },
    { weight: 3, arbitrary: finish },
    { weight: 1, arbitrary: fc.constant(crash) },
    { weight: 3, arbitrary: pass },
  ),
  { minLength: 5, maxLength: 40 },
);

/** Registers the properties as tests of one implementation. */
export function describeInboxProperties(
  name: string,
  open: () => Promise<InboxHarness>,
  numRuns = 60,
): void {
  describe(`inbox properties, ${name}`, () => {
    test("nothing is leased twice, forgotten, or run although it is a repeat", async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (sequence) => {
          const { inbox, reopen, dispose } = await open();
          const model: Model = {
            inbox,
            reopen,
            now: noon,
            born: 0,
            requests: new Map(),
            accepted: new Set(),
            duplicates: new Set(),
            leases: new Map(),
            run: new Set(),
            ended: new Set(),
          };
          try {
            for (const step of sequence) await step(model);
            await expectLinesBounded(model);
            await drain(model);
            await expectNothingLost(model);
            expectOneRunPerName(model);
          } finally {
            await dispose();
          }
        }),
        { numRuns },
      );
    }, 120_000);
  });
}

/** Every line is as long as the bound allows: what it refuses depends on that number. */
async function expectLinesBounded({ inbox, now }: Model): Promise<void> {
  for (const route of routes) {
    const waiting = (await inbox.listRequests({ status: ["waiting"], route, limit: 1000 })).length;
    const probe = sampleRequest(0, { id: "req_probe", route, receivedAt: now, dedupeKeys: [] });
    const answer = await inbox.accept([probe], waiting);
    expect(answer).toEqual([{ kind: "full", waiting }]);
  }
}

/** Claims and completes until nothing is left. */
async function drain(model: Model): Promise<void> {
  model.now += 100_000;
  for (;;) {
    const claims = await model.inbox.claimRuns({ now: model.now, limit: 3, leaseMs });
    if (claims.length === 0) break;
    for (const { request, merged } of claims) {
      for (const part of [request, ...merged]) model.run.add(part.id);
    }
    const settlements = claims.map(({ request }) => ({
      id: request.id,
      status: "completed" as const,
    }));
    await model.inbox.settleRuns(settlements, model.now);
  }
  expect(await model.inbox.nextRunDue()).toBeUndefined();
}

async function expectNothingLost({ inbox, accepted, duplicates, run }: Model): Promise<void> {
  expect([...run].sort()).toEqual([...accepted].sort());
  const rows = await inbox.listRequests({ limit: 1000 });
  expect(rows).toHaveLength(accepted.size + duplicates.size);
  for (const { id, status, mergedInto, duplicateOf } of rows) {
    if (duplicates.has(id)) expect(status).toBe("duplicate");
    else expect(["completed", "failed", "merged"]).toContain(status);
    expect(mergedInto !== undefined).toBe(status === "merged");
    expect(duplicateOf !== undefined).toBe(status === "duplicate");
    if (mergedInto === undefined) continue;
    const head = await inbox.findRequest(mergedInto);
    expect(["completed", "failed"]).toContain(head?.status);
  }
}

/** Two accepted requests of a route share a name only when the first one's time was over. */
function expectOneRunPerName({ requests, accepted }: Model): void {
  const lastBy = new Map<string, number>();
  for (const [id, { route, dedupeKeys, receivedAt }] of requests) {
    if (!accepted.has(id)) continue;
    for (const name of dedupeKeys) {
      const key = `${route} ${name}`;
      const earlier = lastBy.get(key);
      if (earlier !== undefined) expect(receivedAt - earlier).toBeGreaterThanOrEqual(dedupeForMs);
      lastBy.set(key, receivedAt);
    }
  }
}
