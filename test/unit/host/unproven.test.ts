import { describe, expect, it } from "vitest";
import { createUnprovenBodies } from "../../../src/host/inbound/door/unproven.ts";

const bounds = {
  maxBytes: 1000,
  maxBodies: 10,
  maxBodiesPerParty: 2,
  maxBodiesPerSharedParty: 4,
  patienceMs: 1000,
};
const party = { key: "203.0.113.9", shared: false };
const other = { key: "203.0.113.10", shared: false };
const proxy = { key: "127.0.0.1", shared: true };

describe("bodies whose senders have proven nothing", () => {
  it("are counted for each party, and give their place back", () => {
    const bodies = createUnprovenBodies(bounds);
    const first = bodies.claim(party, 0);
    bodies.claim(party, 0);
    expect(bodies.claim(party, 0)).toBeUndefined();
    expect(bodies.claim(other, 0)).toBeDefined();
    first?.release();
    first?.release();
    expect(bodies.claim(party, 0)).toBeDefined();
  });

  it("may be more where many senders have one address", () => {
    const bodies = createUnprovenBodies(bounds);
    const claims = Array.from({ length: 5 }, () => bodies.claim(proxy, 0));
    expect(claims.map((claim) => claim !== undefined)).toEqual([true, true, true, true, false]);
  });

  it("take no more than half of the bytes for one party, and all of them for all", () => {
    const bodies = createUnprovenBodies(bounds);
    const grown = [party, other, { key: "203.0.113.11", shared: false }].map((each) => {
      const body = bodies.claim(each, Date.now());
      return [body?.grow(500), body?.grow(1)];
    });
    expect(grown).toEqual([
      [true, false],
      [true, false],
      [false, false],
    ]);
    expect(bodies.held()).toEqual({ bodies: 3, bytes: 1000 });
  });

  it("free their bytes with their place", () => {
    const bodies = createUnprovenBodies(bounds);
    const body = bodies.claim(party, 0);
    body?.grow(500);
    body?.release();
    expect(bodies.held()).toEqual({ bodies: 0, bytes: 0 });
    expect(body?.grow(1)).toBe(false);
  });

  it("give way, the oldest of the same party first, once they took long", () => {
    const bodies = createUnprovenBodies(bounds);
    const cut: string[] = [];
    for (const name of ["first", "second"]) {
      const body = bodies.claim(party, 0);
      if (body) body.onCut = () => cut.push(name);
    }
    expect(bodies.claim(party, 999)).toBeUndefined();
    expect(bodies.claim(party, 1000)).toBeDefined();
    expect(cut).toEqual(["first"]);
  });

  it("never give way to another party", () => {
    const bodies = createUnprovenBodies({ ...bounds, maxBodies: 1 });
    bodies.claim(party, 0);
    expect(bodies.claim(other, 5000)).toBeUndefined();
  });

  it("give way to bytes that are sent, too", () => {
    const bodies = createUnprovenBodies(bounds);
    bodies.claim(party, 0)?.grow(400);
    const newer = bodies.claim(party, Date.now());
    expect(newer?.grow(500)).toBe(true);
    expect(bodies.held()).toEqual({ bodies: 1, bytes: 500 });
  });
});
