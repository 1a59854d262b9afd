import { describe, expect, it } from "vitest";
import { nextDelayMs } from "../../../src/engine/pace/backoff.ts";
import type { RetryPolicy } from "../../../src/config/settings.ts";

const none = (): number => 0;
const most = (): number => 0.999_999_999;

function pauses(policy: RetryPolicy, random = none): number[] {
  const all: number[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const delay = nextDelayMs(policy, attempt, random);
    if (delay === undefined) return all;
    all.push(delay);
  }
}

describe("backoff", () => {
  it("doubles from backoffMs and stops after maxAttempts, as the tutorial's retry block says", () => {
    const policy: RetryPolicy = {
      kind: "exponential",
      maxAttempts: 3,
      backoffMs: 1000,
      maxBackoffMs: 3_600_000,
      factor: 2,
    };
    expect(pauses(policy)).toEqual([1000, 2000]);
  });

  it("never pauses longer than maxBackoffMs before jitter", () => {
    const policy: RetryPolicy = {
      kind: "exponential",
      maxAttempts: 6,
      backoffMs: 1000,
      maxBackoffMs: 5000,
      factor: 3,
    };
    expect(pauses(policy)).toEqual([1000, 3000, 5000, 5000, 5000]);
  });

  it("makes one attempt more than the schedule has pauses", () => {
    expect(pauses({ kind: "schedule", delaysMs: [5000, 30_000] })).toEqual([5000, 30_000]);
  });

  it("adds at most a tenth", () => {
    expect(pauses({ kind: "schedule", delaysMs: [5000, 30_000] }, most)).toEqual([5500, 33_000]);
  });

  it("has no pause after the only attempt", () => {
    const once: RetryPolicy = {
      kind: "exponential",
      maxAttempts: 1,
      backoffMs: 1,
      maxBackoffMs: 1,
      factor: 1,
    };
    expect(nextDelayMs(once, 1, none)).toBeUndefined();
    expect(nextDelayMs({ kind: "schedule", delaysMs: [] }, 1, none)).toBeUndefined();
  });
});
