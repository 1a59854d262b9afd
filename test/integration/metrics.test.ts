// A scrape of the engine as it runs, by Debian's Prometheus: what it reads is what the log and the page say.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { answer } from "../../src/host/rpc/answer.ts";
import type { Running } from "../../src/host/rpc/running.ts";
import { serveMetrics } from "../../src/host/metrics/serve-metrics.ts";
import type { Stats } from "../../src/view/stats.ts";
import { eventOf, settingsOf } from "../support/engine-fixture.ts";
import { hasPrograms } from "../support/program.ts";
import { promtool, startPrometheus, type Prometheus } from "../support/prometheus.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { createEngineRoom, localEndpoint, type RunningEngine } from "../support/running-engine.ts";
import { memorySetup } from "../support/setup-ports.ts";

const PATH = "/event-webhooks/metrics";
/** What a name may hold, and what would end a label or a line if it were not written with care. */
const AWKWARD = 'say "é\\n" {x="1"}';

const room = createEngineRoom();
let receiver: Receiver;
let running: Running | undefined;
let mayRead = true;
let port: number;
const server = createServer((request, response) => {
  void serveMetrics({ request, response, running, mayRead });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ({ port } = server.address() as AddressInfo);
  receiver = await startReceiver(({ headers }) => ({
    status: headers["x-fails"] === undefined ? 200 : 500,
  }));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await receiver.close();
});
afterEach(async () => {
  await room.clean();
  running = undefined;
  mayRead = true;
});

const get = (init?: RequestInit): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}${PATH}`, init);

const ENDPOINTS = (): Parameters<typeof room.start>[0] => [
  localEndpoint(receiver.url),
  localEndpoint(receiver.url, {
    name: AWKWARD,
    headers: { "x-fails": "1" },
    retry: { kind: "schedule", delaysMs: [0] },
  }),
  localEndpoint(receiver.url, {
    name: "slow to give up",
    headers: { "x-fails": "1" },
    retry: { kind: "schedule", delaysMs: [3_600_000] },
  }),
];

/** Resolves when the engine has its settings. */
async function run(path?: string): Promise<RunningEngine> {
  const endpoints = ENDPOINTS();
  const engine = room.start(endpoints, path === undefined ? {} : { path });
  running = {
    client: engine.client,
    settings: settingsOf(...endpoints),
    version: "1.2.3",
    unexpected: () => [],
    origin: "http://127.0.0.1:18789",
    setup: memorySetup().ports,
    envelope: { instanceId: "node-1", maxEventBytes: 65_536, newId: () => "evt_1" },
  };
  await engine.client.configured();
  return engine;
}

async function weekOf(): Promise<Stats> {
  const reply = await answer("stats", { range: "week" }, running);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.payload as Stats;
}

describe("the address of the metrics", () => {
  it("is read by those who may, with GET, once the plugin runs", async () => {
    const unready = await get();
    expect([unready.status, unready.headers.get("retry-after")]).toEqual([503, "1"]);
    await run();
    expect((await get({ method: "POST" })).status).toBe(405);
    const read = await get();
    expect(read.status).toBe(200);
    expect(read.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(read.headers.get("cache-control")).toBe("no-store");
    mayRead = false;
    const refused = await get();
    expect(refused.status).toBe(403);
    expect(await refused.text()).not.toContain("openclaw_webhook");
  });

  it("answers while the engine does not, and says so", async () => {
    const { client } = await run();
    await client.stop(1000);
    const text = await (await get()).text();
    expect(text).toContain("\nopenclaw_webhook_engine_up 0\n");
    expect(text).not.toContain("openclaw_webhook_attempts_total");
  });
});

describe.skipIf(!hasPrograms("prometheus", "promtool"))("Prometheus", () => {
  let prometheus: Prometheus;
  beforeAll(async () => {
    prometheus = await startPrometheus({ port, path: PATH });
  });
  afterAll(() => prometheus.stop());

  it("reads what the page says of the same deliveries, also after a restart", async () => {
    const first = await run();
    for (let number = 0; number < 3; number += 1) first.client.capture(eventOf());
    await first.until(
      ({ delivered, dead, failed }) => delivered === 3 && dead === 3 && failed === 3,
    );
    await prometheus.scraped();
    const attempts = {
      "main delivered": 3,
      "main failed": 0,
      [`${AWKWARD} delivered`]: 0,
      [`${AWKWARD} failed`]: 6,
      "slow to give up delivered": 0,
      "slow to give up failed": 3,
    };
    expect(await prometheus.lastError()).toBe("");
    expect(await prometheus.query("openclaw_webhook_attempts_total")).toEqual(attempts);
    expect(await prometheus.query("openclaw_webhook_deliveries_dead_total")).toEqual({
      main: 0,
      [AWKWARD]: 3,
      "slow to give up": 0,
    });
    expect(await prometheus.query("openclaw_webhook_backlog_deliveries")).toEqual({
      main: 0,
      [AWKWARD]: 0,
      "slow to give up": 3,
    });
    const { total, backlog } = await weekOf();
    expect(await prometheus.query("sum by (outcome) (openclaw_webhook_attempts_total)")).toEqual({
      delivered: total.delivered,
      failed: total.failed,
    });
    expect(await prometheus.query("sum(openclaw_webhook_backlog_deliveries)")).toEqual({
      "": backlog.waiting,
    });
    expect(await prometheus.query("openclaw_webhook_backlog_oldest_timestamp_seconds")).toEqual({
      "slow to give up": Date.parse(backlog.oldestAt ?? "") / 1000,
    });
    // The median that the page shows is in the bucket in which Prometheus finds it.
    const [median] = Object.values(
      await prometheus.query(
        "histogram_quantile(0.5, sum by (le) (openclaw_webhook_attempt_duration_seconds_bucket))",
      ),
    );
    expect(median).toBeGreaterThan((total.p50 ?? 0) / 1000 / 2.1);
    expect(median).toBeLessThan(((total.p50 ?? 0) / 1000) * 2.1);

    await first.client.stop(2000);
    await run(first.path);
    await prometheus.scraped();
    expect(await prometheus.query("openclaw_webhook_attempts_total")).toEqual(attempts);
  });

  it("finds each endpoint in one state, the one that the page shows", async () => {
    const { client, until } = await run();
    client.capture(eventOf());
    await until(({ delivered, dead, failed }) => delivered === 1 && dead === 1 && failed === 1);
    await client.call("pause", ["main", "for the test"]);
    await prometheus.scraped();
    expect(await prometheus.query("openclaw_webhook_endpoint_state == 1")).toEqual({
      "main paused": 1,
      [`${AWKWARD} ok`]: 1,
      "slow to give up failing": 1,
    });
    expect(await prometheus.query("count(openclaw_webhook_endpoint_state)")).toEqual({ "": 30 });
  });

  it("has no fault to find with a name, a type or a unit", async () => {
    const { client, until } = await run();
    client.capture(eventOf());
    await until(({ delivered }) => delivered === 1);
    const text = await (await get()).text();
    expect(promtool(["check", "metrics"], text)).toBe("");
    // The same look at what is wrong: were it blind, this would say so.
    expect(() =>
      promtool(["check", "metrics"], text.replaceAll("attempts_total", "attempts")),
    ).toThrow("_total");
  });
});
