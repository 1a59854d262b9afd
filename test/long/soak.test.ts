// The short form of `npm run soak`, and that its books would notice.
import { describe, expect, it } from "vitest";
import { createLedger } from "../../soak/ledger.ts";
import { growth } from "../../soak/flat.ts";
import { killEngine } from "../../soak/kill-engine.ts";
import { watchForLeaks } from "../../soak/leaks.ts";
import type { Delivery } from "../../src/engine/record.ts";

function row(eventId: string, rest: Partial<Delivery> = {}): Delivery {
  const id = `dlv_${eventId}`;
  const at = { createdAt: 0, updatedAt: 0 };
  const { status } = { status: "delivered" as const };
  return { id, eventId, eventType: "x", endpoint: "a", status, attempts: 1, ...at, ...rest };
}

describe("an engine that is killed under load", () => {
  it("loses nothing, repeats only what was in flight, and keeps the order of each session", async () => {
    const { figures, violations } = await killEngine({ rounds: 10, seed: 1, longestLifeMs: 200 });
    expect(violations).toEqual([]);
    expect(figures["acknowledged"]).toBeGreaterThan(100);
    expect(figures["kills"]).toBe(10);
  }, 120_000);
});

describe("an engine under mixed load", () => {
  it("keeps heap, memory and file descriptors where they are", async () => {
    const { figures, violations } = await watchForLeaks({ seconds: 6, seed: 1, samples: 6 });
    expect(violations).toEqual([]);
    expect(figures["events"]).toBeGreaterThan(300);
  }, 120_000);
});

describe("the books of the soak", () => {
  it("find what was acknowledged and is gone, in the log or on the way", () => {
    const ledger = createLedger(["a"], []);
    for (const id of ["1", "2", "3"]) ledger.acknowledged(id);
    ledger.taken("a", "1");
    const { figures, violations } = ledger.close([row("1"), row("2")]);
    expect(figures["lost"]).toBe(2);
    expect(violations).toEqual(["acknowledged and lost: a:2, a:3"]);
  });

  it("excuse a repeat only where a kill left it in doubt, and only once for each kill", () => {
    const ledger = createLedger(["a"], []);
    for (const id of ["1", "2", "2", "3", "3", "3"]) {
      ledger.taken("a", id);
      if (id === "1") continue;
      ledger.killed([row("3", { status: "pending" })]);
    }
    const books = ledger.close([row("1"), row("2"), row("3")]);
    expect(books.violations).toEqual(["sent again without need: a:2"]);
    expect(books.figures["repeated"]).toBe(3);
  });

  it("see what overtook another of its session, where order was promised", () => {
    const ledger = createLedger(["a", "b"], ["a"]);
    for (const endpoint of ["a", "b"])
      for (const sequence of [1, 2, 2, 1]) ledger.requested(endpoint, { session: "s", sequence });
    expect(ledger.close([]).violations).toEqual(["out of order: s 1 after 2"]);
  });

  it("see what never ended, ended without a reason, or was sent and never stored", () => {
    const ledger = createLedger(["a"], []);
    ledger.taken("a", "4");
    const log = [row("1", { status: "failed" }), row("2", { status: "dead" })];
    expect(ledger.close(log).violations).toEqual([
      "never settled: dlv_1",
      "dead without a reason: dlv_2",
      "sent and not in the log: a:4",
    ]);
  });

  it("call a series flat by its last two thirds, and none that is too short", () => {
    expect(growth([0, 50, 90, 100, 100, 100, 99, 101, 100])).toBe(0);
    expect(growth([10, 20, 30, 40, 50, 60, 70, 80, 90])).toBe(30);
    expect(growth([1, 2])).toBeNaN();
  });
});
