import { describe, expect, it } from "vitest";
import { endpointOf, eventOf, reply, settingsOf } from "../../support/engine-fixture.ts";
import { startInlineEngine } from "../../support/inline-engine.ts";
import { createManualClock } from "../../support/manual-clock.ts";
import { openMemoryStore } from "../../support/memory-store.ts";

describe("an endpoint that answers 410", () => {
  async function gone(): Promise<Awaited<ReturnType<typeof startInlineEngine>>> {
    const fixture = await startInlineEngine({
      endpoints: [endpointOf()],
      script: (_request, index) => reply(index === 0 ? 410 : 200),
    });
    await fixture.engine.capture([eventOf()]);
    await fixture.clock.advance(20);
    return fixture;
  }

  it("is disabled with the reason, and its deliveries wait and burn no attempts", async () => {
    const { engine, clock, transport, deliveries, notices } = await gone();
    await engine.capture([eventOf()]);
    await clock.advance(86_400_000);
    expect(transport.sent).toHaveLength(1);
    expect((await deliveries()).map(({ status }) => status)).toEqual(["failed", "pending"]);
    expect((await engine.health()).endpoints).toMatchObject([
      { state: "disabled", reason: expect.stringContaining("410") },
    ]);
    expect(notices.join()).toContain('endpoint "main" is disabled');
  });

  it("stays disabled after a restart", async () => {
    const { store } = await gone();
    const again = await startInlineEngine({ endpoints: [endpointOf()], store });
    await again.engine.capture([eventOf()]);
    await again.clock.advance(60_000);
    expect(again.transport.sent).toHaveLength(0);
  });

  it("goes on where it stood when an operator resumes it", async () => {
    const { engine, clock, deliveries } = await gone();
    await clock.advance(60_000);
    expect(await engine.resume("main")).toBe(true);
    await clock.advance(60_000);
    expect(await deliveries()).toMatchObject([{ status: "delivered", attempts: 2 }]);
  });

  it("starts afresh when its URL changes", async () => {
    const { store } = await gone();
    const moved = endpointOf({ url: "https://new.example/hook" });
    const again = await startInlineEngine({
      endpoints: [moved],
      store,
      script: () => reply(200),
    });
    await again.clock.advance(60_000);
    expect(again.transport.sent[0]?.request.url).toBe("https://new.example/hook");
    expect(await again.deliveries()).toMatchObject([{ status: "delivered" }]);
  });
});

describe("what an endpoint recorded while its filter was not understood", () => {
  it("is asked of the mended filter before it is sent, and sent where it passes", async () => {
    const store = openMemoryStore();
    const held = endpointOf({ held: "endpoints[0].filter.agentIds: expected a list" });
    const first = await startInlineEngine({ endpoints: [held], store });
    const wanted = eventOf({ agentId: "main" });
    const unwanted = eventOf({ agentId: "other" });
    await first.engine.capture([wanted, unwanted]);
    await first.clock.advance(60_000);
    expect(first.transport.sent).toHaveLength(0);
    const mended = endpointOf({ filter: { agentIds: ["main"] } });
    const second = await startInlineEngine({
      endpoints: [mended],
      store,
      script: () => reply(200),
    });
    await second.clock.advance(60_000);
    expect(second.transport.sent.map(({ request }) => request.headers["webhook-id"])).toEqual([
      wanted.id,
    ]);
    // What the filter leaves out is no failure: it is as if it had never been meant for this endpoint.
    expect(await second.deliveries()).toMatchObject([{ eventId: wanted.id, status: "delivered" }]);
    expect(await store.stats()).toMatchObject({ pending: 0, dead: 0, events: 2 });
    expect(await second.engine.explain(unwanted.id)).toMatchObject({
      endpoints: [{ endpoint: "main", now: { hears: false } }],
    });
    expect(second.notices).toContain(
      `endpoint "main": 1 event recorded before its events and filter changed is not sent, because they leave it out; \`openclaw webhook explain ${unwanted.id}\` tells why`,
    );
    expect((await second.engine.health()).endpoints).toMatchObject([{ state: "ok" }]);
  });

  it("gives its place in the order of a session to the next", async () => {
    const store = openMemoryStore();
    const settings = { ordering: "session" as const };
    const first = await startInlineEngine({
      endpoints: [endpointOf({ ...settings, held: "filter: expected an object" })],
      store,
    });
    const [left, sent] = [
      eventOf({ agentId: "other", sessionKey: "s" }),
      eventOf({ agentId: "main", sessionKey: "s" }),
    ];
    await first.engine.capture([left, sent]);
    const second = await startInlineEngine({
      endpoints: [endpointOf({ ...settings, filter: { agentIds: ["main"] } })],
      store,
      script: () => reply(200),
    });
    await second.clock.advance(60_000);
    expect(await second.deliveries()).toMatchObject([{ eventId: sent.id, status: "delivered" }]);
  });
});

describe("an endpoint", () => {
  it("that an operator paused sends nothing until it is resumed, also across a restart", async () => {
    const store = openMemoryStore();
    const first = await startInlineEngine({ endpoints: [endpointOf()], store });
    expect(await first.engine.pause("main", "paused by the operator")).toBe(true);
    const second = await startInlineEngine({
      endpoints: [endpointOf()],
      store,
      script: () => reply(200),
    });
    await second.engine.capture([eventOf()]);
    await second.clock.advance(60_000);
    expect(second.transport.sent).toHaveLength(0);
    await second.engine.resume("main");
    await second.clock.advance(20);
    expect(second.transport.sent).toHaveLength(1);
  });

  it("that is not configured can be neither paused nor tested", async () => {
    const { engine } = await startInlineEngine({ endpoints: [endpointOf()] });
    expect(await engine.pause("other", "why")).toBe(false);
    expect(await engine.resume("other")).toBe(false);
    expect(await engine.sendTest("other")).toBeUndefined();
  });

  it.each([
    ["is held by the config", endpointOf({ held: "its secret is not resolved" })],
    ["has a template that does not parse", endpointOf({ transform: { text: "{{ data." } })],
    ["has a private address that is not allowed", endpointOf({ url: "http://127.0.0.1:1/" })],
  ])("that %s records its events and sends them once that is repaired", async (_why, broken) => {
    const store = openMemoryStore();
    const first = await startInlineEngine({ endpoints: [broken], store });
    await first.engine.capture([eventOf()]);
    await first.clock.advance(60_000);
    expect(first.transport.sent).toHaveLength(0);
    const [health] = (await first.engine.health()).endpoints;
    expect(health).toMatchObject({ state: "held", reason: expect.any(String) });

    const second = await startInlineEngine({
      endpoints: [endpointOf()],
      store,
      script: () => reply(200),
    });
    await second.clock.advance(20);
    expect(await second.deliveries()).toMatchObject([{ status: "delivered" }]);
  });

  it("whose filter cannot be decided is held and says that nothing is recorded", async () => {
    const { engine } = await startInlineEngine({ endpoints: [endpointOf()] });
    const filter = { where: { "data.tool.name": { startWith: "exec" } } };
    const reports = await engine.configure(settingsOf(endpointOf({ filter })));
    expect(reports).toMatchObject([{ endpoint: "main", recorded: false }]);
    expect(reports[0]?.held).toContain("startWith");
  });

  it("whose address turns out to be refused for good is held, and the rest of its backlog waits", async () => {
    const { engine, clock, transport } = await startInlineEngine({
      endpoints: [endpointOf({ concurrency: 1 })],
      script: () => ({
        kind: "failure",
        errorClass: "refused",
        message: "the address is private",
        permanent: true,
        timings: { total: 1 },
      }),
    });
    await engine.capture([eventOf(), eventOf(), eventOf()]);
    await clock.advance(600_000);
    expect(transport.sent).toHaveLength(1);
    expect((await engine.health()).endpoints).toMatchObject([
      { state: "held", reason: "the address is private" },
    ]);
  });

  it("whose secrets have all expired is held, and never sent unsigned", async () => {
    const now = eventOf().at;
    const { engine, clock, transport } = await startInlineEngine({
      endpoints: [
        endpointOf({ secrets: [{ value: "whsec_old", expiresAt: now - 1_000_000_000_000 }] }),
      ],
    });
    await engine.capture([eventOf()]);
    await clock.advance(60_000);
    expect(transport.sent).toHaveLength(0);
    expect((await engine.health()).endpoints).toMatchObject([
      { state: "held", reason: expect.stringContaining("expired") as string },
    ]);
  });

  it("that is removed keeps its deliveries until it comes back", async () => {
    const { engine, clock, transport, deliveries } = await startInlineEngine({
      endpoints: [endpointOf()],
      script: (_request, index) => reply(index === 0 ? 500 : 200),
    });
    await engine.capture([eventOf()]);
    await clock.advance(20);
    await engine.configure(settingsOf());
    await clock.advance(600_000);
    expect(await deliveries()).toMatchObject([{ status: "failed", attempts: 1 }]);
    await engine.configure(settingsOf(endpointOf()));
    await clock.advance(20);
    expect(await deliveries()).toMatchObject([{ status: "delivered", attempts: 2 }]);
    expect(transport.sent).toHaveLength(2);
  });

  it("that is configured anew sends what waited under the new settings, each once", async () => {
    const { engine, clock, transport } = await startInlineEngine({
      endpoints: [endpointOf({ concurrency: 1 })],
      script: ({ url }) => (url.includes("new") ? reply(200) : undefined),
    });
    await engine.capture([eventOf(), eventOf(), eventOf()]);
    await clock.settle();
    await engine.configure(settingsOf(endpointOf({ url: "https://new.example/" })));
    await clock.advance(2000);
    transport.sent[0]?.answer(reply(200));
    await clock.advance(2000);
    const ids = transport.sent.map(({ request }) => request.headers["webhook-id"]);
    expect(new Set(ids).size).toBe(3);
    expect(ids).toHaveLength(3);
  });

  it.each([
    ["arrives", reply(200)],
    ["is given up", reply(500, { "webhook-delivery": "abort-message" })],
  ])(
    "that is configured anew goes on with a session when what was in flight %s",
    async (_how, end) => {
      const ordered = endpointOf({ ordering: "session" });
      const { engine, clock, transport } = await startInlineEngine({
        endpoints: [ordered],
        script: (_request, index) => (index === 0 ? undefined : reply(200)),
      });
      await engine.capture([eventOf({ sessionKey: "one" }), eventOf({ sessionKey: "one" })]);
      await clock.settle();
      await engine.configure(settingsOf({ ...ordered, timeoutMs: 20_000 }));
      await clock.advance(2000);
      expect(transport.sent).toHaveLength(1);
      transport.sent[0]?.answer(end);
      await clock.advance(2000);
      expect(transport.sent).toHaveLength(2);
    },
  );

  it("gets a test event whatever it listens to", async () => {
    const clock = createManualClock();
    const { engine, transport, deliveries } = await startInlineEngine({
      endpoints: [endpointOf({ events: ["tool.called"] })],
      script: () => reply(200),
      clock,
    });
    const sent = await engine.sendTest("main");
    await clock.advance(20);
    expect(JSON.parse(String(transport.sent[0]?.request.body))).toMatchObject({
      type: "webhook.test",
      instanceId: "node-1",
      timestamp: "2026-03-14T10:30:00.000Z",
    });
    expect(await deliveries()).toMatchObject([{ id: sent?.deliveryId, status: "delivered" }]);
  });
});

describe("settings with many endpoints", () => {
  it("ask the store once which way what waits has to go, at a change and whenever the log is tidied", async () => {
    const asked: unknown[] = [];
    const memory = openMemoryStore();
    const store = {
      ...memory,
      turnWaiting: (order: Parameters<typeof memory.turnWaiting>[0]) => {
        asked.push([order.feeds.length, order.sent.length]);
        return memory.turnWaiting(order);
      },
    };
    const endpoints = Array.from({ length: 500 }, (_, index) =>
      endpointOf({ name: `endpoint-${index}`, ...(index < 3 && { feed: { tokens: [] } }) }),
    );
    const { engine, clock } = await startInlineEngine({ endpoints, store });
    expect(asked).toEqual([[3, 497]]);
    await engine.configure(settingsOf(...endpoints.slice(1)));
    expect(asked.splice(0)).toEqual([
      [3, 497],
      [2, 497],
    ]);
    await clock.advance(60 * 60_000);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.every((each) => String(each) === "2,497")).toBe(true);
  });
});
