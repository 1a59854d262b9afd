// `openclaw webhook lab --pull`: reads a feed as its receiver would, from the feed's own door and an engine.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, onTestFinished } from "vitest";
import type { LabDelivery } from "../../src/cli/offline/lab/delivery.ts";
import { findFeed } from "../../src/cli/offline/lab/feed-source.ts";
import { runLab, type LabCommandOptions } from "../../src/cli/offline/lab/run.ts";
import type { Endpoint } from "../../src/config/settings.ts";
import { endpointOf, eventOf } from "../support/engine-fixture.ts";
import { openFeedServer } from "../support/feed-server.ts";
import { recordedCli, type RecordedCli } from "../support/recorded-terminal.ts";
import { createEngineRoom } from "../support/running-engine.ts";

const TOKEN = "tok_3f9c2c1e8a";
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const ENVIRONMENT = { FEED_TOKEN: TOKEN, FEED_SECRET: SECRET };

const room = createEngineRoom();
afterEach(() => room.clean());

/** A feed with so many events, and what became of each. */
async function feedWith(count: number, overrides: Partial<Endpoint> = {}) {
  const endpoints = [
    endpointOf({ name: "puller", url: "", feed: { tokens: [{ value: TOKEN }] }, ...overrides }),
  ];
  const { client } = room.start(endpoints);
  await client.configured();
  const server = await openFeedServer({ client, endpoints });
  onTestFinished(() => server.close());
  const events = Array.from({ length: count }, () => eventOf());
  for (const event of events) client.capture(event);
  await client.flush(5000);
  return {
    url: `${server.url}/puller`,
    ids: events.map(({ id }) => id),
    /** How many are acknowledged, and how many are not. */
    counts: async () => {
      const { delivered, pending } = await client.call("stats", []);
      return { delivered, pending };
    },
  };
}

async function pull(options: LabCommandOptions, environment = ENVIRONMENT): Promise<RecordedCli> {
  const cli = recordedCli([], 200);
  // The signatures are of now, not of the time of the recorded terminal.
  const terminal = { ...cli, now: () => Date.now() };
  const stop = new AbortController().signal;
  await runLab(terminal, { tokenEnv: "FEED_TOKEN", ...options }, { environment, stop });
  return cli;
}

const rowsOf = ({ printed }: RecordedCli): LabDelivery[] =>
  printed.map((line) => JSON.parse(line) as LabDelivery);

/** Answers these, then 200; and what came. */
async function receiver(...statuses: number[]) {
  const came: { id: unknown; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += String(chunk)));
    request.on("end", () => {
      came.push({ id: request.headers["webhook-id"], body });
      response.writeHead(statuses[came.length - 1] ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, came };
}

describe("a feed that the lab reads", () => {
  it("is shown in its order, verified, and acknowledged to its end", async () => {
    const { url, ids, counts } = await feedWith(3);
    const cli = await pull({ pull: url, secretEnv: "FEED_SECRET", once: "3", json: true });
    expect(
      rowsOf(cli).map(({ eventId, attempt, verified, answered }) => [
        eventId,
        attempt,
        verified,
        answered,
      ]),
    ).toEqual(ids.map((id) => [id, 1, true, "acknowledged"]));
    expect(await counts()).toEqual({ delivered: 3, pending: 0 });
    expect(cli.exitCode()).toBe(0);
  });

  it("keeps what `--once` leaves", async () => {
    const { url, counts } = await feedWith(3);
    await pull({ pull: url, once: "2" });
    expect(await counts()).toEqual({ delivered: 2, pending: 1 });
  });

  it("says of each what is wrong with its signature, and ends with 1", async () => {
    const { url } = await feedWith(1);
    const cli = await pull({ pull: url, secret: OTHER, once: "1", json: true });
    expect(rowsOf(cli)).toMatchObject([{ verified: false, reason: { fault: "secret" } }]);
    expect(cli.exitCode()).toBe(1);
  });

  it("goes on to another receiver byte for byte, and is acknowledged once that took it", async () => {
    const { url, ids, counts } = await feedWith(2);
    const { url: hook, came } = await receiver(200, 503);
    const cli = await pull({ pull: url, forwardTo: hook, once: "3", json: true });
    expect(came.map(({ id }) => id)).toEqual([ids[0], ids[1], ids[1]]);
    expect(came.map(({ body }) => (JSON.parse(body) as { id: string }).id)).toEqual(
      came.map(({ id }) => id),
    );
    const { host } = new URL(hook);
    expect(rowsOf(cli).map(({ answered }) => answered)).toEqual([
      `200 by ${host}, acknowledged`,
      `503 by ${host}, not acknowledged: again later`,
      `200 by ${host}, acknowledged`,
    ]);
    expect(await counts()).toEqual({ delivered: 2, pending: 0 });
  });

  it("is not acknowledged where the other never took it", async () => {
    const { url, counts } = await feedWith(1);
    const { url: hook } = await receiver(500);
    await pull({ pull: url, forwardTo: hook, once: "1" });
    expect(await counts()).toEqual({ delivered: 0, pending: 1 });
  });

  it("is refused in the words of the feed", async () => {
    const { url } = await feedWith(0);
    await expect(pull({ pull: url }, { ...ENVIRONMENT, FEED_TOKEN: "wrong" })).rejects.toThrow(
      `${url}: HTTP 401: the token is not right for this feed`,
    );
  });

  it("goes on where events were lost, and comes again where the Gateway just starts", async () => {
    const asked: string[] = [];
    const fault = (code: string, more: object) => ({ error: { code, message: code, ...more } });
    const entry = { cursor: "c2", headers: { "webhook-id": "evt_1" }, body: "{}" };
    const answers: [number, object][] = [
      [503, fault("starting", {})],
      [410, fault("events_lost", { cursor: "c1" })],
      [200, { events: [entry], cursor: "c2", done: true }],
      [200, { events: [], cursor: "c2", done: true }],
    ];
    const server = createServer((request, response) => {
      asked.push(new URL(request.url ?? "", "http://a").search);
      const [status, body] = answers[asked.length - 1] ?? [500, {}];
      response.writeHead(status, { "retry-after": "1" }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`;
    const cli = await pull({ pull: url, once: "1" });
    expect(asked).toEqual([
      "?limit=1&wait=30",
      "?limit=1&wait=30",
      "?limit=1&wait=30&after=c1",
      "?limit=0&wait=0&after=c2",
    ]);
    expect(cli.notices.slice(1, 3)).toEqual([`${url}: HTTP 503: starting`, `${url}: events_lost`]);
  });

  it("takes no word that only a receiver which listens has", async () => {
    await expect(pull({ pull: "notebook", retryAfter: "3" })).rejects.toMatchObject({
      code: "misuse",
      message: "--retry-after is of no use with --pull, which listens to nobody",
    });
  });
});

describe("a feed by the name of its endpoint", () => {
  const folder = mkdtempSync(join(tmpdir(), "lab-pull-"));
  const OPENCLAW_CONFIG_PATH = join(folder, "openclaw.json");
  const endpoints = [
    { name: "notebook", feed: { token: TOKEN }, secret: SECRET, events: ["*"] },
    { name: "kept", feed: { token: "${KEPT_TOKEN}" }, events: ["*"] },
    { name: "crm", url: "https://crm.myhook.test", events: ["*"] },
  ];
  const config = { feedPath: "/feeds", endpoints };
  writeFileSync(
    OPENCLAW_CONFIG_PATH,
    JSON.stringify({
      gateway: { port: 4242 },
      plugins: { entries: { "event-webhooks": { config } } },
    }),
  );
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is found in the Gateway's config, with its token and its secret", async () => {
    expect(await findFeed({ pull: "notebook" }, { OPENCLAW_CONFIG_PATH })).toEqual({
      url: "http://127.0.0.1:4242/feeds/notebook",
      token: TOKEN,
      secrets: [{ value: SECRET }],
      origin: 'Verifying with the secret of endpoint "notebook".',
    });
  });

  it("says what is missing", async () => {
    const around = { OPENCLAW_CONFIG_PATH };
    const refused = (options: Parameters<typeof findFeed>[0]) =>
      findFeed(options, around).catch(({ message }: Error) => message);
    expect(await refused({ pull: "notebok" })).toBe(
      `${OPENCLAW_CONFIG_PATH} has no endpoint "notebok" with a feed (did you mean "notebook"?)`,
    );
    expect(await refused({ pull: "crm" })).toBe(
      `${OPENCLAW_CONFIG_PATH} has no endpoint "crm" with a feed`,
    );
    expect(await refused({ pull: "kept" })).toBe(
      'the token of endpoint "kept" is known to the Gateway alone: give it with --token-env',
    );
    expect(await refused({ pull: "https://g.example/webhooks/feed/a" })).toBe(
      "--token-env: name the variable that holds the feed's token",
    );
    expect(await refused({ pull: "notebook", tokenEnv: "NONE" })).toBe(
      "the variable NONE is not set",
    );
  });
});
