import { describe, expect, it } from "vitest";
import type { Answer, OutgoingRequest } from "../../../src/engine/attempt/outgoing.ts";
import { EVENT_TYPES } from "../../../src/generated/event-types.ts";
import { OPERATIONAL_TYPES } from "../../../src/outbound/operational.ts";
import { endpointOf, eventOf, reply } from "../../support/engine-fixture.ts";
import { validateEnvelope } from "../../support/event-schema.ts";
import { startInlineEngine, type InlineEngine } from "../../support/inline-engine.ts";

const MINUTE = 60_000;

interface Told {
  type: string;
  data: Record<string, unknown>;
}

/** `main` hears everything of agents; `ops` hears of the sending, and of nothing else. */
async function stage(
  main: (request: OutgoingRequest) => Answer,
  ops: () => Answer = () => reply(200),
): Promise<InlineEngine & { told: () => Told[]; types: () => string[] }> {
  const fixture = await startInlineEngine({
    endpoints: [
      endpointOf({ name: "main", retry: { kind: "schedule", delaysMs: [1000, 1000, 1000] } }),
      endpointOf({
        name: "ops",
        url: "https://ops.example/",
        events: [...OPERATIONAL_TYPES],
        retry: { kind: "schedule", delaysMs: [1000] },
      }),
    ],
    script: (request) => (request.url.includes("ops") ? ops() : main(request)),
  });
  const told = (): Told[] =>
    fixture.transport.sent
      .filter(({ request }) => request.url.includes("ops"))
      .map(({ request }) => JSON.parse(String(request.body)) as Told);
  return { ...fixture, told, types: () => told().map(({ type }) => type) };
}

const events = (count: number): ReturnType<typeof eventOf>[] =>
  Array.from({ length: count }, () => eventOf());

describe("operational events", () => {
  it("tell that an endpoint fails and that it recovered, once each, as their schemas say", async () => {
    let status = 503;
    const { engine, clock, told, types } = await stage(() => reply(status));
    await engine.capture(events(8));
    await clock.advance(500);
    expect(types()).toEqual(["endpoint.failing"]);
    expect(told()[0]?.data).toMatchObject({
      endpoint: { name: "main", state: "parked", reason: "HTTP 503" },
    });
    status = 200;
    await clock.advance(30 * MINUTE);
    expect(types()).toEqual(["endpoint.failing", "endpoint.recovered"]);
    for (const each of told()) expect(validateEnvelope({ ...each })).toEqual([]);
  });

  it("name the proxy where it is what fails, and say that it is over", async () => {
    const fault = "proxy p:3128 refused the connection";
    let answer: Answer = {
      kind: "failure",
      errorClass: "proxy",
      message: fault,
      timings: { total: 1 },
    };
    const { engine, clock, told, types } = await stage(() => answer);
    await engine.capture(events(5));
    await clock.advance(500);
    expect(told()).toMatchObject([
      {
        type: "endpoint.failing",
        data: { endpoint: { name: "main", state: "blocked", reason: fault } },
      },
    ]);
    answer = reply(200);
    await clock.advance(30 * MINUTE);
    expect(types()).toEqual(["endpoint.failing", "endpoint.recovered"]);
    for (const each of told()) expect(validateEnvelope({ ...each })).toEqual([]);
  });

  it("tell of an endpoint that is disabled", async () => {
    const { engine, clock, told } = await stage(() => reply(410));
    await engine.capture(events(1));
    await clock.advance(MINUTE);
    expect(told()).toMatchObject([
      { type: "endpoint.disabled", data: { endpoint: { name: "main", state: "disabled" } } },
    ]);
  });

  it("count the deliveries that died together, with a sample of them", async () => {
    const { engine, clock, told } = await stage(() =>
      reply(400, { "webhook-delivery": "abort-message" }),
    );
    await engine.capture(events(25));
    await clock.advance(MINUTE);
    const dead = told().filter(({ type }) => type === "delivery.dead");
    expect(dead).toHaveLength(1);
    expect(dead[0]?.data).toMatchObject({ endpoint: { name: "main" }, count: 25 });
    expect(dead[0]?.data["deliveries"]).toHaveLength(10);
    for (const each of told()) expect(validateEnvelope({ ...each })).toEqual([]);
  });

  it("tell of a backlog that grows, each time it is twice as old", async () => {
    const { engine, clock, told } = await stage(() => reply(503));
    await engine.capture(events(100));
    await clock.advance(100 * MINUTE);
    const grown = told().filter(({ type }) => type === "backlog.growing");
    expect(grown.length).toBeGreaterThanOrEqual(1);
    expect(grown.length).toBeLessThanOrEqual(4);
    for (const each of grown) expect(validateEnvelope({ ...each })).toEqual([]);
  });

  it("make no storm of an endpoint that goes back and forth", async () => {
    let turn = 0;
    const { engine, clock, types } = await stage(() => reply((turn += 1) % 7 === 0 ? 200 : 500));
    for (let minute = 0; minute < 60; minute += 1) {
      await engine.capture(events(20));
      await clock.advance(MINUTE);
    }
    const counts = new Map<string, number>();
    for (const type of types()) counts.set(type, (counts.get(type) ?? 0) + 1);
    expect(counts.get("endpoint.failing")).toBeGreaterThanOrEqual(1);
    for (const count of counts.values()) expect(count).toBeLessThanOrEqual(7);
  });

  it("cause none themselves: an endpoint that gets only them may fail and die in silence", async () => {
    const { engine, clock, transport, deliveries } = await startInlineEngine({
      endpoints: ["one", "other"].map((name) =>
        endpointOf({
          name,
          events: ["message.sent", ...OPERATIONAL_TYPES],
          retry: { kind: "schedule", delaysMs: [1000, 1000] },
        }),
      ),
      script: () => reply(503),
    });
    await engine.capture(events(6));
    await clock.advance(12 * 60 * MINUTE);
    const settled = (await deliveries()).filter(({ eventType }) => eventType !== "message.sent");
    const types = settled.map(({ eventType, endpoint }) => `${eventType} to ${endpoint}`);
    // Each hears of the other once, although what it hears fails as well.
    expect(types.filter((each) => each.startsWith("endpoint."))).toEqual([
      "endpoint.failing to other",
      "endpoint.failing to one",
    ]);
    expect(settled.every(({ status }) => status === "dead")).toBe(true);
    const before = transport.sent.length;
    await clock.advance(24 * 60 * MINUTE);
    expect(transport.sent).toHaveLength(before);
  });

  it("are not meant by `*`, are all in the catalog, and wait for their time in what is shown", async () => {
    expect(EVENT_TYPES).toEqual(expect.arrayContaining([...OPERATIONAL_TYPES]));
    const { engine, clock } = await stage(() => reply(503));
    await engine.capture(events(8));
    await clock.advance(500);
    const listed = await engine.list({ limit: 100 });
    expect(listed.filter(({ endpoint }) => endpoint === "main")).toHaveLength(8);
    const [health] = (await engine.health()).endpoints;
    expect(health).toMatchObject({ state: "parked" });
    for (const { endpoint, nextAttemptAt } of listed) {
      if (endpoint === "main")
        expect(nextAttemptAt).toBeGreaterThanOrEqual(health?.notBefore ?? NaN);
    }
    const pending = listed.find(({ status }) => status === "pending");
    const explained = await engine.explain(pending?.id ?? "");
    expect(explained?.endpoints[0]?.next).toContain("parked: HTTP 503");
  });
});
