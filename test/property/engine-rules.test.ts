import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RetryPolicy } from "../../src/config/settings.ts";
import { JITTER_SHARE, nextDelayMs } from "../../src/engine/pace/backoff.ts";
import { createIdSource } from "../../src/engine/ids.ts";
import { judge } from "../../src/engine/attempt/outcome.ts";
import { createRateLimit } from "../../src/engine/pace/rate-limit.ts";
import { MAX_RETRY_AFTER_MS } from "../../src/engine/pace/retry-after.ts";
import { reply } from "../support/engine-fixture.ts";

const policies: fc.Arbitrary<RetryPolicy> = fc.oneof(
  fc.record({
    kind: fc.constant("schedule" as const),
    delaysMs: fc.array(fc.integer({ min: 1, max: 86_400_000 }), { maxLength: 12 }),
  }),
  fc.record({
    kind: fc.constant("exponential" as const),
    maxAttempts: fc.integer({ min: 1, max: 100 }),
    backoffMs: fc.integer({ min: 1, max: 86_400_000 }),
    maxBackoffMs: fc.integer({ min: 1, max: 604_800_000 }),
    factor: fc.double({ min: 1, max: 100, noNaN: true }),
  }),
);
const randoms = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const now = Date.UTC(2026, 2, 14);

describe("rules of retries", () => {
  it("jitter only adds, at most its share, and every pause is a whole positive number of ms", () => {
    fc.assert(
      fc.property(
        policies,
        fc.integer({ min: 1, max: 120 }),
        randoms,
        (policy, attempt, random) => {
          const planned = nextDelayMs(policy, attempt, () => 0);
          const delay = nextDelayMs(policy, attempt, () => random);
          if (planned === undefined || delay === undefined) {
            expect(delay).toBe(planned);
            return;
          }
          expect(Number.isSafeInteger(delay)).toBe(true);
          expect(delay).toBeGreaterThanOrEqual(planned);
          expect(delay).toBeLessThanOrEqual(Math.ceil(planned * (1 + JITTER_SHARE)) + 1);
        },
      ),
    );
  });

  it("every schedule ends", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const most = policy.kind === "schedule" ? policy.delaysMs.length + 1 : policy.maxAttempts;
        expect(nextDelayMs(policy, most, () => 0)).toBeUndefined();
        if (most > 1) expect(nextDelayMs(policy, most - 1, () => 0)).toBeDefined();
      }),
    );
  });

  it("Retry-After is never undercut, up to its cap, and never shortens a pause", () => {
    const statuses = fc.constantFrom(400, 404, 429, 500, 502, 503, 504);
    const seconds = fc.integer({ min: 0, max: 200_000 });
    fc.assert(
      fc.property(policies, statuses, seconds, fc.boolean(), (policy, status, wait, asDate) => {
        const value = asDate ? new Date(now + wait * 1000).toUTCString() : String(wait);
        const result = reply(status, { "retry-after": value });
        const outcome = judge({ result, policy, attemptNumber: 1, now, random: () => 0 });
        if (outcome.status !== "failed") {
          expect(outcome.status).toBe("dead");
          return;
        }
        const wished = now + Math.min(wait * 1000, MAX_RETRY_AFTER_MS);
        const planned = now + (nextDelayMs(policy, 1, () => 0) ?? 0);
        expect(outcome.nextAttemptAt).toBe(Math.max(wished, planned));
      }),
    );
  });

  it("every answer has a verdict: 2xx and only 2xx is delivered", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 999 }), policies, (status, policy) => {
        const result = reply(status);
        const outcome = judge({ result, policy, attemptNumber: 1, now, random: () => 0 });
        expect(outcome.status === "delivered").toBe(status >= 200 && status < 300);
      }),
    );
  });
});

describe("rules of bounds", () => {
  it("a rate limit is kept in every window and used up when there is demand", () => {
    const limits = fc.record({
      requests: fc.integer({ min: 1, max: 20 }),
      perMs: fc.integer({ min: 1, max: 500 }),
    });
    const steps = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(limits, steps, (limit, pauses) => {
        const rate = createRateLimit(limit);
        const starts: number[] = [];
        let time = 0;
        for (const pause of pauses) {
          time += pause;
          const inWindow = starts.filter((start) => start > time - limit.perMs).length;
          expect(rate.available(time, 100)).toBe(limit.requests - inWindow);
          if (inWindow === limit.requests) continue;
          rate.take(time);
          starts.push(time);
        }
      }),
    );
  });

  it("a rate that several Gateways keep together holds for all of them in any window, however many they become", () => {
    const limits = fc.record({
      requests: fc.integer({ min: 4, max: 40 }),
      perMs: fc.integer({ min: 1, max: 100 }),
    });
    const steps = fc.array(fc.record({ pause: fc.nat({ max: 30 }), who: fc.nat({ max: 3 }) }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(limits, fc.integer({ min: 1, max: 4 }), steps, (limit, count, taken) => {
        const gateways = Array.from({ length: count }, () => createRateLimit(limit, () => count));
        const starts: number[] = [];
        let time = 0;
        for (const { pause, who } of taken) {
          time += pause;
          const rate = gateways[who % count];
          if (rate === undefined || rate.available(time, 1) === 0) continue;
          rate.take(time);
          starts.push(time);
          expect(starts.filter((start) => start > time - limit.perMs).length).toBeLessThanOrEqual(
            limit.requests,
          );
        }
        // Each of them comes to its part.
        time += limit.perMs * 2;
        const parts = gateways.map((rate) => rate.available(time, 100));
        expect(parts).toEqual(gateways.map(() => Math.floor(limit.requests / count)));
      }),
    );
  });

  it("ids rise strictly whatever the clock does", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 47 }), { maxLength: 100 }), (times) => {
        const ids = createIdSource();
        const made = times.map((time) => ids.next("evt", time));
        expect(made).toEqual([...new Set(made)].sort());
      }),
    );
  });
});
