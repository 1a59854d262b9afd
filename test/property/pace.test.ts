import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Effect } from "../../src/engine/attempt/outcome.ts";
import { createBreaker } from "../../src/engine/pace/breaker.ts";
import { createGovernor } from "../../src/engine/pace/governor.ts";
import { createWindow } from "../../src/engine/pace/window.ts";

const LONGEST_PAUSE_MS = 330_000;

const effects: fc.Arbitrary<Effect> = fc.oneof(
  fc.constant<Effect>({ kind: "healthy" }),
  fc.constant<Effect>({ kind: "none" }),
  fc.constant<Effect>({ kind: "refused", reason: "HTTP 404" }),
  fc.constant<Effect>({ kind: "failed", reason: "HTTP 500" }),
  fc.constant<Effect>({ kind: "overloaded", reason: "HTTP 503" }),
);
const pauses = fc.integer({ min: 0, max: 400_000 });
const jitter = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const most = fc.integer({ min: 1, max: 256 });

describe("whatever a receiver answers", () => {
  it("a window is from 1 to the most that is configured, and never wider after an overload", () => {
    const steps = fc.array(fc.tuple(fc.boolean(), pauses), { maxLength: 300 });
    fc.assert(
      fc.property(most, steps, (widest, all) => {
        const window = createWindow(widest);
        let now = 0;
        for (const [borne, pause] of all) {
          now += pause;
          const before = window.width(now);
          if (borne) window.borne();
          else window.overloaded(window.round(), now);
          const after = window.width(now);
          expect(after).toBeGreaterThanOrEqual(1);
          expect(after).toBeLessThanOrEqual(widest);
          if (!borne) expect(after).toBeLessThanOrEqual(Math.max(1, before / 2));
        }
      }),
    );
  });

  it("a breaker admits nobody before its probe is due, one while it is, and has an exit", () => {
    const signs = fc.constantFrom("answered" as const, "failed" as const, "nothing" as const);
    fc.assert(
      fc.property(fc.array(fc.tuple(signs, pauses), { maxLength: 120 }), jitter, (all, random) => {
        const breaker = createBreaker(() => random);
        let now = 0;
        for (const [sign, pause] of all) {
          now += pause;
          const probeAt = breaker.probeAt();
          if (probeAt !== undefined) {
            expect(breaker.admits(now)).toBe(now < probeAt ? 0 : 1);
            expect(probeAt - now).toBeLessThanOrEqual(LONGEST_PAUSE_MS);
          }
          if (breaker.admits(now) === 0) continue;
          const ended = breaker.started();
          if (probeAt !== undefined) expect(breaker.admits(now)).toBe(0);
          ended(sign, now);
        }
        // The exit: wait for the probe, and let it be answered.
        now = Math.max(now, breaker.probeAt() ?? now);
        if (breaker.pauses() > 0) breaker.started()("answered", now);
        expect(breaker.admits(now)).toBe(Infinity);
      }),
    );
  });

  it("a governor starts no more than it may, and always says when it can go on", () => {
    const steps = fc.array(fc.tuple(effects, pauses, fc.boolean()), { maxLength: 200 });
    fc.assert(
      fc.property(most, steps, jitter, (concurrency, all, random) => {
        const governor = createGovernor({ concurrency, disableAfterMs: false }, () => random);
        const running: ((effect: Effect, now: number) => void)[] = [];
        let now = 0;
        for (const [effect, pause, starts] of all) {
          now += pause;
          const room = governor.room(now);
          const { state, notBefore, concurrency: atOnce } = governor.standing(now);
          expect(atOnce.now).toBeGreaterThanOrEqual(1);
          expect(atOnce.now).toBeLessThanOrEqual(concurrency);
          expect(governor.inFlight() + room).toBeLessThanOrEqual(
            Math.max(concurrency, governor.inFlight()),
          );
          if (notBefore !== undefined && notBefore > now) expect(room).toBe(0);
          if (state === "parked") expect(room).toBeLessThanOrEqual(1);
          if (starts && room > 0) running.push(governor.started(now));
          else running.shift()?.(effect, now);
        }
        for (const end of running) end({ kind: "none" }, now);
        // Nothing is in flight any more: it goes on now, or at the time that it names.
        expect(governor.room(governor.wakeAt(now) ?? now)).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
