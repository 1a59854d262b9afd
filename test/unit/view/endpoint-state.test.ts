import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { EndpointHealth } from "../../../src/engine/dispatch/endpoint-desk.ts";
import type { Attempt, Delivery, ErrorClass } from "../../../src/engine/record.ts";
import { PAGE_WORDS } from "../../../src/words/page.ts";
import { listEndpoints, type EndpointRow } from "../../../src/view/endpoint.ts";
import { endpointFamilies } from "../../../src/view/metrics/endpoint-families.ts";
import type { EngineReadings } from "../../../src/view/metrics/readings.ts";
import { endpointOf } from "../../support/engine-fixture.ts";

const docs = readFileSync(new URL("../../../docs/metrics.md", import.meta.url), "utf8");
const NOW = Date.UTC(2026, 2, 14, 12);
const MINUTE = 60_000;

interface Seen {
  /** Of the last hour. */
  delivered?: number;
  failed?: number;
  waiting?: number;
  /** What the last attempt of the newest delivery showed. */
  last?: { error: string; errorClass: ErrorClass };
}

/** The one endpoint `main`, as the engine says that it stands and as the log shows it. */
async function rowOf(
  health: Partial<EndpointHealth>,
  { delivered = 0, failed = 0, waiting = 0, last }: Seen = {},
  isFeed = false,
): Promise<EndpointRow> {
  const delivery: Delivery = {
    id: "dlv_1",
    eventId: "evt_1",
    eventType: "message.sent",
    endpoint: "main",
    status: "failed",
    attempts: 1,
    createdAt: NOW,
    updatedAt: NOW,
    ...(last && { error: last.error }),
  };
  const attempt: Attempt = { deliveryId: "dlv_1", number: 1, at: NOW, timings: { total: 1 } };
  const figures = { endpoint: "main", delivered, failed, dead: 0, waiting };
  const log = {
    list: async () => (last ? [delivery] : []),
    show: async () => ({ delivery, attempts: [{ ...attempt, ...last }] }),
    backlog: async () => [],
    figures: async () => ({ endpoints: [figures] }),
  } as unknown as Parameters<typeof listEndpoints>[0];
  const standing: EndpointHealth = {
    endpoint: "main",
    state: "ok",
    concurrency: { now: 8, max: 8 },
    inFlight: 0,
    waiting: 0,
    ...health,
  };
  const endpoint = endpointOf({ ...(isFeed && { feed: { tokens: [] } }) });
  const [row] = (await listEndpoints(log, [endpoint], [standing], NOW)).endpoints;
  if (!row) throw new Error("the endpoint is not listed");
  return row;
}

const iso = (at: number): string => new Date(at).toISOString();
const refused = { error: "HTTP 500", errorClass: "status" } as const;
const cutOff = { error: "proxy p:3128: it asks for credentials", errorClass: "proxy" } as const;

describe("an endpoint of which nothing arrives", () => {
  it("is failing, with its newest failure", async () => {
    expect(await rowOf({}, { failed: 3, waiting: 2, last: refused })).toMatchObject({
      state: "failing",
      reason: "nothing arrived in the last hour, 2 wait: HTTP 500",
    });
  });

  it("is blocked where its proxy is the cause, also where only the log knows that", async () => {
    const reason = "proxy p:3128 refused the connection";
    const seen = { failed: 3, waiting: 1, last: cutOff };
    expect(await rowOf({ state: "blocked", reason }, seen)).toMatchObject({
      state: "blocked",
      reason,
    });
    expect(await rowOf({}, seen)).toMatchObject({
      state: "blocked",
      reason: `nothing arrived in the last hour, 1 waits: ${cutOff.error}`,
    });
    expect(await rowOf({ state: "parked", reason: "HTTP 503" }, seen)).toMatchObject({
      state: "parked",
      reason: "HTTP 503",
    });
  });
});

describe("an endpoint that its receiver reads", () => {
  const hourAgo = NOW - 60 * MINUTE;
  const late = { feed: { oldestAt: hourAgo - 1, readAt: NOW - 5 * MINUTE } };

  it("is unread when it acknowledged nothing for an hour although something waits", async () => {
    const row = await rowOf(late, { waiting: 12 }, true);
    expect(row).toMatchObject({
      state: "unread",
      origin: "feed",
      waiting: 12,
      feed: { oldestAt: iso(hourAgo - 1), readAt: iso(NOW - 5 * MINUTE) },
    });
    expect(row.reason).toBe(
      `its receiver has acknowledged nothing for an hour, 12 wait since ${iso(hourAgo - 1)}; it last asked at ` +
        `${iso(NOW - 5 * MINUTE)}. What is older than log.maxAgeDays, or does not fit into log.maxRows or log.maxBytes, is given up`,
    );
  });

  it("says nothing of when it last asked where nobody knows", async () => {
    const { reason } = await rowOf({ feed: { oldestAt: 0 } }, { waiting: 1 }, true);
    expect(reason).toMatch(/^its receiver .*, 1 waits since 1970-01-01T00:00:00\.000Z\. What/);
  });

  it.each([
    ["the oldest waits for an hour, not longer", { feed: { oldestAt: hourAgo } }, { waiting: 1 }],
    ["nothing waits", { feed: { readAt: 0 } }, {}],
    ["it acknowledged something, and reads on", late, { waiting: 12, delivered: 1 }],
  ] as const)("is ok where %s", async (_, health, seen) => {
    const row = await rowOf(health, seen, true);
    expect([row.state, row.reason]).toEqual(["ok", undefined]);
  });

  it.each(["paused", "disabled", "held"] as const)("that is %s is that first", async (state) => {
    const row = await rowOf({ ...late, state, reason: "by hand" }, { waiting: 12 }, true);
    expect([row.state, row.reason]).toEqual([state, "by hand"]);
  });
});

it("every state has a word on the page, a series in the metrics and a line in their table", () => {
  const states = Object.keys(PAGE_WORDS.en.states).toSorted();
  const readings = { endpoints: [{ endpoint: "main", state: "ok" }], totals: [] };
  const family = endpointFamilies(readings as unknown as EngineReadings).find(
    ({ name }) => name === "openclaw_webhook_endpoint_state",
  );
  const series = family?.samples.map(({ labels }) => labels?.["state"]);
  expect(series?.toSorted()).toEqual(states);
  const [, table = ""] = /`openclaw webhook endpoints` shows: `([a-z ]+)`/.exec(docs) ?? [];
  expect(table.split(" ").toSorted()).toEqual(states);
});
