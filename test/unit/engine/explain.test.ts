import { describe, expect, it } from "vitest";
import { createReach } from "../../../src/engine/guard/reach.ts";
import { endpointOf, eventOf, reply } from "../../support/engine-fixture.ts";
import { startInlineEngine } from "../../support/inline-engine.ts";
import { createManualClock } from "../../support/manual-clock.ts";

const narrow = endpointOf({
  name: "narrow",
  events: ["message.*"],
  filter: {
    agentIds: ["support", "sales"],
    channels: ["telegram"],
    where: { "data.message.content": { contains: "urgent" } },
  },
});

describe("an explanation of an event", () => {
  it("tells of each endpoint which clause said no, and what was found", async () => {
    const { engine, clock, deliveries } = await startInlineEngine({
      endpoints: [endpointOf(), narrow],
      script: () => reply(200),
    });
    await engine.capture([eventOf({ channel: "telegram" })]);
    await clock.advance(50);
    const [delivery] = await deliveries();
    const explained = await engine.explain(delivery?.eventId ?? "");
    expect(explained?.endpoints).toMatchObject([
      { endpoint: "main", now: { hears: true }, delivery: { status: "delivered" } },
      { endpoint: "narrow", now: { hears: false } },
    ]);
    expect(explained?.endpoints[1]?.delivery).toBeUndefined();
    expect(explained?.endpoints[1]?.now?.checks).toEqual([
      { at: "events", passed: true, found: ["message.sent"], wanted: ["message.*"] },
      { at: "filter.agentIds", passed: false, found: ["main"], wanted: ["support", "sales"] },
      { at: "filter.channels", passed: true, found: ["telegram"], wanted: ["telegram"] },
      {
        at: 'filter.where["data.message.content"].contains',
        passed: false,
        found: ["Hello"],
      },
    ]);
  });

  it("is not there for an event that nobody heard", async () => {
    const { engine } = await startInlineEngine({ endpoints: [narrow] });
    const event = eventOf();
    await engine.capture([event]);
    expect(await engine.explain(event.id)).toBeUndefined();
  });
});

describe("an explanation of a delivery", () => {
  it("tells every attempt, what would be sent, and why the next attempt is when it is", async () => {
    const { engine, clock, deliveries } = await startInlineEngine({
      endpoints: [endpointOf({ transform: { text: "{{ data.message.content }}!" } })],
      script: () => reply(500),
    });
    await engine.capture([eventOf()]);
    await clock.advance(100);
    const [delivery] = await deliveries();
    const explained = await engine.explain(delivery?.id ?? "");
    expect(explained?.endpoints).toHaveLength(1);
    expect(explained?.endpoints[0]).toMatchObject({
      attempts: [{ number: 1, httpStatus: 500 }],
      now: { body: { ok: true, body: '{"text":"Hello!"}' } },
      next: expect.stringContaining("after attempt 1 the schedule waits 5 s"),
    });
  });

  it("tells when it was the receiver that asked to wait", async () => {
    const { engine, clock, deliveries } = await startInlineEngine({
      endpoints: [endpointOf()],
      script: () => reply(500, { "retry-after": "120" }),
    });
    await engine.capture([eventOf()]);
    await clock.advance(100);
    const explained = await engine.explain((await deliveries())[0]?.id ?? "");
    expect(explained?.endpoints[0]?.next).toMatch(
      /the receiver asked to wait 2 min \(Retry-After\)/,
    );
  });

  it("tells that it waits for its endpoint", async () => {
    const { engine, clock, deliveries } = await startInlineEngine({ endpoints: [endpointOf()] });
    await engine.pause("main", "the receiver moves");
    await engine.capture([eventOf()]);
    await clock.advance(100);
    const explained = await engine.explain((await deliveries())[0]?.id ?? "");
    expect(explained?.endpoints[0]?.next).toContain("paused: the receiver moves");
  });

  it("is there for an endpoint that left the config", async () => {
    const { engine, clock, store } = await startInlineEngine({ endpoints: [endpointOf()] });
    await engine.pause("main", "for now");
    await engine.capture([eventOf()]);
    await clock.advance(100);
    const again = await startInlineEngine({ endpoints: [], store });
    const [delivery] = await again.deliveries();
    const explained = await again.engine.explain(delivery?.id ?? "");
    expect(explained?.endpoints[0]?.now).toBeUndefined();
    expect(explained?.endpoints[0]?.next).toContain("until an endpoint of this name is configured");
  });
});

describe("where a name leads", () => {
  const clock = createManualClock();
  const ownListeners = [{ address: "0.0.0.0", port: 18_789 }];
  const reachOf = (...addresses: string[]): ReturnType<typeof createReach> =>
    createReach({
      lookup: async () => addresses.map((address) => ({ address, family: 4 })),
      clock,
      ownListeners,
    });

  it("is allowed for public addresses", async () => {
    const reach = await reachOf("93.184.215.14")("https://example.com/x", false);
    expect(reach).toEqual({ host: "example.com", addresses: ["93.184.215.14"], allowed: true });
  });

  it("is refused for private ones, with the setting that changes it", async () => {
    const reach = await reachOf("10.0.0.7")("https://example.com/x", false);
    expect(reach).toMatchObject({ addresses: ["10.0.0.7"], allowed: false });
    expect(reach.reason).toContain("allowPrivateNetwork");
  });

  it("is refused for the Gateway itself, whatever is allowed", async () => {
    const reach = await reachOf("127.0.0.1")("http://self.example:18789/", true);
    expect(reach).toMatchObject({ allowed: false, reason: expect.stringContaining("itself") });
  });

  it("is told when a name cannot be resolved", async () => {
    const lookup = async (): Promise<never> => {
      throw Object.assign(new Error("no"), { code: "ENOTFOUND" });
    };
    const reach = await createReach({ lookup, clock, ownListeners })("https://x.example/", false);
    expect(reach).toMatchObject({ allowed: false, reason: expect.stringContaining("ENOTFOUND") });
  });

  it("does not wait for ever", async () => {
    const lookup = (): Promise<never> => new Promise(() => undefined);
    const asked = createReach({ lookup, clock, ownListeners })("https://x.example/", false);
    await clock.advance(3000);
    expect(await asked).toMatchObject({
      allowed: false,
      reason: expect.stringContaining("3000 ms"),
    });
  });
});
