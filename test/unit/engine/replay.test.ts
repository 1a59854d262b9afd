import { describe, expect, it } from "vitest";
import type { Endpoint } from "../../../src/config/settings.ts";
import type { EventRecord } from "../../../src/engine/record.ts";
import { endpointOf, eventOf, reply, settingsOf } from "../../support/engine-fixture.ts";
import { startInlineEngine, type InlineEngine } from "../../support/inline-engine.ts";

const AT = Date.UTC(2026, 2, 14, 10, 30);

/** An engine that has delivered these events to its endpoints. */
async function delivered(
  endpoints: Endpoint[],
  events: EventRecord[],
  status: (url: string, isReplay: boolean) => number = () => 200,
): Promise<InlineEngine> {
  const fixture = await startInlineEngine({
    endpoints,
    script: ({ url, headers }) => reply(status(url, headers["X-OpenClaw-Replay"] === "true")),
  });
  await fixture.engine.capture(events);
  await fixture.clock.advance(1000);
  fixture.transport.sent.length = 0;
  return fixture;
}

const main = endpointOf();
const later = endpointOf({ name: "later", url: "https://later.example/", events: ["message.*"] });
const headersOf = ({ transport }: InlineEngine): Record<string, string>[] =>
  transport.sent.map(({ request }) => request.headers);

describe("a replay", () => {
  it("of a delivery sends its event to its endpoint once more, marked, under the event's id", async () => {
    const event = eventOf();
    const fixture = await delivered([main, later], [event]);
    const [first] = await fixture.deliveries();
    const done = await fixture.engine.replay({ ids: [first?.id ?? ""] });
    await fixture.clock.advance(100);

    expect(done).toEqual({ events: 1, deliveries: 1 });
    const [headers] = headersOf(fixture);
    expect(headers).toMatchObject({
      "X-OpenClaw-Replay": "true",
      "X-OpenClaw-Attempt": "1",
      "webhook-id": event.id,
    });
    expect(headers?.["X-OpenClaw-Delivery"]).not.toBe(first?.id);
    const rows = await fixture.deliveries();
    expect(rows.map(({ endpoint, status, replay }) => [endpoint, status, replay])).toEqual([
      ["main", "delivered", undefined],
      ["later", "delivered", undefined],
      ["main", "delivered", true],
    ]);
  });

  it("reaches an endpoint that was added later, and of a filter only what that one hears", async () => {
    const events = [
      eventOf({ at: AT }),
      eventOf({ at: AT + 1000, type: "tool.called" }),
      eventOf({ at: AT + 2000 }),
    ];
    const fixture = await delivered([main], events);
    await fixture.engine.configure(settingsOf(main, later));
    const order = { filter: { since: AT }, to: "later" };
    const counted = await fixture.engine.replay({ ...order, dryRun: true });
    await fixture.clock.advance(1000);
    expect(fixture.transport.sent).toHaveLength(0);

    expect(await fixture.engine.replay(order)).toEqual(counted);
    await fixture.clock.advance(1000);
    expect(counted).toEqual({ events: 3, deliveries: 2 });
    expect(fixture.transport.sent.map(({ request }) => request.url)).toEqual(
      Array(2).fill(later.url),
    );
    expect(headersOf(fixture).map((headers) => headers["webhook-id"])).toEqual([
      events[0]?.id,
      events[2]?.id,
    ]);
  });

  it("by id goes to the endpoint that is named, whatever that one listens to", async () => {
    const event = eventOf({ type: "tool.called" });
    const fixture = await delivered([main, later], [event]);
    expect(await fixture.engine.replay({ ids: [event.id], to: "later" })).toMatchObject({
      deliveries: 1,
    });
    await fixture.clock.advance(100);
    expect(fixture.transport.sent.map(({ request }) => request.url)).toEqual([later.url]);
  });

  it("of an endpoint's deliveries is to it, also when it would not hear them now", async () => {
    const events = [eventOf({ at: AT, type: "tool.called" }), eventOf({ at: AT + 1 })];
    const fixture = await delivered([main, later], events);
    await fixture.engine.configure(settingsOf(endpointOf({ events: ["session.*"] }), later));
    const order = { filter: { endpoint: "main" }, dryRun: true };
    expect(await fixture.engine.replay(order)).toEqual({ events: 2, deliveries: 2 });
    expect(await fixture.engine.replay({ ...order, to: "later" })).toMatchObject({ deliveries: 1 });
    expect(await fixture.engine.replay({ filter: {}, dryRun: true })).toMatchObject({
      events: 2,
      deliveries: 1,
    });
  });

  it("with `missing` sends nothing that was sent, and so can be asked for twice", async () => {
    const fixture = await delivered([main], [eventOf(), eventOf()]);
    await fixture.engine.configure(settingsOf(main, later));
    const order = { filter: {}, missing: true };
    expect(await fixture.engine.replay(order)).toMatchObject({ deliveries: 2 });
    expect(await fixture.engine.replay(order)).toMatchObject({ deliveries: 0 });
  });

  it("works through a long log page by page", async () => {
    const fixture = await delivered(
      [main],
      Array.from({ length: 250 }, (_, index) => eventOf({ at: AT + index })),
    );
    const pages: number[] = [];
    let after: string | undefined;
    do {
      const page = await fixture.engine.replay({ filter: {}, ...(after && { after }) });
      pages.push(page?.deliveries ?? 0);
      after = page?.next;
    } while (after !== undefined);
    expect(pages).toEqual([100, 100, 50]);
  });

  it("of what is not there, or to nobody, is none", async () => {
    const fixture = await delivered([main], [eventOf()]);
    expect(await fixture.engine.replay({ filter: {}, to: "nobody" })).toBeUndefined();
    expect(await fixture.engine.replay({ ids: [`evt_${"0".repeat(32)}`] })).toEqual({
      events: 0,
      deliveries: 0,
    });
  });

  it("is paced, and what happens meanwhile goes first", async () => {
    const events = Array.from({ length: 30 }, () => eventOf());
    const fixture = await delivered([endpointOf({ concurrency: 1 })], events);
    await fixture.engine.replay({ filter: {}, perSecond: 10 });
    await fixture.clock.advance(950);
    expect(fixture.transport.sent).toHaveLength(10);
    const live = eventOf();
    await fixture.engine.capture([live]);
    await fixture.clock.advance(40);
    expect(headersOf(fixture).at(-1)?.["webhook-id"]).toBe(live.id);
    await fixture.clock.advance(2100);
    expect(fixture.transport.sent).toHaveLength(31);
  });

  it("keeps the endpoint's rate limit, and leaves it to what happens", async () => {
    const limited = endpointOf({ rateLimits: [{ requests: 1, perMs: 1000 }] });
    const fixture = await delivered([limited], [eventOf(), eventOf()]);
    await fixture.clock.advance(5000);
    fixture.transport.sent.length = 0;
    await fixture.engine.replay({ filter: {} });
    await fixture.clock.advance(500);
    const live = eventOf();
    await fixture.engine.capture([live]);
    await fixture.clock.advance(1000);
    expect(headersOf(fixture).map((headers) => headers["webhook-id"])[1]).toBe(live.id);
    await fixture.clock.advance(1000);
    expect(fixture.transport.sent).toHaveLength(3);
  });

  it.each([410, 503, 429])("that is answered %d says nothing of the endpoint", async (status) => {
    const fixture = await delivered([main], [eventOf()], (_, isReplay) =>
      isReplay ? status : 200,
    );
    const before = (await fixture.engine.health()).endpoints;
    await fixture.engine.replay({ filter: {} });
    await fixture.clock.advance(100);
    expect(await fixture.deliveries()).toMatchObject([{ status: "delivered" }, { attempts: 1 }]);
    expect((await fixture.engine.health()).endpoints).toEqual(before);
    const live = eventOf();
    await fixture.engine.capture([live]);
    await fixture.clock.advance(20);
    expect(headersOf(fixture).at(-1)?.["webhook-id"]).toBe(live.id);
  });

  it("waits while the endpoint is paused", async () => {
    const fixture = await delivered([main], [eventOf()]);
    await fixture.engine.pause("main", "moving");
    await fixture.engine.replay({ filter: {} });
    await fixture.clock.advance(60_000);
    expect(fixture.transport.sent).toHaveLength(0);
    await fixture.engine.resume("main");
    await fixture.clock.advance(100);
    expect(fixture.transport.sent).toHaveLength(1);
  });

  it("stands beside the first delivery in an explanation, and says why it waits", async () => {
    const event = eventOf();
    const fixture = await delivered([main], [event]);
    await fixture.engine.configure(settingsOf(main, later));
    await fixture.engine.replay({ ids: [event.id] });
    const explained = await fixture.engine.explain(event.id);
    expect(explained?.endpoints).toMatchObject([
      { endpoint: "main", delivery: { status: "delivered" }, replays: [{ replay: true }] },
      { endpoint: "later", replays: [{ replay: true }] },
    ]);
    expect(explained?.endpoints[1]).not.toHaveProperty("delivery");
    const id = explained?.endpoints[1]?.replays?.[0]?.id ?? "";
    expect((await fixture.engine.explain(id))?.endpoints[0]?.next).toContain("it is a replay");
  });
});
