// Feeds in the engine: what a receiver reads, what its reading acknowledges, and what it is told of what is gone.
import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import type { Endpoint } from "../../../src/config/settings.ts";
import type { FeedAnswer } from "../../../src/engine/feed/feed-answer.ts";
import { readCursor, writeCursor } from "../../../src/engine/feed/cursor.ts";
import { endpointOf, eventOf, reply, settingsOf } from "../../support/engine-fixture.ts";
import { StoreError } from "../../../src/engine/store/store-error.ts";
import { startInlineEngine, type InlineEngine } from "../../support/inline-engine.ts";
import { openMemoryStore } from "../../support/memory-store.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const feedOf = (overrides: Partial<Endpoint> = {}): Endpoint =>
  endpointOf({ name: "puller", url: "", feed: { tokens: [{ value: "t0ken" }] }, ...overrides });

interface Item {
  cursor: string;
  id: string;
  type: string;
  delivery: string;
  headers: Record<string, string>;
  body: string;
}

type Page = Extract<FeedAnswer, { kind: "page" }>;

const itemsOf = (answer: FeedAnswer): Item[] =>
  (answer as Page).items.map(({ json }) => JSON.parse(json) as Item);
const idsOf = (answer: FeedAnswer): string[] => itemsOf(answer).map(({ id }) => id);
const cursorOf = (answer: FeedAnswer): string => (answer as { cursor: string }).cursor;

async function running(
  endpoint = feedOf(),
  ...others: Endpoint[]
): Promise<InlineEngine & { read: (after?: string, limit?: number) => Promise<FeedAnswer> }> {
  const inline = await startInlineEngine({
    endpoints: [endpoint, ...others],
    script: () => reply(200),
  });
  const read = (after?: string, limit = 100): Promise<FeedAnswer> =>
    inline.engine.readFeed({
      endpoint: endpoint.name,
      limit,
      ...(after !== undefined && { after }),
    });
  return { ...inline, read };
}

const events = (count: number, rest = {}) =>
  Array.from({ length: count }, (_, index) =>
    eventOf({ at: Date.UTC(2026, 2, 14, 9) + index, ...rest }),
  );

describe("a log that other Gateways share", () => {
  const open = async () => {
    const store = openMemoryStore();
    const inline = await startInlineEngine({ endpoints: [feedOf()], store });
    const read = (after?: string): Promise<FeedAnswer> =>
      inline.engine.readFeed({
        endpoint: "puller",
        limit: 9,
        ...(after !== undefined && { after }),
      });
    return { ...inline, store, read };
  };

  test("what another one gives up between the standing and the page is told, and told once", async () => {
    const { engine, store, clock, read } = await open();
    const all = events(3);
    await engine.capture(all);
    const { readFeed } = store;
    store.readFeed = async (query) => {
      store.readFeed = readFeed;
      const now = clock.now();
      const order = { endpoint: "puller", createdBefore: Infinity, limit: 1, now };
      await store.giveUpUnread({ ...order, error: "nobody read it" });
      return readFeed(query);
    };
    const lost = await read();
    expect(lost).toMatchObject({ kind: "lost" });
    expect(idsOf(await read(cursorOf(lost)))).toEqual([all[1]!.id, all[2]!.id]);
  });

  test("a server that is away hides how far the feed is, and nothing else of the health", async () => {
    const { engine, store } = await open();
    await engine.capture(events(1));
    const feed = async () => (await engine.health()).endpoints.map((each) => each.feed);
    expect(await feed()).toEqual([{ oldestAt: expect.any(Number) }]);
    store.feedStanding = async () => {
      throw new StoreError("away", "PostgreSQL: connect ECONNREFUSED");
    };
    expect(await feed()).toEqual([{}]);
  });
});

describe("reading", () => {
  test("gives what was committed, in that order, and sends nothing", async () => {
    const { engine, read, transport } = await running();
    const [first, second, third] = events(3);
    await engine.capture([third!]);
    await engine.capture([first!, second!]);
    const answer = await read();
    expect(idsOf(answer)).toEqual([third!.id, first!.id, second!.id]);
    expect(answer).toMatchObject({ kind: "page", done: true });
    expect(transport.sent).toEqual([]);
  });

  test("the body and headers are those of a push: the vendor's library and the tutorial's verifier take them", async () => {
    const { engine, read, clock } = await running(feedOf({ secrets: [{ value: SECRET }] }));
    // The library looks at the clock of the machine.
    clock.jump(Date.now() - clock.now());
    const event = eventOf({ hops: 1 });
    await engine.capture([event]);
    const [item] = itemsOf(await read());
    expect(item).toMatchObject({ id: event.id, type: event.type, body: event.json });
    expect(new Webhook(SECRET).verify(item!.body, item!.headers)).toEqual(JSON.parse(event.json));
    const at = item!.headers["X-OpenClaw-Timestamp"];
    const expected = createHmac("sha256", SECRET).update(`${at}.${item!.body}`).digest("hex");
    expect(item!.headers["X-OpenClaw-Signature"]).toBe(`sha256=${expected}`);
    expect(item!.headers).toMatchObject({
      "Content-Type": "application/json",
      "X-OpenClaw-Event": event.type,
      "X-OpenClaw-Delivery": item!.delivery,
      "X-OpenClaw-Attempt": "1",
      "X-OpenClaw-Hops": "1",
    });
    expect(item!.headers).not.toHaveProperty("User-Agent");
  });

  test("filter, transform and payload level are the endpoint's own", async () => {
    const { engine, read } = await running(
      feedOf({
        events: ["message.sent"],
        payload: "redacted",
        transform: { said: "{{data.message.content}}" },
      }),
    );
    await engine.capture([eventOf(), eventOf({ type: "tool.called" })]);
    const [item, ...rest] = itemsOf(await read());
    expect(rest).toEqual([]);
    expect(item?.body).not.toContain("Hello");
    expect(Object.keys(JSON.parse(item!.body) as object)).toEqual(["said"]);
  });

  test("a page ends at its limit and at its bytes, and the next goes on", async () => {
    const { engine, read } = await running();
    const small = events(5);
    await engine.capture(small);
    const first = await read(undefined, 2);
    expect(first).toMatchObject({ done: false });
    const second = await read(cursorOf(first), 2);
    const third = await read(cursorOf(second), 2);
    expect([first, second, third].map(idsOf).flat()).toEqual(small.map(({ id }) => id));
    expect(third).toMatchObject({ done: true });

    const large = [1, 2, 3].map(() =>
      eventOf({ json: JSON.stringify({ text: "x".repeat(600_000) }) }),
    );
    await engine.capture(large);
    const page = await read(cursorOf(third));
    expect(idsOf(page)).toEqual([large[0]!.id]);
    expect(page).toMatchObject({ done: false });
  });

  test("asking for what follows acknowledges: delivered, with the time that it took; asking again does not", async () => {
    const { engine, read, clock, deliveries } = await running();
    await engine.capture(events(3));
    const page = await read(undefined, 2);
    expect((await deliveries()).map(({ status }) => status)).toEqual([
      "pending",
      "pending",
      "pending",
    ]);
    await read(undefined, 2);
    await clock.advance(1500);
    await read(cursorOf(page));
    expect(
      (await deliveries()).map(({ status, attempts, durationMs }) => [
        status,
        attempts,
        durationMs,
      ]),
    ).toEqual([
      ["delivered", 1, 1500],
      ["delivered", 1, 1500],
      ["pending", 0, undefined],
    ]);
  });

  test("a limit of 0 only acknowledges", async () => {
    const { engine, read, deliveries } = await running();
    await engine.capture(events(2));
    const answer = await read(cursorOf(await read()), 0);
    expect(answer).toMatchObject({ kind: "page", items: [], done: true });
    expect((await deliveries()).map(({ status }) => status)).toEqual(["delivered", "delivered"]);
  });

  test("whoever has no cursor gets what is not acknowledged; an older cursor gives what was read once more", async () => {
    const { engine, read } = await running();
    const all = events(4);
    await engine.capture(all);
    const one = await read(undefined, 1);
    const three = await read(cursorOf(one), 2);
    expect(idsOf(await read())).toEqual(all.slice(1).map(({ id }) => id));
    await read(cursorOf(three));
    expect(idsOf(await read(cursorOf(one)))).toEqual(all.slice(1).map(({ id }) => id));
    expect(idsOf(await read())).toEqual([all[3]!.id]);
  });

  test("tells everyone who waits that something came, and when a pause ends", async () => {
    const { engine, clock } = await running();
    const rung: string[] = [];
    engine.signals.on("feed", (name) => rung.push(name));
    await engine.capture(events(1));
    expect(rung).toEqual(["puller"]);
    await engine.pause("puller", "for a while");
    await engine.resume("puller");
    await clock.settle();
    expect(rung.length).toBeGreaterThan(1);
  });

  test("knows no feed where there is none, and none where events are sent", async () => {
    const { engine } = await running(feedOf(), endpointOf({ name: "pushed" }));
    for (const endpoint of ["pushed", "nowhere"]) {
      expect(await engine.readFeed({ endpoint, limit: 1 })).toEqual({ kind: "no feed" });
    }
  });
});

describe("cursors", () => {
  test("are good for their endpoint alone, and what is none is told so", async () => {
    const { read } = await running();
    const place = { position: 27_000_000_000_123, toldLost: 5 };
    const cursor = writeCursor("puller", place);
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(readCursor("puller", cursor)).toEqual(place);
    expect(readCursor("other", cursor)).toBeUndefined();
    for (const wrong of [
      "",
      "0",
      "evt_1",
      cursor.slice(1),
      `${cursor}A`,
      `${cursor}=`,
      writeCursor("other", place),
    ]) {
      expect(await read(wrong)).toEqual({ kind: "no cursor" });
    }
  });

  test("of a future that the log does not know is foreign, and tells from where to go on", async () => {
    const { engine, read } = await running();
    const [event] = events(1);
    await engine.capture([event!]);
    const ahead = writeCursor("puller", { position: Number.MAX_SAFE_INTEGER, toldLost: 0 });
    const answer = await read(ahead);
    expect(answer).toMatchObject({ kind: "foreign" });
    expect(idsOf(await read(cursorOf(answer)))).toEqual([event!.id]);
  });
});

describe("what is not given", () => {
  test("a body that cannot be rendered is dead with its reason, and holds up nothing", async () => {
    const { engine, read, deliveries } = await running(
      feedOf({ transform: { all: "{% for i in (1..100000) %}{{ data }}{% endfor %}" } }),
    );
    const broken = eventOf();
    await engine.capture([broken]);
    expect(await read()).toMatchObject({ items: [], done: true });
    expect(await deliveries()).toMatchObject([{ status: "dead", attempts: 1 }]);
    expect((await engine.show((await deliveries())[0]!.id))?.attempts).toMatchObject([
      { errorClass: "render" },
    ]);
  });

  test("what the filter leaves out by now goes as if it had not been heard; a test does not", async () => {
    const { engine, read, clock, notices, deliveries } = await running();
    await engine.capture([eventOf({ type: "tool.called" })]);
    const sample = await engine.sendTest("puller");
    await engine.configure(settingsOf(feedOf({ events: ["message.sent"] })));
    const answer = await read();
    expect(itemsOf(answer).map(({ delivery }) => delivery)).toEqual([sample?.deliveryId]);
    expect(await deliveries()).toHaveLength(1);
    await engine.capture([eventOf({ type: "message.sent" })]);
    await engine.configure(settingsOf(feedOf({ events: ["tool.called"] })));
    const empty = await read(cursorOf(answer));
    expect(empty).toMatchObject({ kind: "page", items: [], done: true });
    expect(await read(cursorOf(empty))).toMatchObject({ kind: "page", items: [] });
    await clock.advance(1000);
    expect(notices.join()).toContain('endpoint "puller": 2 events recorded before');
  });

  test("nothing while it is paused, and an acknowledgement is taken all the same", async () => {
    const { engine, read, deliveries } = await running();
    await engine.capture(events(2));
    const page = await read(undefined, 1);
    await engine.pause("puller", "maintenance");
    expect(await read(cursorOf(page))).toMatchObject({
      items: [],
      paused: true,
      cursor: cursorOf(page),
    });
    expect((await deliveries()).map(({ status }) => status)).toEqual(["delivered", "pending"]);
    await engine.resume("puller");
    expect(idsOf(await read(cursorOf(page)))).toHaveLength(1);
  });

  test.each([
    ["its settings cannot work", { held: "transform: wrong" }, /wrong/],
    [
      "every secret that signs has expired",
      { secrets: [{ value: SECRET, expiresAt: 1 }] },
      /expired/,
    ],
  ])("nothing where %s; its events wait", async (_why, overrides, reason) => {
    const { engine, read, deliveries } = await running(feedOf(overrides));
    await engine.capture(events(1));
    expect(await read()).toMatchObject({
      kind: "held",
      reason: expect.stringMatching(reason) as string,
    });
    expect(await deliveries()).toMatchObject([{ status: "pending" }]);
  });
});

describe("what is gone", () => {
  const log = (overrides: object) => {
    const settings = settingsOf(feedOf());
    return { ...settings, log: { ...settings.log, ...overrides } };
  };

  test("what nobody reads is given up at log.maxAgeDays: dead, said loudly, and told to whoever reads on", async () => {
    const { engine, read, clock, notices, deliveries } = await running(
      feedOf(),
      endpointOf({ name: "ops", events: ["delivery.dead"] }),
    );
    const [old, lost] = events(2);
    await engine.capture([old!]);
    const cursor = cursorOf(await read());
    await engine.capture([lost!]);
    await clock.advance(DAY - MINUTE);
    const [young] = events(1);
    await engine.capture([young!]);
    await clock.advance(3 * MINUTE);
    const ours = (await deliveries()).filter(({ endpoint }) => endpoint === "puller");
    expect(ours.map(({ status }) => status)).toEqual(["dead", "dead", "pending"]);
    expect(ours[0]?.error).toBe("nobody read it within log.maxAgeDays");
    expect(notices.filter((each) => each.includes("given up unread"))).toHaveLength(1);
    expect(notices.join()).toMatch(/"puller": 2 events were given up unread, the oldest of 2026-/);
    const told = (await deliveries()).find(({ endpoint }) => endpoint === "ops");
    expect(told).toMatchObject({ eventType: "delivery.dead" });

    for (const after of [cursor, undefined]) {
      const answer = await read(after);
      expect(answer).toMatchObject({ kind: "lost" });
      expect(idsOf(await read(cursorOf(answer)))).toEqual([young!.id]);
    }
  });

  test("more than log.maxRows unread, the oldest goes first", async () => {
    const { engine, read, clock } = await running();
    await engine.configure(log({ maxRows: 3 }));
    const all = events(5);
    await engine.capture(all);
    await clock.advance(MINUTE);
    const answer = await read();
    expect(answer).toMatchObject({ kind: "lost" });
    expect(idsOf(await read(cursorOf(answer)))).toEqual(all.slice(2).map(({ id }) => id));
  });

  test("in a log that is too large, the unread go when nothing else may", async () => {
    const { engine, read, clock, notices } = await running();
    const all = [1, 2, 3, 4].map(() =>
      eventOf({ json: JSON.stringify({ text: "x".repeat(1000) }) }),
    );
    await engine.capture(all);
    const first = await read(undefined, 1);
    await read(cursorOf(first), 0);
    await engine.configure(log({ maxBytes: 2900 }));
    await clock.advance(2 * MINUTE);
    const left = await engine.stats();
    expect(left.delivered).toBe(0);
    expect(left.pending).toBe(2);
    expect(notices.join()).toContain("log.maxBytes");
    expect(await read(cursorOf(first))).toMatchObject({ kind: "lost" });
  });

  test("what was acknowledged may go in silence, for whoever reads on", async () => {
    const { engine, read, deliveries, store } = await running();
    await engine.capture(events(2));
    const first = await read(undefined, 1);
    const second = await read(cursorOf(first));
    await read(cursorOf(second));
    expect(await store.remove((await deliveries()).map(({ id }) => id))).toBe(2);
    expect(await read(cursorOf(second))).toMatchObject({ kind: "page", items: [] });
    expect(await read()).toMatchObject({ kind: "page", items: [] });
    expect(await read(cursorOf(first))).toMatchObject({ kind: "lost" });
  });

  test("what an operator deletes unread is told", async () => {
    const { engine, read, deliveries } = await running();
    const all = events(2);
    await engine.capture(all);
    await engine.discard([(await deliveries())[0]!.id]);
    const answer = await read();
    expect(answer).toMatchObject({ kind: "lost" });
    expect(idsOf(await read(cursorOf(answer)))).toEqual([all[1]!.id]);
  });
});

describe("by hand and by settings", () => {
  test("a retry gives nothing twice, a replay comes last and says so", async () => {
    const { engine, read, deliveries } = await running();
    const [event] = events(1);
    await engine.capture([event!]);
    const page = await read();
    await read(cursorOf(page), 0);
    const [{ id }] = (await deliveries()) as unknown as [{ id: string }];
    expect(await engine.retry([id])).toBe(0);
    expect(await engine.replay({ ids: [id] })).toEqual({ events: 1, deliveries: 1 });
    const [item] = itemsOf(await read(cursorOf(page)));
    expect(item).toMatchObject({ id: event!.id, headers: { "X-OpenClaw-Replay": "true" } });
  });

  test("what waits goes the new way when an endpoint is read instead, or sent to", async () => {
    const pushed = endpointOf({ name: "puller" });
    const { engine, read, transport, clock } = await running(feedOf());
    const [event] = events(1);
    await engine.capture([event!]);
    await engine.configure(settingsOf(pushed));
    await clock.settle();
    expect(transport.sent).toHaveLength(1);

    await engine.pause("puller", "until it is read");
    const [next] = events(1);
    await engine.capture([next!]);
    await engine.configure(settingsOf(feedOf()));
    await engine.resume("puller");
    expect(idsOf(await read())).toEqual([next!.id]);
    expect(transport.sent).toHaveLength(1);
  });

  test("health and an operational event show who does not read", async () => {
    const { engine, read, clock, deliveries } = await running(
      feedOf(),
      endpointOf({ name: "ops", events: ["backlog.growing"] }),
    );
    const health = async () => (await engine.health()).endpoints[0]!;
    expect(await health()).toMatchObject({ state: "ok", feed: {} });
    const start = clock.now();
    await engine.capture(events(1));
    await clock.advance(12 * MINUTE);
    expect((await health()).feed).toEqual({ oldestAt: start });
    const [told] = (await deliveries()).filter(({ endpoint }) => endpoint === "ops");
    const shown = await engine.show(told!.id);
    expect(JSON.parse(shown!.event.json)).toMatchObject({
      type: "backlog.growing",
      data: {
        endpoint: { name: "puller" },
        waiting: 1,
        oldestDueAt: new Date(start).toISOString(),
      },
    });
    await read(cursorOf(await read()), 0);
    expect((await health()).feed).toEqual({ readAt: clock.now() });
  });
});
