import { describe, expect, it } from "vitest";
import { endpointOf, eventOf, reply } from "../../support/engine-fixture.ts";
import { startInlineEngine } from "../../support/inline-engine.ts";

const sessionOf = (body: string | Uint8Array): string => String(body);

describe("the engine delivers", () => {
  it("an event to every endpoint that hears it, and to no other", async () => {
    const { engine, clock, transport, deliveries } = await startInlineEngine({
      endpoints: [
        endpointOf({ name: "all" }),
        endpointOf({ name: "tools", url: "https://tools.example/", events: ["tool.*"] }),
      ],
      script: () => reply(204),
    });
    const event = eventOf();
    await engine.capture([event]);
    await clock.advance(20);
    expect(transport.sent.map(({ request }) => request.url)).toEqual(["https://example.com/hook"]);
    expect(String(transport.sent[0]?.request.body)).toBe(event.json);
    expect(await deliveries()).toMatchObject([
      { endpoint: "all", eventId: event.id, status: "delivered", attempts: 1, httpStatus: 204 },
    ]);
  });

  it("nothing of an event that nobody hears: it is not stored either", async () => {
    const { engine, store, transport } = await startInlineEngine({
      endpoints: [endpointOf({ events: ["tool.called"] })],
    });
    await engine.capture([eventOf()]);
    expect(transport.sent).toHaveLength(0);
    expect((await store.stats()).events).toBe(0);
  });

  it("after 500 and 500 at the third attempt, never early, under the same event id", async () => {
    const at: number[] = [];
    const { engine, clock, transport, deliveries } = await startInlineEngine({
      endpoints: [endpointOf()],
      script: (_request, index) => {
        at.push(clock.now());
        return reply(index < 2 ? 500 : 200);
      },
    });
    const event = eventOf();
    await engine.capture([event]);
    await clock.advance(60_000);
    const headers = transport.sent.map(({ request }) => request.headers);
    expect(headers.map((each) => each["webhook-id"])).toEqual([event.id, event.id, event.id]);
    expect(headers.map((each) => each["X-OpenClaw-Attempt"])).toEqual(["1", "2", "3"]);
    const [first = 0, second = 0, third = 0] = at;
    expect(second - first).toBeGreaterThanOrEqual(5000);
    expect(third - second).toBeGreaterThanOrEqual(30_000);
    expect(third - first).toBeLessThan(36_000);
    expect(await deliveries()).toMatchObject([{ status: "delivered", attempts: 3 }]);
  });

  it("a test once, whatever the endpoint's schedule: who sent it sees what came of it", async () => {
    const { engine, clock, transport, deliveries } = await startInlineEngine({
      endpoints: [endpointOf()],
      script: () => reply(500),
    });
    await engine.sendTest("main");
    await clock.advance(200_000);
    expect(transport.sent).toHaveLength(1);
    expect(await deliveries()).toMatchObject([{ status: "dead", attempts: 1 }]);
  });

  it("until the schedule ends, then the delivery is dead and can be retried by hand", async () => {
    let status = 500;
    const { engine, clock, transport, deliveries } = await startInlineEngine({
      endpoints: [endpointOf({ retry: { kind: "schedule", delaysMs: [1000] } })],
      script: () => reply(status),
    });
    await engine.capture([eventOf()]);
    await clock.advance(3_600_000);
    expect(transport.sent).toHaveLength(2);
    const [dead] = await deliveries();
    expect(dead).toMatchObject({ status: "dead", attempts: 2, error: "HTTP 500" });
    status = 200;
    expect(await engine.retry([dead?.id ?? ""])).toBe(1);
    await clock.advance(20);
    expect(await deliveries()).toMatchObject([{ status: "delivered", attempts: 3 }]);
  });

  it("not before Retry-After, and slows the whole endpoint down meanwhile", async () => {
    const { engine, clock, transport } = await startInlineEngine({
      endpoints: [endpointOf()],
      script: (_request, index) => reply(index === 0 ? 429 : 200, { "retry-after": "90" }),
    });
    await engine.capture([eventOf()]);
    await clock.advance(20);
    await engine.capture([eventOf(), eventOf()]);
    await clock.advance(89_000);
    expect(transport.sent).toHaveLength(1);
    expect((await engine.health()).endpoints).toMatchObject([
      { state: "slowing", notBefore: clock.now() + 1000 - 20 },
    ]);
    await clock.advance(2000);
    expect(transport.sent).toHaveLength(4);
  });

  it("a body that cannot be rendered to nobody: it is dead with the reason", async () => {
    const { engine, clock, transport, deliveries } = await startInlineEngine({
      endpoints: [
        endpointOf({ transform: { text: "{% for i in (1..100000000) %}x{% endfor %}" } }),
      ],
    });
    await engine.capture([eventOf()]);
    await clock.advance(20);
    expect(transport.sent).toHaveLength(0);
    expect(await deliveries()).toMatchObject([{ status: "dead", attempts: 1 }]);
  });

  it("the log as much of an answer as it keeps, cut between characters", async () => {
    const { engine, clock, store, deliveries } = await startInlineEngine({
      endpoints: [endpointOf()],
      script: () => ({ ...reply(200), body: "é".repeat(40) }) as ReturnType<typeof reply>,
    });
    await engine.capture([eventOf()]);
    await clock.advance(20);
    const [delivery] = await deliveries();
    const shown = await store.show(delivery?.id ?? "");
    expect(shown?.attempts[0]?.response).toBe("é".repeat(32));
  });
});

describe("the engine keeps within bounds", () => {
  it("of requests in flight", async () => {
    const { engine, clock, transport } = await startInlineEngine({
      endpoints: [endpointOf({ concurrency: 3 })],
    });
    await engine.capture(Array.from({ length: 20 }, () => eventOf()));
    await clock.settle();
    while (transport.sent.length < 20) {
      expect(transport.open()).toBe(3);
      transport.sent.at(-3)?.answer(reply(200));
      await clock.advance(20);
    }
    expect(transport.peak()).toBe(3);
  });

  it("of a rate limit, in every window", async () => {
    const at: number[] = [];
    const { engine, clock } = await startInlineEngine({
      endpoints: [endpointOf({ concurrency: 64, rateLimits: [{ requests: 5, perMs: 1000 }] })],
      script: () => {
        at.push(clock.now());
        return reply(200);
      },
    });
    await engine.capture(Array.from({ length: 23 }, () => eventOf()));
    await clock.advance(10_000);
    expect(at).toHaveLength(23);
    for (const [index, start] of at.entries()) {
      const inWindow = at.slice(index).filter((other) => other < start + 1000);
      expect(inWindow.length).toBeLessThanOrEqual(5);
    }
    expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeLessThan(6000);
  });

  it("of one session's order, while other sessions go on", async () => {
    const { engine, clock, transport } = await startInlineEngine({
      endpoints: [endpointOf({ ordering: "session", concurrency: 8 })],
      script: (request, index) =>
        reply(index === 0 && sessionOf(request.body).startsWith("a1") ? 500 : 200),
    });
    const named = ["a1", "a2", "b1", "a3", "b2"];
    await engine.capture(
      named.map((json) => eventOf({ json, sessionKey: `session-${json.charAt(0)}` })),
    );
    await clock.advance(1000);
    const order = (): string[] => transport.sent.map(({ request }) => sessionOf(request.body));
    expect(order()).toEqual(["a1", "b1", "b2"]);
    await clock.advance(10_000);
    expect(order()).toEqual(["a1", "b1", "b2", "a1", "a2", "a3"]);
  });

  it("of each endpoint: a hanging one with a backlog delays no other", async () => {
    const { engine, clock, transport, deliveries } = await startInlineEngine({
      endpoints: [
        endpointOf({ name: "hanging", url: "https://hanging.example/", events: ["tool.called"] }),
        endpointOf({ name: "healthy", events: ["message.sent"] }),
      ],
      script: ({ url }) => (url.includes("hanging") ? undefined : reply(200)),
    });
    await engine.capture(Array.from({ length: 5000 }, () => eventOf({ type: "tool.called" })));
    await engine.capture([eventOf({ type: "message.sent" })]);
    await clock.advance(20);
    const healthy = (await deliveries()).filter(({ endpoint }) => endpoint === "healthy");
    expect(healthy).toMatchObject([{ status: "delivered" }]);
    expect(transport.open()).toBe(4);
  });
});
