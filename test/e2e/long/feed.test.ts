// A receiver that reads by itself, at the genuine Gateway: plain fetch, and a library for server-sent events.
import { EventSource } from "eventsource";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import type { Gateway } from "../../support/gateway.ts";
import { createStage, type Stage } from "../../support/stage.ts";

const TOKEN = "tok_7d0e6c52b1";
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

interface Item {
  cursor: string;
  id: string;
  headers: Record<string, string>;
  body: string;
}
interface Page {
  events: Item[];
  cursor: string;
  done: boolean;
}

describe("feeds of the genuine Gateway", () => {
  let stage: Stage;
  let gateway: Gateway;
  let said = 0;
  const base = (): string => `http://127.0.0.1:${stage.host.port}/webhooks/feed`;
  const authorization = `Bearer ${TOKEN}`;

  const say = async (text: string): Promise<void> => {
    said += 1;
    await stage.host.call("chat.send", {
      sessionKey: `agent:main:feed-${said}`,
      message: text,
      idempotencyKey: `feed-${said}`,
    });
  };
  const read = async (name: string, query: string): Promise<Page> => {
    const response = await fetch(`${base()}/${name}?${query}`, { headers: { authorization } });
    expect(response.status).toBe(200);
    return (await response.json()) as Page;
  };
  const wordsOf = ({ body }: Pick<Item, "body">): string =>
    (JSON.parse(body) as { data: { message: { content: string } } }).data.message.content;
  const endpointRow = async (name: string): Promise<Record<string, unknown> | undefined> => {
    const { endpoints } = (await stage.host.call("eventWebhooks.endpoints", {})) as {
      endpoints: Record<string, unknown>[];
    };
    return endpoints.find(({ endpoint }) => endpoint === name);
  };

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    const feed = { token: TOKEN };
    await stage.configure({
      endpoints: [
        { name: "notebook", feed, secret: SECRET, events: ["message.received"] },
        { name: "browser", feed, events: ["message.received"] },
      ],
    });
    gateway = await stage.host.start();
  });
  afterAll(() => stage.dispose());

  test("a wrong token, and a feed that is not there, are told the same", async () => {
    const ask = async (name: string): Promise<[number, string]> => {
      const response = await fetch(`${base()}/${name}`, {
        headers: { authorization: "Bearer no" },
      });
      return [response.status, await response.text()];
    };
    const [known, unknown] = [await ask("notebook"), await ask("nowhere")];
    expect(known[0]).toBe(401);
    expect(unknown).toEqual(known);
  });

  test("an answer comes when something happens; who verifies a push verifies it", async () => {
    const waiting = read("notebook", "wait=60");
    await say("the first words");
    const [item] = (await waiting).events;
    expect(wordsOf(item!)).toBe("the first words");
    expect(new Webhook(SECRET).verify(item!.body, item!.headers)).toMatchObject({ id: item!.id });
  });

  test("nothing is lost by kill -9 between an answer and its acknowledgement, and the order stays", async () => {
    const before = await read("notebook", "");
    for (const text of ["one", "two", "three"]) {
      await say(text);
      await vi.waitFor(
        async () => expect((await read("notebook", "")).events.map(wordsOf)).toContain(text),
        { timeout: 60_000, interval: 100 },
      );
    }
    const answered = await read("notebook", `after=${before.cursor}&limit=2`);
    expect(answered.events.map(wordsOf)).toEqual(["one", "two"]);
    await gateway.stop("SIGKILL");
    gateway = await stage.host.start();

    // A page ends after a bounded time, and a Gateway that just started is slow.
    let again = await read("notebook", `after=${before.cursor}&wait=30`);
    const events = [...again.events];
    while (!again.done) {
      again = await read("notebook", `after=${again.cursor}`);
      events.push(...again.events);
    }
    expect(events.slice(0, 3).map(wordsOf)).toEqual(["one", "two", "three"]);
    expect(events.slice(0, 2).map(({ id }) => id)).toEqual(answered.events.map(({ id }) => id));
    await read("notebook", `after=${again.cursor}&limit=0`);
    const { deliveries } = (await stage.host.call("eventWebhooks.list", {
      endpoint: "notebook",
      status: ["delivered"],
    })) as { deliveries: unknown[] };
    expect(deliveries.length).toBeGreaterThanOrEqual(4);
    expect((await read("notebook", "")).events).toEqual([]);
  });

  test("a library for server-sent events goes on where it was, over kill -9 of the Gateway", async () => {
    const { waiting } = (await endpointRow("browser"))!;
    expect(waiting).toBeGreaterThanOrEqual(4);
    const got = new Map<string, string>();
    let last: string | undefined;
    let source: EventSource;
    // As docs/pull.md does it: one that met a Gateway which is just starting has given up.
    const open = (): void => {
      const after = last === undefined ? "" : `&after=${last}`;
      source = new EventSource(`${base()}/browser?limit=2${after}`, {
        fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, authorization } }),
      });
      source.addEventListener("message", ({ data, lastEventId }) => {
        last = lastEventId;
        const item = JSON.parse(data as string) as Item;
        got.set(item.id, wordsOf(item));
      });
      source.addEventListener("error", () => {
        if (source.readyState === EventSource.CLOSED) reopening = setTimeout(open, 500);
      });
    };
    let reopening: NodeJS.Timeout | undefined;
    open();
    try {
      await vi.waitFor(() => expect([...got.values()]).toContain("three"), { timeout: 60_000 });
      await gateway.stop("SIGKILL");
      gateway = await stage.host.start();
      await say("after the fall");
      await vi.waitFor(() => expect([...got.values()]).toContain("after the fall"), {
        timeout: 60_000,
      });
    } finally {
      clearTimeout(reopening);
      source!.close();
    }
    const words = [...got.values()].filter((each) => ["one", "two", "three"].includes(each));
    expect(words).toEqual(["one", "two", "three"]);
    await vi.waitFor(async () =>
      expect((await endpointRow("browser"))?.["waiting"]).toBeLessThan(3),
    );
  });

  test("who does not read is shown with what waits for it", async () => {
    const row = await endpointRow("notebook");
    expect(row).toMatchObject({ state: "ok", origin: "feed", waiting: 1 });
    expect(row?.["feed"]).toMatchObject({ oldestAt: expect.any(String) as string });
    const { stdout } = await stage.host.run([
      "webhook",
      "list",
      "--endpoint",
      "notebook",
      "--json",
    ]);
    expect(stdout).toContain('"feed":true');
    expect(stdout + gateway.log()).not.toContain(TOKEN);
  });

  test("the Gateway ends in order while somebody waits", async () => {
    const { cursor } = await read("notebook", "");
    const waiting = read("notebook", `after=${cursor}&wait=60`).catch(() => undefined);
    const startedAt = Date.now();
    await gateway.stop("SIGTERM");
    await waiting;
    expect(Date.now() - startedAt).toBeLessThan(30_000);
  });
});
