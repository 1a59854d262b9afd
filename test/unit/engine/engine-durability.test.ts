import { describe, expect, it } from "vitest";
import { StoreError } from "../../../src/engine/store/store-error.ts";
import type { Store } from "../../../src/engine/store/store.ts";
import { endpointOf, eventOf, reply } from "../../support/engine-fixture.ts";
import { startInlineEngine } from "../../support/inline-engine.ts";
import { openMemoryStore } from "../../support/memory-store.ts";

/** A store whose disk is full for as long as a test says. */
function openFillableStore(): {
  store: Store;
  fill: (full: boolean) => void;
  commits: () => number;
} {
  const store = openMemoryStore();
  let isFull = false;
  let commits = 0;
  const refuse = (): Promise<never> => Promise.reject(new StoreError("full", "no space left"));
  return {
    store: {
      ...store,
      commit(group) {
        commits += 1;
        return isFull ? refuse() : store.commit(group);
      },
      claim: (query) => (isFull ? refuse() : store.claim(query)),
    },
    fill(full) {
      isFull = full;
    },
    commits: () => commits,
  };
}

describe("durability", () => {
  it("comes before the acknowledgement and before the first byte", async () => {
    const { store, fill } = openFillableStore();
    const { engine, clock, transport } = await startInlineEngine({
      endpoints: [endpointOf()],
      store,
      script: () => reply(200),
    });
    fill(true);
    let acknowledged = false;
    const captured = engine.capture([eventOf()]).then(() => (acknowledged = true));
    await clock.advance(30_000);
    expect([acknowledged, transport.sent.length]).toEqual([false, 0]);
    expect(await engine.health()).toMatchObject({
      storage: expect.stringContaining("disk full"),
      waitingEvents: 1,
    });
    fill(false);
    await clock.advance(10_000);
    await captured;
    expect(transport.sent).toHaveLength(1);
    expect(await engine.health()).not.toHaveProperty("storage");
  });

  it("is tried again in growing pauses, and reported once when it fails and once when it works", async () => {
    const { store, fill, commits } = openFillableStore();
    const { engine, clock, notices } = await startInlineEngine({
      endpoints: [endpointOf()],
      store,
    });
    fill(true);
    void engine.capture([eventOf()]);
    await clock.advance(60_000);
    expect(commits()).toBeLessThan(20);
    fill(false);
    await clock.advance(5000);
    expect(notices).toEqual([expect.stringContaining("storage: disk full"), "storage works again"]);
  });

  it("of settlements is made up for after the disk has room again: nothing is sent twice", async () => {
    const { store, fill } = openFillableStore();
    const { engine, clock, transport, deliveries } = await startInlineEngine({
      endpoints: [endpointOf()],
      store,
    });
    await engine.capture([eventOf(), eventOf()]);
    await clock.settle();
    fill(true);
    for (const { answer } of transport.sent) answer(reply(200));
    await clock.advance(3_600_000);
    fill(false);
    await clock.advance(3_600_000);
    expect(transport.sent).toHaveLength(2);
    expect((await deliveries()).map(({ status }) => status)).toEqual(["delivered", "delivered"]);
  });

  it("takes one transaction for all that gathered while the previous one ran", async () => {
    const groups: number[] = [];
    const memory = openMemoryStore();
    const store: Store = {
      ...memory,
      commit(group) {
        groups.push(group.events.length);
        return memory.commit(group);
      },
    };
    const { engine } = await startInlineEngine({
      endpoints: [endpointOf({ held: "test" })],
      store,
    });
    await Promise.all(Array.from({ length: 50 }, () => engine.capture([eventOf()])));
    expect(groups).toEqual([50]);
  });
});

describe("an event that is captured again after a lost acknowledgement", () => {
  it("causes no second delivery, whatever became of the first", async () => {
    const { engine, clock, transport, deliveries } = await startInlineEngine({
      endpoints: [endpointOf({ name: "one" }), endpointOf({ name: "two" })],
      script: (_request, index) => (index === 0 ? reply(200) : undefined),
    });
    const known = eventOf();
    await engine.capture([known]);
    await clock.advance(20);
    await engine.capture([known, eventOf()], true);
    await clock.advance(5000);
    expect(transport.sent).toHaveLength(4);
    expect(await deliveries()).toHaveLength(4);
  });
});

describe("stop", () => {
  it("lets requests in flight end and keeps what they came to", async () => {
    const { engine, clock, store, transport } = await startInlineEngine({
      endpoints: [endpointOf()],
    });
    await engine.capture([eventOf()]);
    await clock.settle();
    const stopped = engine.stop(5000);
    await clock.advance(100);
    transport.sent[0]?.answer(reply(200));
    await clock.settle();
    await stopped;
    expect((await store.stats()).delivered).toBe(1);
  });

  it("aborts what hangs, gives it back untried, and ends within its budget", async () => {
    const { engine, clock, store, deliveries } = await startInlineEngine({
      endpoints: [endpointOf({ concurrency: 1 })],
    });
    await engine.capture([eventOf(), eventOf()]);
    await clock.settle();
    let stopped = false;
    const stopping = engine.stop(1000).then(() => (stopped = true));
    await clock.advance(1000);
    expect(stopped).toBe(true);
    await stopping;
    expect(await deliveries()).toMatchObject([
      { status: "pending", attempts: 0 },
      { status: "pending", attempts: 0 },
    ]);
    const again = await startInlineEngine({ endpoints: [endpointOf()], store, clock });
    await again.clock.advance(20);
    expect(again.transport.sent).toHaveLength(2);
  });

  it("ends within its budget when nothing can be written", async () => {
    const { store, fill } = openFillableStore();
    const { engine, clock } = await startInlineEngine({ endpoints: [endpointOf()], store });
    fill(true);
    void engine.capture([eventOf()]);
    await clock.settle();
    let stopped = false;
    void engine.stop(1000).then(() => (stopped = true));
    await clock.advance(1000);
    expect(stopped).toBe(true);
  });
});

describe("an engine that starts", () => {
  it("sends what an earlier one had leased and never settled", async () => {
    const store = openMemoryStore();
    const first = await startInlineEngine({ endpoints: [endpointOf()], store });
    await first.engine.capture([eventOf(), eventOf()]);
    await first.clock.settle();
    expect(first.transport.open()).toBe(2);
    const second = await startInlineEngine({
      endpoints: [endpointOf()],
      store,
      script: () => reply(200),
    });
    await second.clock.advance(20);
    expect((await second.deliveries()).map(({ status }) => status)).toEqual([
      "delivered",
      "delivered",
    ]);
  });
});
