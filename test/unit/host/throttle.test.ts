import { describe, expect, it } from "vitest";
import { createThrottle } from "../../../src/host/inbound/door/throttle.ts";

const stranger = { key: "203.0.113.9", shared: false };
const proxy = { key: "127.0.0.1", shared: true };
const bearer = { name: "deploy", auth: { kind: "bearer", secrets: [{ value: "t" }] } } as const;
const signed = {
  name: "deploy",
  auth: { kind: "preset", preset: "github", secrets: [], toleranceMs: 1 },
} as const;
const limited = { ...signed, rateLimit: { requests: 2, perMs: 10_000 } };

const times = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe("proven senders", () => {
  it("come as often as the route says, and hear when to come again", () => {
    const throttle = createThrottle();
    const waits = [0, 1, 2, 10_001].map((now) => throttle.proven(limited, stranger, now));
    expect(waits).toEqual([undefined, undefined, 10, undefined]);
  });

  it("keep all of what the route lets them, whatever strangers failed", () => {
    const throttle = createThrottle();
    for (const now of times(500)) throttle.failed(limited, proxy, now);
    expect(throttle.proven(limited, proxy, 500)).toBeUndefined();
  });
});

describe("a party that guesses", () => {
  it("is locked out of the route after twenty failures, for a minute, and nobody else is", () => {
    const throttle = createThrottle();
    for (const now of times(19)) throttle.failed(bearer, stranger, now);
    expect(throttle.lockedOut(bearer, stranger, 19)).toBeUndefined();
    throttle.failed(bearer, stranger, 20);
    expect(throttle.lockedOut(bearer, stranger, 21)).toBe(60);
    expect(throttle.lockedOut(bearer, { ...stranger, key: "203.0.113.10" }, 21)).toBeUndefined();
    expect(throttle.lockedOut({ ...bearer, name: "other" }, stranger, 21)).toBeUndefined();
    expect(throttle.lockedOut(bearer, stranger, 60_021)).toBeUndefined();
  });

  it("begins anew after a proof that holds", () => {
    const throttle = createThrottle();
    for (const now of times(19)) throttle.failed(bearer, stranger, now);
    throttle.proven(bearer, stranger, 20);
    throttle.failed(bearer, stranger, 21);
    expect(throttle.lockedOut(bearer, stranger, 22)).toBeUndefined();
  });

  it("is never locked out where others have its address, and is answered 429", () => {
    const throttle = createThrottle();
    const waits = times(22).map((now) => throttle.failed(bearer, proxy, now));
    expect(waits).toEqual([...times(20).map(() => undefined), 60, 60]);
    expect(throttle.lockedOut(bearer, proxy, 22)).toBeUndefined();
  });

  it("keeps its count behind a proxy when somebody else proves who it is", () => {
    const throttle = createThrottle();
    for (const now of times(20)) throttle.failed(bearer, proxy, now);
    throttle.proven(bearer, proxy, 20);
    expect(throttle.failed(bearer, proxy, 21)).toBe(60);
  });

  it("cannot lock a signed route, and is kept in the log a hundred times a minute", () => {
    const throttle = createThrottle();
    const kept = times(500).filter((now) => throttle.failed(signed, stranger, now) === undefined);
    expect(kept).toHaveLength(100);
    expect(throttle.lockedOut(signed, stranger, 500)).toBeUndefined();
  });

  it("may fail now and then for ever", () => {
    const throttle = createThrottle();
    const waits = times(300).map((index) => throttle.failed(bearer, stranger, index * 10_000));
    expect(waits.filter((wait) => wait !== undefined)).toEqual([]);
  });
});
