import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/engine/attempt/outgoing.ts";
import type { Store } from "../../src/engine/store/store.ts";
import { endpointOf, eventOf, reply } from "../support/engine-fixture.ts";
import { startInlineEngine } from "../support/inline-engine.ts";
import { createManualClock } from "../support/manual-clock.ts";
import { openMemoryStore } from "../support/memory-store.ts";

const delaysMs = [1000, 2000, 4000];
const MOST_ATTEMPTS = delaysMs.length + 1;

const answers: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(reply(200)) },
  { weight: 3, arbitrary: fc.constantFrom(500, 404, 302).map((status) => reply(status)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(429, 503), fc.integer({ min: 0, max: 20 }))
      .map(([status, wait]) => reply(status, { "retry-after": String(wait) })),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Answer>({
      kind: "failure",
      errorClass: "timeout",
      message: "example.com:443 did not answer in time",
      timings: { total: 1 },
    }),
  },
);

interface Try {
  at: number;
  number: number;
  eventId: string;
  answer: Answer;
}

/** A store that fails the test when it leases what is leased. */
function watchLeases(store: Store, leased: Set<string>): Store {
  const take = (id: string): void => {
    expect(leased.has(id), `${id} was leased twice`).toBe(false);
    leased.add(id);
  };
  return {
    ...store,
    async commit(group) {
      await store.commit(group);
      for (const { id, leaseUntil } of group.deliveries) if (leaseUntil !== undefined) take(id);
      for (const { deliveryId } of group.settlements) leased.delete(deliveryId);
    },
    async claim(query) {
      const claims = await store.claim(query);
      for (const { delivery } of claims) take(delivery.id);
      return claims;
    },
  };
}

const scenario = fc.record({
  script: fc.array(answers, { minLength: 1, maxLength: 40 }),
  bursts: fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 9000 })), {
    minLength: 1,
    maxLength: 5,
  }),
  concurrency: fc.integer({ min: 1, max: 5 }),
  ordering: fc.constantFrom("none" as const, "session" as const),
  jitter: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
});

describe("whatever a receiver answers", () => {
  it("each delivery ends, its attempts are counted, never early, under one id and one lease", async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ script, bursts, concurrency, ordering, jitter }) => {
        const clock = createManualClock();
        const tries = new Map<string, Try[]>();
        const answer = (headers: Record<string, string>, index: number): Answer => {
          const given = script[index % script.length] ?? reply(200);
          const id = headers["X-OpenClaw-Delivery"] ?? "";
          const made = tries.get(id) ?? [];
          const number = Number(headers["X-OpenClaw-Attempt"]);
          made.push({
            at: clock.now(),
            number,
            eventId: headers["webhook-id"] ?? "",
            answer: given,
          });
          tries.set(id, made);
          return given;
        };
        const { engine, deliveries } = await startInlineEngine({
          endpoints: [endpointOf({ concurrency, ordering, retry: { kind: "schedule", delaysMs } })],
          script: ({ headers }, index) => answer(headers, index),
          store: watchLeases(openMemoryStore(), new Set()),
          clock,
          random: () => jitter,
        });
        let sessions = 0;
        for (const [count, pauseMs] of bursts) {
          const session = (): string => `session-${(sessions += 1) % 3}`;
          await engine.capture(
            Array.from({ length: count }, () => eventOf({ sessionKey: session() })),
          );
          await clock.advance(pauseMs);
        }
        // Sixty deliveries of four attempts, one every five minutes, to a receiver that is always overloaded.
        await clock.advance(24 * 3_600_000);

        const all = await deliveries();
        expect(all).toHaveLength(bursts.reduce((sum, [count]) => sum + count, 0));
        for (const delivery of all) {
          const made = tries.get(delivery.id) ?? [];
          const last = made.at(-1)?.answer;
          const arrived = last?.kind === "response" && last.status === 200;
          expect(delivery.status).toBe(arrived ? "delivered" : "dead");
          expect(delivery.attempts).toBe(made.length);
          if (!arrived) expect(made).toHaveLength(MOST_ATTEMPTS);
          expectLegalTries(made, delivery.eventId);
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

function expectLegalTries(made: readonly Try[], eventId: string): void {
  for (const [index, attempt] of made.entries()) {
    expect(attempt.eventId).toBe(eventId);
    expect(attempt.number).toBe(index + 1);
    const before = made[index - 1];
    if (!before) continue;
    const planned = delaysMs[index - 1] ?? 0;
    const headers = before.answer.kind === "response" ? before.answer.headers : {};
    const wished = Number(headers["retry-after"] ?? 0) * 1000;
    expect(attempt.at - before.at).toBeGreaterThanOrEqual(Math.max(planned, wished));
  }
}
