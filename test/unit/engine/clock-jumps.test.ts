// The clock of the machine is set while deliveries wait: nothing is lost, and nothing waits for the clock to
// come back to where it was.
import { describe, expect, it } from "vitest";
import { endpointOf, eventOf, reply } from "../../support/engine-fixture.ts";
import { startInlineEngine } from "../../support/inline-engine.ts";
import { createManualClock } from "../../support/manual-clock.ts";
import { openMemoryStore } from "../../support/memory-store.ts";

const HOUR = 3_600_000;

/** Commits take time here, so that the next one rests. */
function slowStore(
  clock: ReturnType<typeof createManualClock>,
): ReturnType<typeof openMemoryStore> {
  const memory = openMemoryStore();
  return {
    ...memory,
    async commit(group) {
      await new Promise<void>((resolve) => clock.after(20, resolve));
      await memory.commit(group);
    },
  };
}

describe.each([
  ["ahead", 8 * HOUR],
  ["back", -8 * HOUR],
])("a clock that is set %s", (_way, jumpMs) => {
  it("does not keep a new event from being stored and sent", async () => {
    const clock = createManualClock();
    const { engine, transport } = await startInlineEngine({
      endpoints: [endpointOf()],
      store: slowStore(clock),
      clock,
      script: () => reply(200),
    });
    void engine.capture([eventOf()]);
    // The jump comes between a commit and the rest that follows it.
    await clock.advance(21);
    clock.jump(jumpMs);
    void engine.capture([eventOf()]);
    await clock.advance(1000);
    expect(transport.sent).toHaveLength(2);
  });

  it("doubles nothing that is in flight, although its lease seems to be over", async () => {
    const { engine, clock, transport, deliveries } = await startInlineEngine({
      endpoints: [endpointOf()],
    });
    await engine.capture([eventOf(), eventOf()]);
    await clock.settle();
    clock.jump(jumpMs);
    await engine.capture([eventOf()]);
    await clock.advance(60_000);
    expect(transport.sent).toHaveLength(3);
    for (const { answer } of transport.sent) answer(reply(200));
    await clock.advance(1000);
    expect((await deliveries()).map(({ status, attempts }) => [status, attempts])).toEqual(
      Array.from({ length: 3 }, () => ["delivered", 1]),
    );
  });

  it("leaves a full disk's events in memory, and they go out when there is room", async () => {
    const memory = openMemoryStore();
    let full = true;
    const { engine, clock, transport } = await startInlineEngine({
      endpoints: [endpointOf()],
      store: {
        ...memory,
        commit: (group) =>
          full ? Promise.reject(new Error("no space left")) : memory.commit(group),
      },
      script: () => reply(200),
    });
    void engine.capture([eventOf()]);
    await clock.advance(1000);
    clock.jump(jumpMs);
    full = false;
    await clock.advance(10_000);
    expect(transport.sent).toHaveLength(1);
  });
});

describe("a retry", () => {
  it("comes soon after the clock passed its time, also when the clock was set ahead in between", async () => {
    const { engine, clock, transport } = await startInlineEngine({
      endpoints: [endpointOf({ retry: { kind: "schedule", delaysMs: [6 * HOUR] } })],
      script: () => reply(500),
    });
    await engine.capture([eventOf()]);
    await clock.advance(1000);
    expect(transport.sent).toHaveLength(1);
    // A machine that slept: its timers did not run on.
    clock.jump(8 * HOUR);
    await clock.advance(5 * 60_000);
    expect(transport.sent).toHaveLength(2);
  });

  it("is never early by the clock, also when that was set back", async () => {
    const { engine, clock, transport } = await startInlineEngine({
      endpoints: [endpointOf({ retry: { kind: "schedule", delaysMs: [60_000] } })],
      script: () => reply(500),
    });
    await engine.capture([eventOf()]);
    const due = clock.now() + 60_000;
    await clock.advance(1000);
    clock.jump(-HOUR);
    while (clock.now() < due) {
      expect(transport.sent).toHaveLength(1);
      await clock.advance(Math.min(60_000, due - clock.now()));
    }
    await clock.advance(5 * 60_000);
    expect(transport.sent).toHaveLength(2);
  });
});

describe("an ordered session", () => {
  it("goes on after the clock was set back", async () => {
    const { engine, clock, transport } = await startInlineEngine({
      endpoints: [endpointOf({ ordering: "session" })],
      script: (_request, index) => (index === 0 ? undefined : reply(200)),
    });
    await engine.capture([eventOf({ sessionKey: "one" }), eventOf({ sessionKey: "one" })]);
    await clock.advance(5000);
    expect(transport.sent).toHaveLength(1);
    clock.jump(-HOUR);
    transport.sent[0]?.answer(reply(200));
    await clock.advance(HOUR + 10_000);
    expect(transport.sent).toHaveLength(2);
  });
});
