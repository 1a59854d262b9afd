import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Endpoint } from "../../../src/config/settings.ts";
import type { Answer, OutgoingRequest } from "../../../src/engine/attempt/outgoing.ts";
import type { EventRecord } from "../../../src/engine/record.ts";
import { prepareEndpoint } from "../../../src/outbound/prepare.ts";
import { endpointOf, eventOf, reply } from "../../support/engine-fixture.ts";
import { startInlineEngine } from "../../support/inline-engine.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const idsIn = ({ body }: OutgoingRequest): string[] => {
  const text = Buffer.from(body).toString();
  const events = text.startsWith("[")
    ? (JSON.parse(text) as { id: string }[])
    : text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { id: string });
  return events.map(({ id }) => id);
};

/** Seconds between one request and the next. */
function gapsOf(sent: readonly { request: OutgoingRequest }[]): number[] {
  const times = sent.map(({ request }) => Number(request.headers["X-OpenClaw-Timestamp"]));
  return times.slice(1).map((at, index) => at - (times[index] ?? 0));
}

async function run(
  settings: Partial<Endpoint>,
  events: EventRecord[],
  script: (request: OutgoingRequest, index: number) => Answer | undefined,
) {
  const stage = await startInlineEngine({
    endpoints: [endpointOf({ batch: {}, ...settings })],
    script,
  });
  await stage.engine.capture(events);
  await stage.clock.advance(10);
  return stage;
}

const some = (count: number): EventRecord[] => Array.from({ length: count }, () => eventOf());

describe("several events in one request", () => {
  it("go when there are enough, else when the oldest has waited long enough", async () => {
    const events = some(7);
    const { transport, clock, deliveries } = await run(
      { batch: { maxEvents: 3, maxWaitMs: 500 } },
      events,
      () => reply(200),
    );
    expect(transport.sent.map(({ request }) => idsIn(request).length)).toEqual([3, 3]);
    await clock.advance(489);
    expect(transport.sent).toHaveLength(2);
    await clock.advance(20);
    expect(transport.sent.flatMap(({ request }) => idsIn(request))).toEqual(
      events.map(({ id }) => id),
    );
    expect((await deliveries()).map(({ status }) => status)).toEqual(events.map(() => "delivered"));
  });

  it("are a JSON array or lines, signed as a whole under an id of their own", async () => {
    for (const contentType of ["json", "ndjson"] as const) {
      const events = [eventOf({ hops: 2 }), eventOf()];
      const { transport } = await run({ contentType, batch: { maxEvents: 2 } }, events, () =>
        reply(200),
      );
      const [sent] = transport.sent;
      if (!sent) throw new Error("nothing was sent");
      const { headers, body } = sent.request;
      const text = Buffer.from(body).toString();
      expect(text).toBe(
        contentType === "json"
          ? `[${events.map(({ json }) => json).join(",")}]`
          : events.map(({ json }) => `${json}\n`).join(""),
      );
      const stamp = headers["X-OpenClaw-Timestamp"];
      const digest = createHmac("sha256", SECRET).update(`${stamp}.${text}`).digest("hex");
      expect(headers).toMatchObject({
        "Content-Type": contentType === "json" ? "application/json" : "application/x-ndjson",
        "X-OpenClaw-Signature": `sha256=${digest}`,
        "X-OpenClaw-Event": "batch",
        "X-OpenClaw-Hops": "2",
        "webhook-id": expect.stringMatching(/^bat_[0-9a-f]{32}$/),
      });
    }
  });

  it("are never longer than `maxBytes`, but for one that is so by itself", async () => {
    const events = some(6);
    const [{ json } = eventOf()] = events;
    const { transport, clock } = await run(
      { batch: { maxBytes: json.length * 2 + 10 } },
      events,
      () => reply(200),
    );
    await clock.advance(1000);
    expect(transport.sent.map(({ request }) => idsIn(request).length)).toEqual([2, 2, 2]);
    const alone = await run({ batch: { maxBytes: 10 } }, some(2), () => reply(200));
    expect(alone.transport.sent.map(({ request }) => idsIn(request).length)).toEqual([1, 1]);
  });

  it("fail together and are tried again", async () => {
    const { transport, clock, deliveries } = await run(
      { batch: { maxEvents: 4 } },
      some(4),
      (_, index) => reply(index === 0 ? 500 : 200),
    );
    expect((await deliveries()).map(({ status }) => status)).toEqual(Array(4).fill("failed"));
    await clock.advance(6000);
    expect(transport.sent.slice(1).flatMap(({ request }) => idsIn(request))).toHaveLength(4);
    expect((await deliveries()).map(({ status, attempts }) => [status, attempts])).toEqual(
      Array.from({ length: 4 }, () => ["delivered", 2]),
    );
  });

  it("are one failure of the endpoint, not as many as there are events", async () => {
    const { engine } = await run({ batch: { maxEvents: 50 } }, some(50), () => reply(500));
    const {
      endpoints: [health],
    } = await engine.health();
    expect(health?.state).not.toBe("parked");
  });

  it("are delivered exactly when a request with them was taken; what is refused takes no other with it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(400, 413, 422),
        async (poisoned, maxEvents, status) => {
          const events = poisoned.map(() => eventOf());
          const poison = new Set(events.filter((_, at) => poisoned[at]).map(({ id }) => id));
          const taken: string[] = [];
          const { clock, deliveries } = await run(
            { batch: { maxEvents, maxWaitMs: 100 }, giveUpOn: { status: [status] } },
            events,
            (request) => {
              const ids = idsIn(request);
              if (ids.some((id) => poison.has(id))) return reply(status);
              taken.push(...ids);
              return reply(200);
            },
          );
          await clock.advance(200);
          const all = await deliveries();
          const byEvent = new Map(all.map((delivery) => [delivery.eventId, delivery.status]));
          expect(events.map(({ id }) => byEvent.get(id))).toEqual(
            events.map(({ id }) => (poison.has(id) ? "dead" : "delivered")),
          );
          expect(taken.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
            events
              .map(({ id }) => id)
              .filter((id) => !poison.has(id))
              .toSorted((a, b) => (a < b ? -1 : 1)),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  describe("with a rate limit, which counts requests", () => {
    const perSecond = { rateLimits: [{ requests: 1, perMs: 1000 }] };

    it("go as many in one as without", async () => {
      const events = some(10);
      const { transport, clock, deliveries } = await run(
        { batch: { maxEvents: 4, maxWaitMs: 10 }, ...perSecond },
        events,
        () => reply(200),
      );
      await clock.advance(5000);
      expect(transport.sent.map(({ request }) => idsIn(request).length)).toEqual([4, 4, 2]);
      expect(gapsOf(transport.sent)).toEqual([1, 1]);
      expect((await deliveries()).map(({ status, attempts }) => [status, attempts])).toEqual(
        events.map(() => ["delivered", 1]),
      );
    });

    it("keep it where `maxBytes` makes more requests of them, and lose no try by it", async () => {
      const events = some(30);
      const [{ json } = eventOf()] = events;
      const { transport, clock, deliveries } = await run(
        {
          batch: { maxBytes: json.length * 3 + 10, maxWaitMs: 10 },
          rateLimits: [{ requests: 1, perMs: 20_000 }],
        },
        events,
        () => reply(200),
      );
      for (let window = 0; window < 15; window += 1) await clock.advance(20_000);
      expect(gapsOf(transport.sent).filter((gap) => gap < 20)).toEqual([]);
      expect(transport.sent.length).toBeLessThan(15);
      expect((await deliveries()).map(({ status, attempts }) => [status, attempts])).toEqual(
        events.map(() => ["delivered", 1]),
      );
    });

    it("keep it where halves are asked, over as many windows as that takes, and still end alone", async () => {
      const events = some(16);
      const [, poison] = events;
      const { transport, clock, deliveries } = await run(
        {
          batch: { maxEvents: 16, maxWaitMs: 10 },
          rateLimits: [{ requests: 1, perMs: 60_000 }],
          giveUpOn: { status: [400] },
        },
        events,
        (request) => reply(idsIn(request).includes(poison?.id ?? "") ? 400 : 200),
      );
      for (let window = 0; window < 20; window += 1) await clock.advance(60_000);
      expect(gapsOf(transport.sent).filter((gap) => gap < 60)).toEqual([]);
      const byEvent = new Map((await deliveries()).map((each) => [each.eventId, each]));
      expect(events.map(({ id }) => [byEvent.get(id)?.status, byEvent.get(id)?.attempts])).toEqual(
        events.map((event) => [event === poison ? "dead" : "delivered", 1]),
      );
    });
  });

  it("that are aborted while they wait count as not made", async () => {
    const { engine, store, clock, transport } = await run(
      { batch: { maxWaitMs: 10_000 } },
      some(2),
      () => undefined,
    );
    expect(transport.sent).toHaveLength(0);
    const stopped = engine.stop(1000);
    await clock.advance(1000);
    await stopped;
    const rows = await store.list({ limit: 10 });
    expect(rows.map(({ status, attempts }) => [status, attempts])).toEqual(
      Array.from({ length: 2 }, () => ["pending", 0]),
    );
  });
});

it("says with what a batch does not go together", () => {
  const problemsOf = (settings: Partial<Endpoint>): string[] => {
    const preparation = prepareEndpoint(endpointOf({ batch: {}, ...settings }));
    return preparation.ok ? [] : preparation.problems;
  };
  expect(problemsOf({ format: "slack" })).toEqual([
    'batch: format "slack" sends each event by itself',
  ]);
  expect(problemsOf({ method: "GET" })).toEqual(["batch: GET has no body to put events into"]);
  expect(problemsOf({ contentType: "form" })).toEqual([
    'batch: contentType must be "json" or "ndjson", found "form"',
  ]);
  expect(problemsOf({ url: "https://h.example/{{ id }}" })).toEqual([
    "batch: the url holds a template, and a request of several events has one url",
  ]);
});
