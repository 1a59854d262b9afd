// Feeds over HTTP: who is let in, what is refused, waiting, and server-sent events as a library reads them.
import { request as httpRequest } from "node:http";
import { EventSource } from "eventsource";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Endpoint } from "../../src/config/settings.ts";
import type { StreamPace } from "../../src/host/feed/event-stream.ts";
import type { ProxySettings } from "../../src/host/inbound/door/sender.ts";
import { endpointOf, eventOf } from "../support/engine-fixture.ts";
import { openFeedServer, type FeedServer } from "../support/feed-server.ts";
import { createEngineRoom, type RunningEngine } from "../support/running-engine.ts";

const room = createEngineRoom();
const servers: FeedServer[] = [];
const sources: EventSource[] = [];
afterEach(async () => {
  for (const source of sources.splice(0)) source.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await room.clean();
});

const TOKEN = "tok_3f9c2c1e8a";
const feedOf = (overrides: Partial<Endpoint> = {}): Endpoint =>
  endpointOf({ name: "puller", url: "", feed: { tokens: [{ value: TOKEN }] }, ...overrides });

interface Answer {
  status: number;
  headers: Headers;
  body: {
    events?: { id: string; cursor: string }[];
    cursor?: string;
    done?: boolean;
    error?: { code: string; message: string; cursor?: string };
  };
}

interface Rig {
  engine: RunningEngine;
  server: FeedServer;
  get: (path: string, init?: RequestInit & { token?: string | null }) => Promise<Answer>;
  /** Durable when it resolves. */
  capture: (count: number) => Promise<string[]>;
}

async function rig(
  options: { endpoints?: Endpoint[]; pace?: StreamPace; proxies?: ProxySettings } = {},
): Promise<Rig> {
  const { endpoints = [feedOf()] } = options;
  const engine = room.start(endpoints);
  await engine.client.configured();
  const server = await openFeedServer({ client: engine.client, ...options, endpoints });
  servers.push(server);
  return {
    engine,
    server,
    async get(path, { token = TOKEN, headers, ...init } = {}) {
      const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
      const response = await fetch(`${server.url}/${path}`, {
        ...init,
        headers: { ...authorization, ...(headers as Record<string, string>) },
      });
      const text = await response.text();
      const body = (text === "" ? {} : JSON.parse(text)) as Answer["body"];
      return { status: response.status, headers: response.headers, body };
    },
    async capture(count) {
      const events = Array.from({ length: count }, () => eventOf());
      for (const event of events) engine.client.capture(event);
      await engine.client.flush(5000);
      return events.map(({ id }) => id);
    },
  };
}

const idsOf = ({ body }: Answer): string[] => (body.events ?? []).map(({ id }) => id);

describe("the door", () => {
  test("a consumer drains the feed, page by page, and what it has read is delivered", async () => {
    const { engine, get, capture } = await rig();
    const ids = await capture(5);
    const read: string[] = [];
    let page = await get("puller?limit=2");
    for (; !page.body.done; page = await get(`puller?limit=2&after=${page.body.cursor}`))
      read.push(...idsOf(page));
    read.push(...idsOf(page));
    expect(read).toEqual(ids);
    expect(page.headers.get("content-type")).toBe("application/json");
    expect(page.headers.get("cache-control")).toBe("no-store");
    await get(`puller?limit=0&after=${page.body.cursor}`);
    expect(await engine.client.call("stats", [])).toMatchObject({ pending: 0, delivered: 5 });
  });

  test("a wrong token, none, a feed that is sent and one that is not there: the same answer", async () => {
    const { get } = await rig({ endpoints: [feedOf(), endpointOf({ name: "pushed" })] });
    const answers = [
      await get("puller", { token: "wrong" }),
      await get("puller", { token: null }),
      await get("puller", {
        token: null,
        headers: { authorization: `Basic ${btoa(`x:${TOKEN}`)}` },
      }),
      await get("pushed"),
      await get("nowhere"),
      await get("puller/more"),
      await get(""),
    ];
    const shown = answers.map(({ status, headers, body }) => {
      const { date: _, ...rest } = Object.fromEntries(headers);
      return JSON.stringify({ status, rest, body });
    });
    expect(new Set(shown).size).toBe(1);
    expect(answers[0]).toMatchObject({
      status: 401,
      body: { error: { code: "unauthorized", message: "the token is not right for this feed" } },
    });
  });

  test("each of several tokens opens it, an expired one does not", async () => {
    const tokens = [{ value: "new" }, { value: "old", expiresAt: Date.now() + 60_000 }];
    const gone = { value: "gone", expiresAt: Date.now() - 1 };
    const { get } = await rig({ endpoints: [feedOf({ feed: { tokens: [...tokens, gone] } })] });
    const statuses = [];
    for (const token of ["new", "old", "gone"])
      statuses.push((await get("puller", { token })).status);
    expect(statuses).toEqual([200, 200, 401]);
  });

  test("a feed whose tokens are not there lets nobody in, also without any", async () => {
    const { get } = await rig({ endpoints: [feedOf({ feed: { tokens: [] } })] });
    for (const token of ["", "undefined", null])
      expect(await get("puller", { token })).toMatchObject({ status: 401 });
  });

  test("who guesses is locked out of all feeds, and of those that are not there alike", async () => {
    const { get } = await rig({ proxies: { trustedProxies: ["127.0.0.1"] } });
    const from = (address: string) => ({ headers: { "x-forwarded-for": address } });
    const guess = (name: string) => get(name, { token: "wrong", ...from("198.51.100.7") });
    for (let count = 0; count < 20; count += 1)
      expect((await guess(count % 2 === 0 ? "puller" : "nowhere")).status).toBe(401);
    for (const name of ["puller", "nowhere"]) expect((await guess(name)).status).toBe(429);
    const locked = await get("puller", from("198.51.100.7"));
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await get("puller", from("198.51.100.8"))).status).toBe(200);
  });

  test("behind one address of many a right token always passes", async () => {
    const { get } = await rig();
    for (let count = 0; count < 25; count += 1) await get("puller", { token: "wrong" });
    expect((await get("puller", { token: "wrong" })).status).toBe(429);
    expect((await get("puller")).status).toBe(200);
  });

  test.each(["POST", "PUT", "DELETE", "OPTIONS"])(
    "%s is not taken, and acknowledges nothing",
    async (method) => {
      const { engine, get, capture } = await rig();
      await capture(1);
      const { body } = await get("puller");
      const answer = await get(`puller?after=${body.cursor}`, { method });
      expect(answer).toMatchObject({ status: 405, body: { error: { code: "method" } } });
      expect(answer.headers.get("allow")).toBe("GET");
      expect(await engine.client.call("stats", [])).toMatchObject({ delivered: 0 });
    },
  );

  test("HEAD is not taken, and has no body", async () => {
    const { get } = await rig();
    expect(await get("puller", { method: "HEAD" })).toMatchObject({ status: 405, body: {} });
  });

  test.each([
    ["limit=-1", /limit: expected a whole number from 0 to 1000/],
    ["limit=1001", /limit/],
    ["limit=ten", /limit/],
    ["wait=61", /wait: expected whole seconds from 0 to 60/],
    ["wait=1.5", /wait/],
    ["since=1", /unknown parameter; there are after, limit, wait/],
    ["limit=1&limit=2", /twice/],
    [`after=${"a".repeat(201)}`, /after/],
    ["after=nonsense", /no cursor of this feed/],
  ])("?%s is refused in words", async (query, message) => {
    const { get } = await rig();
    const { status, body } = await get(`puller?${query}`);
    expect(status).toBe(400);
    expect(body.error?.message).toMatch(message);
  });

  test("what is gone is told with 410, and from where to go on", async () => {
    const { engine, get, capture } = await rig();
    const ids = await capture(2);
    const { client } = engine;
    const deliveries = await client.call("list", [{ limit: 9 }]);
    await client.call("discard", [[deliveries.at(-1)!.id]]);
    const gone = await get("puller");
    expect(gone).toMatchObject({ status: 410, body: { error: { code: "events_lost" } } });
    expect(idsOf(await get(`puller?after=${gone.body.error?.cursor}`))).toEqual([ids[1]]);
  });

  test("a feed that is held says so to its consumer alone, without its settings", async () => {
    const held = feedOf({ held: "transform: the secret of it" });
    const { get } = await rig({ endpoints: [held] });
    const answer = await get("puller");
    expect(answer).toMatchObject({ status: 503, body: { error: { code: "held" } } });
    expect(JSON.stringify(answer.body)).not.toContain("the secret of it");
  });
});

describe("waiting", () => {
  test("an answer comes when something is committed, not when the time is over", async () => {
    const { get, capture } = await rig();
    const waiting = get("puller?wait=60");
    const [id] = await capture(1);
    expect(idsOf(await waiting)).toEqual([id]);
  });

  test("nothing within the time is an empty page with a cursor that goes on", async () => {
    const { get, capture } = await rig();
    const empty = await get("puller?wait=1");
    expect(empty.body).toMatchObject({ events: [], done: true });
    const [id] = await capture(1);
    expect(idsOf(await get(`puller?after=${empty.body.cursor}`))).toEqual([id]);
  });

  test("no more than eight wait for one feed; who goes away makes room", async () => {
    const { server, get } = await rig();
    const abort = new AbortController();
    const headers = { authorization: `Bearer ${TOKEN}` };
    const waiting = Array.from({ length: 8 }, () =>
      fetch(`${server.url}/puller?wait=60`, { headers, signal: abort.signal }).catch(() => "gone"),
    );
    await untilTrue(async () => (await get("puller")).status === 503);
    const busy = await get("puller");
    expect(busy).toMatchObject({ status: 503, body: { error: { code: "busy" } } });
    abort.abort();
    await Promise.all(waiting);
    await untilTrue(async () => (await get("puller")).status === 200);
  });

  test("whoever waits is answered when the plugin stops", async () => {
    const { server, get } = await rig();
    const waiting = get("puller?wait=60");
    await untilTrue(async () => (await get("puller")).status === 200);
    server.desk.stop();
    expect((await waiting).body).toMatchObject({ events: [], done: true });
  });

  test("a log that cannot be read is 503, and the reason is in the Gateway's log", async () => {
    const { engine, server, get } = await rig();
    await engine.client.stop(1000);
    expect(await get("puller")).toMatchObject({
      status: 503,
      body: { error: { code: "unavailable" } },
    });
    expect(server.warnings.join()).toContain("a feed could not be read");
  });
});

describe("server-sent events", () => {
  const QUICK: StreamPace = {
    heartbeatMs: 20,
    unacknowledgedMs: 60_000,
    idleMs: 60_000,
    stalledMs: 1000,
  };

  function listen(
    server: FeedServer,
    query = "",
  ): { source: EventSource; got: { id: string; json: { id: string } }[] } {
    const source = new EventSource(`${server.url}/puller${query}`, {
      fetch: (url, init) =>
        fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${TOKEN}` } }),
    });
    sources.push(source);
    const got: { id: string; json: { id: string } }[] = [];
    source.addEventListener("message", ({ lastEventId, data }) => {
      got.push({ id: lastEventId, json: JSON.parse(data as string) as { id: string } });
    });
    return { source, got };
  }

  test("a library reads them as they come, and connecting again acknowledges what it took", async () => {
    const { engine, server, capture } = await rig();
    const first = await capture(3);
    const { got } = listen(server, "?limit=3");
    await untilTrue(async () => (await engine.client.call("stats", [])).delivered === 3);
    const second = await capture(2);
    await untilTrue(async () => got.length === 5);
    expect(got.map(({ json }) => json.id)).toEqual([...first, ...second]);
    expect(got.every(({ id, json }) => id === (json as unknown as { cursor: string }).cursor)).toBe(
      true,
    );
  });

  test("what was given on a stream is not acknowledged by giving more", async () => {
    const { engine, server, capture } = await rig();
    const { got } = listen(server);
    await capture(2);
    await untilTrue(async () => got.length === 2);
    await capture(2);
    await untilTrue(async () => got.length === 4);
    expect(await engine.client.call("stats", [])).toMatchObject({ delivered: 0, pending: 4 });
  });

  test("a stream with something unacknowledged ends after a while, so that it is", async () => {
    const pace = { ...QUICK, unacknowledgedMs: 100 };
    const { engine, server, capture } = await rig({ pace });
    const ids = await capture(1);
    const { got } = listen(server);
    await untilTrue(async () => (await engine.client.call("stats", [])).delivered === 1);
    expect(got.map(({ json }) => json.id)).toEqual(ids);
  });

  test("a heartbeat is a comment, and the answer says how long to wait before connecting again", async () => {
    const { server } = await rig({ pace: QUICK });
    const text = await firstBytes(`${server.url}/puller`, 20);
    expect(text).toMatch(/^retry: 1000\n\n(?::\n\n)+$/);
  });

  test("the header of the last message goes before the address, and an empty one counts as none", async () => {
    const { server, get, capture } = await rig();
    const ids = await capture(3);
    const page = await get("puller?limit=2");
    const [one, two] = page.body.events ?? [];
    const since = { "last-event-id": two!.cursor };
    expect(await firstBytes(`${server.url}/puller?after=${one!.cursor}`, 200, since)).toContain(
      ids[2],
    );
    expect(idsOf(await get("puller", { headers: { "last-event-id": "" } }))).toEqual([ids[2]]);
  });

  test.each([
    ["a wrong token", "Bearer wrong", "", 401],
    ["a bad cursor", `Bearer ${TOKEN}`, "?after=x", 400],
    ["a limit of none", `Bearer ${TOKEN}`, "?limit=0", 400],
  ])(
    "%s ends it with a status, before anything is streamed",
    async (_what, authorization, query, status) => {
      const { server } = await rig();
      const headers = { authorization, accept: "text/event-stream" };
      const response = await fetch(`${server.url}/puller${query}`, { headers });
      expect(response.status).toBe(status);
      expect(response.headers.get("content-type")).toBe("application/json");
    },
  );
});

function untilTrue(holds: () => Promise<boolean>): Promise<void> {
  return vi.waitFor(async () => expect(await holds()).toBe(true), {
    timeout: 10_000,
    interval: 10,
  });
}

/** So much of a stream as has come once it is at least `length` characters. */
function firstBytes(url: string, length: number, headers = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const all = { accept: "text/event-stream", authorization: `Bearer ${TOKEN}`, ...headers };
    const request = httpRequest(url, { headers: all }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        if (text.length < length) return;
        request.destroy();
        resolve(text);
      });
    });
    request.on("error", reject).end();
  });
}
