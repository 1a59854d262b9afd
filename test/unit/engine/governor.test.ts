import { describe, expect, it } from "vitest";
import type { Effect } from "../../../src/engine/attempt/outcome.ts";
import { FAILURES_IN_A_ROW } from "../../../src/engine/pace/breaker.ts";
import { createGovernor, type Governor } from "../../../src/engine/pace/governor.ts";
import { createRateLimit, createRateLimits } from "../../../src/engine/pace/rate-limit.ts";
import { FORGET_MS } from "../../../src/engine/pace/window.ts";

const DAY = 86_400_000;
const FAILED: Effect = { kind: "failed", reason: "HTTP 500" };
const OVERLOADED = { kind: "overloaded", reason: "HTTP 503" } as const;
const REFUSED: Effect = { kind: "refused", reason: "HTTP 401" };
const HEALTHY: Effect = { kind: "healthy" };

const governorOf = (concurrency: number, disableAfterMs: number | false = false): Governor =>
  createGovernor({ concurrency, disableAfterMs }, () => 0);

/** One attempt that takes no time. */
function attempt(governor: Governor, effect: Effect, now = 0): void {
  governor.started(now)(effect, now);
}

function park(governor: Governor, effect = FAILED, now = 0): void {
  for (let failure = 0; failure < FAILURES_IN_A_ROW; failure += 1) attempt(governor, effect, now);
}

describe("a governor", () => {
  it("has as much room as the endpoint has slots", () => {
    const governor = governorOf(2);
    expect(governor.room(0)).toBe(2);
    const first = governor.started(0);
    expect(governor.room(0)).toBe(1);
    governor.started(0);
    expect(governor.room(0)).toBe(0);
    first(HEALTHY, 1);
    expect(governor.room(1)).toBe(1);
    expect(governor.standing(1)).toEqual({ state: "ok", concurrency: { now: 2, max: 2 } });
  });

  it("halves what goes at once after an overload, and adds one for each window that is borne", () => {
    const governor = governorOf(8);
    attempt(governor, OVERLOADED);
    expect(governor.standing(0)).toMatchObject({
      state: "slowing",
      reason: "HTTP 503",
      concurrency: { now: 4, max: 8 },
    });
    for (let borne = 0; borne < 5; borne += 1) attempt(governor, HEALTHY);
    expect(governor.room(0)).toBe(5);
    for (let borne = 0; borne < 40; borne += 1) attempt(governor, HEALTHY);
    expect(governor.standing(0)).toEqual({ state: "ok", concurrency: { now: 8, max: 8 } });
  });

  it("counts answers that were on their way when it slowed down as one overload", () => {
    const governor = governorOf(8);
    const ends = Array.from({ length: 4 }, () => governor.started(0));
    for (const end of ends) end(OVERLOADED, 1);
    expect(governor.room(1)).toBe(4);
  });

  it("forgets an overload after a while, also where few deliveries come", () => {
    const governor = governorOf(8);
    attempt(governor, OVERLOADED);
    expect(governor.room(FORGET_MS - 1)).toBe(4);
    expect(governor.room(FORGET_MS)).toBe(8);
  });

  it("never undercuts what the receiver asked for", () => {
    const governor = governorOf(3);
    attempt(governor, { ...OVERLOADED, notBefore: 90_000 });
    expect(governor.standing(0)).toMatchObject({ state: "slowing", notBefore: 90_000 });
    expect(governor.room(89_999)).toBe(0);
    expect(governor.wakeAt(0)).toBe(90_000);
    expect(governor.room(90_000)).toBe(1);
  });

  it("parks after failures in a row, then lets one probe through, then goes on with one at a time", () => {
    const governor = governorOf(8);
    park(governor);
    expect(governor.standing(0)).toMatchObject({
      state: "parked",
      reason: "HTTP 500",
      notBefore: 1000,
      failingSince: 0,
    });
    expect([governor.room(999), governor.wakeAt(0)]).toEqual([0, 1000]);
    expect(governor.room(1000)).toBe(1);
    const probe = governor.started(1000);
    expect(governor.room(1000)).toBe(0);
    probe(HEALTHY, 1001);
    expect(governor.room(1001)).toBe(1);
    expect(governor.standing(1001).state).toBe("slowing");
  });

  it("pauses twice as long after each failed probe, up to five minutes", () => {
    const governor = governorOf(1);
    park(governor);
    const pauses: number[] = [];
    let now = 0;
    for (let probe = 0; probe < 11; probe += 1) {
      const at = governor.wakeAt(now) ?? 0;
      pauses.push(at - now);
      now = at;
      attempt(governor, FAILED, now);
    }
    expect(pauses.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
    expect(pauses.slice(-2)).toEqual([300_000, 300_000]);
  });

  it("parks when most of many attempts fail, and does not when only some events are refused by fault", () => {
    const mostly = governorOf(8);
    const partly = governorOf(8);
    for (let turn = 0; turn < 40 && mostly.room(0) > 0; turn += 1) {
      attempt(mostly, turn % 5 === 0 ? HEALTHY : FAILED);
    }
    for (let turn = 0; turn < 400; turn += 1) attempt(partly, turn % 4 === 0 ? HEALTHY : FAILED);
    expect(mostly.standing(0).state).toBe("parked");
    expect(partly.standing(0).state).toBe("ok");
  });

  it("is not parked by refusals, whose receiver works, and unparked by one", () => {
    const governor = governorOf(8);
    park(governor, REFUSED);
    expect(governor.standing(0)).toMatchObject({ state: "ok", failingSince: 0 });
    park(governor);
    attempt(governor, REFUSED, 1000);
    expect(governor.isParked()).toBe(false);
  });

  it("asks anew when a probe said nothing of the receiver", () => {
    const governor = governorOf(8);
    park(governor);
    attempt(governor, { kind: "none" }, 1000);
    expect([governor.isParked(), governor.room(1000)]).toEqual([true, 1]);
  });

  it("waits as long again after a probe that does not count, whatever came of it", () => {
    const governor = governorOf(8);
    park(governor);
    attempt(governor, { kind: "uncounted" }, 1000);
    expect([governor.isParked(), governor.room(1999), governor.room(2000)]).toEqual([true, 0, 1]);
    attempt(governor, { kind: "uncounted" }, 2000);
    expect([governor.room(2999), governor.room(3000)]).toEqual([0, 1]);
    expect(governor.standing(3000).failingSince).toBe(0);
  });

  it("stays closed until it is opened, and says why", () => {
    const governor = governorOf(3);
    attempt(governor, { kind: "disable", reason: "gone" });
    expect(governor.closure()).toEqual({ kind: "disabled", reason: "gone" });
    expect([governor.room(1e12), governor.wakeAt(0)]).toEqual([0, undefined]);
    governor.open();
    expect(governor.room(0)).toBe(3);
  });

  it("disables after too long a time of nothing but failures, refusals included", () => {
    const governor = governorOf(3, 5 * DAY);
    park(governor, REFUSED, DAY);
    attempt(governor, REFUSED, 6 * DAY - 1);
    expect(governor.closure()).toBeUndefined();
    attempt(governor, REFUSED, 6 * DAY);
    expect(governor.closure()?.kind).toBe("disabled");
    expect(governor.closure()?.reason).toMatch(/nothing but failures since 1970-01-02T.*HTTP 401/);
  });

  it("does not disable when anything arrived, when failures are few, or when it must not", () => {
    const [arrived, few, never] = [governorOf(3, DAY), governorOf(3, DAY), governorOf(3)];
    for (let day = 0; day < 30; day += 1) {
      attempt(arrived, day % 4 === 0 ? HEALTHY : REFUSED, day * (DAY / 4 - 1));
      attempt(never, REFUSED, day * DAY);
    }
    for (let day = 0; day < 4; day += 1) attempt(few, REFUSED, day * DAY);
    expect([arrived, few, never].map((each) => each.closure())).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("goes on after a restart as it stood", () => {
    const before = governorOf(8, DAY);
    park(before);
    attempt(before, FAILED, 1000);
    const after = governorOf(8, DAY);
    after.recall(before.remembered());
    expect(after.standing(1000)).toMatchObject({
      state: "parked",
      notBefore: 3000,
      failingSince: 0,
    });
    attempt(after, FAILED, 3000);
    expect(after.wakeAt(3000)).toBe(7000);
  });
});

describe("a proxy that lets nothing through", () => {
  const BLOCKED: Effect = { kind: "blocked", reason: "proxy p:3128: it is down" };

  it("is shown with its own words, and slows, parks and disables nothing", () => {
    const governor = governorOf(8, DAY);
    for (let fault = 0; fault < 40; fault += 1) attempt(governor, BLOCKED, fault * DAY);
    expect(governor.standing(40 * DAY)).toEqual({
      state: "blocked",
      reason: "proxy p:3128: it is down",
      concurrency: { now: 8, max: 8 },
    });
    expect([governor.room(40 * DAY), governor.atEase(40 * DAY)]).toEqual([8, true]);
    expect([governor.course(), governor.remembered()]).toEqual(["failing", {}]);
  });

  it("is over with the first answer that comes through it, whatever that is", () => {
    for (const [answer, state] of [
      [HEALTHY, "ok"],
      [REFUSED, "ok"],
      [OVERLOADED, "slowing"],
    ] as const) {
      const governor = governorOf(8);
      attempt(governor, BLOCKED);
      expect([governor.standing(0).state, governor.course()]).toEqual(["blocked", "unclear"]);
      attempt(governor, answer);
      expect(governor.standing(0).state).toBe(state);
    }
  });

  it("does not use up the deliveries of an endpoint that is parked: the next probe waits as long again", () => {
    const governor = governorOf(8);
    park(governor);
    const probeAt = governor.wakeAt(0) ?? 0;
    attempt(governor, BLOCKED, probeAt);
    expect(governor.room(probeAt)).toBe(0);
    expect(governor.wakeAt(probeAt)).toBe(probeAt * 2);
    expect(governor.standing(probeAt)).toMatchObject({ state: "parked", reason: "HTTP 500" });
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

  it("holds several at once: five in a second, and no more than seven in a minute", () => {
    const limit = createRateLimits([
      { requests: 7, perMs: 60_000 },
      { requests: 5, perMs: 1000 },
    ]);
    expect(limit.available(0, 9)).toBe(5);
    for (let start = 0; start < 5; start += 1) limit.take(0);
    expect([limit.available(999, 9), limit.nextAt()]).toEqual([0, 1000]);
    expect(limit.available(1000, 9)).toBe(2);
    for (let start = 0; start < 2; start += 1) limit.take(1000);
    expect([limit.available(2000, 9), limit.nextAt()]).toEqual([0, 60_000]);
  });

  it("holds a huge limit in little memory, at the same rate", () => {
    const limit = createRateLimit({ requests: 4096 * 10, perMs: 10_000 });
    for (let start = 0; start < 4096; start += 1) limit.take(0);
    expect(limit.available(999, 1)).toBe(0);
    expect(limit.available(1000, 1)).toBe(1);
  });

  it("is kept by several together: fewer than there are have one each in a longer time", () => {
    let sharers = 1;
    const limit = createRateLimit({ requests: 2, perMs: 1000 }, () => sharers);
    expect(limit.available(0, 9)).toBe(2);
    sharers = 4;
    expect(limit.available(0, 9)).toBe(1);
    limit.take(0);
    expect([limit.available(1999, 9), limit.nextAt(), limit.available(2000, 9)]).toEqual([
      0, 2000, 1,
    ]);
    sharers = 2;
    expect([limit.available(999, 9), limit.available(1000, 9)]).toEqual([0, 1]);
  });

  it("does not block when the clock was set back", () => {
    const limit = createRateLimit({ requests: 1, perMs: 1000 });
    limit.take(1_000_000);
    expect(limit.available(5, 1)).toBe(1);
  });
});
