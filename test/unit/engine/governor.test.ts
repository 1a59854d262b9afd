import { describe, expect, it } from "vitest";
import { createGovernor } from "../../../src/engine/pace/governor.ts";
import { createRateLimit } from "../../../src/engine/pace/rate-limit.ts";

const noJitter = (): number => 0;

describe("a governor", () => {
  it("has as much room as the endpoint has slots", () => {
    const governor = createGovernor({ concurrency: 2 }, noJitter);
    expect(governor.room(0)).toBe(2);
    governor.started(0);
    expect(governor.room(0)).toBe(1);
    governor.started(0);
    expect(governor.room(0)).toBe(0);
    governor.ended({ kind: "healthy" }, 1);
    expect(governor.room(1)).toBe(1);
  });

  it("pauses after an overload, then probes with one request, then opens after a success", () => {
    const governor = createGovernor({ concurrency: 8 }, noJitter);
    governor.started(0);
    governor.ended({ kind: "slow-down" }, 0);
    expect(governor.room(999)).toBe(0);
    expect(governor.wakeAt(0)).toBe(1000);
    expect(governor.room(1000)).toBe(1);
    governor.started(1000);
    expect(governor.room(1000)).toBe(0);
    governor.ended({ kind: "healthy" }, 1001);
    expect(governor.room(1001)).toBe(8);
  });

  it("pauses twice as long after each overload in a row, up to five minutes", () => {
    const governor = createGovernor({ concurrency: 1 }, noJitter);
    const pauses: number[] = [];
    let now = 0;
    for (let overload = 0; overload < 11; overload += 1) {
      governor.started(now);
      governor.ended({ kind: "slow-down" }, now);
      pauses.push((governor.pausedUntil() ?? 0) - now);
      now = governor.pausedUntil() ?? 0;
    }
    expect(pauses.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
    expect(pauses.slice(-2)).toEqual([300_000, 300_000]);
  });

  it("counts answers that were on their way when the pause began as one overload", () => {
    const governor = createGovernor({ concurrency: 3 }, noJitter);
    for (let slot = 0; slot < 3; slot += 1) governor.started(0);
    for (let slot = 0; slot < 3; slot += 1) governor.ended({ kind: "slow-down" }, slot);
    expect(governor.pausedUntil()).toBe(1000);
  });

  it("never undercuts what the receiver asked for", () => {
    const governor = createGovernor({ concurrency: 3 }, noJitter);
    governor.started(0);
    governor.ended({ kind: "slow-down", notBefore: 90_000 }, 0);
    expect(governor.room(89_999)).toBe(0);
    expect(governor.room(90_000)).toBe(1);
  });

  it("stays closed until it is opened, and says why", () => {
    const governor = createGovernor({ concurrency: 3 }, noJitter);
    governor.started(0);
    governor.ended({ kind: "disable", reason: "gone" }, 0);
    expect(governor.closure()).toEqual({ kind: "disabled", reason: "gone" });
    expect([governor.room(1e12), governor.wakeAt(0)]).toEqual([0, undefined]);
    governor.open();
    expect(governor.room(0)).toBe(3);
  });
});

describe("a rate limit", () => {
  it("allows no more than its number in any window", () => {
    const limit = createRateLimit({ requests: 3, perMs: 1000 });
    for (const at of [0, 500, 900]) limit.take(at);
    expect(limit.available(999, 9)).toBe(0);
    expect(limit.nextAt()).toBe(1000);
    expect(limit.available(1000, 9)).toBe(1);
    expect(limit.available(1500, 9)).toBe(2);
  });

  it("holds a huge limit in little memory, at the same rate", () => {
    const limit = createRateLimit({ requests: 4096 * 10, perMs: 10_000 });
    for (let start = 0; start < 4096; start += 1) limit.take(0);
    expect(limit.available(999, 1)).toBe(0);
    expect(limit.available(1000, 1)).toBe(1);
  });

  it("does not block when the clock was set back", () => {
    const limit = createRateLimit({ requests: 1, perMs: 1000 });
    limit.take(1_000_000);
    expect(limit.available(5, 1)).toBe(1);
  });
});
