import { describe, expect, it } from "vitest";
import type { EngineClient } from "../../../src/engine/thread/client.ts";
import { createSignals } from "../../../src/engine/signals.ts";
import { EngineCallError } from "../../../src/engine/thread/thread-link.ts";
import { answer, type Reply } from "../../../src/host/rpc/answer.ts";
import type { Running } from "../../../src/host/rpc/running.ts";
import { tellChanges, type Changed } from "../../../src/host/rpc/changed.ts";
import { PARAMS } from "../../../src/host/rpc/params.ts";
import type { EndpointList } from "../../../src/view/endpoint.ts";
import type { RouteList } from "../../../src/view/route.ts";
import type { Settings } from "../../../src/config/settings.ts";
import { resolveSettings } from "../../../src/config/resolve.ts";
import { EVENT_TYPES } from "../../../src/generated/event-types.ts";
import { compileRoute } from "../../../src/inbound/decision/compile-route.ts";
import { PRESETS } from "../../../src/inbound/proof/presets/presets.ts";
import type { Preview } from "../../../src/outbound/preview.ts";
import type { DeliveryPage, RequestPage } from "../../../src/view/questions.ts";
import type { Stats } from "../../../src/view/stats.ts";
import { endpointOf, eventOf, reply, settingsOf } from "../../support/engine-fixture.ts";
import { startInlineEngine, type InlineEngine } from "../../support/inline-engine.ts";
import { createManualClock } from "../../support/manual-clock.ts";
import { memorySetup } from "../../support/setup-ports.ts";
import { sampleRequest } from "../../support/inbox-samples.ts";

const endpoint = endpointOf({ headers: { "X-API-Key": "a-header-secret" } });
const SECRETS = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "a-header-secret", "/hook"];

/** The engine of this test as the client of the Gateway's thread shows it. */
function clientOf({ engine }: InlineEngine): EngineClient {
  const call = async (method: string, args: unknown[]): Promise<unknown> =>
    (engine[method as "stats"] as (...given: unknown[]) => Promise<unknown>)(...args);
  const health = async (): Promise<object> => ({ restarts: 0, engine: await engine.health() });
  return { call, health, signals: engine.signals } as unknown as EngineClient;
}

/** What a config says of inbound routes, held where their templates cannot be read. */
function routesOf(config: object): Settings["inbound"] {
  const resolution = resolveSettings(config, {
    hostName: "node-1",
    eventTypes: EVENT_TYPES,
    presets: PRESETS,
    now: 0,
    inspectRoute: (route) => {
      const compiled = compileRoute(route);
      return compiled.ok ? [] : compiled.problems;
    },
  });
  if (!resolution.ok) throw new Error("the config cannot be read");
  return resolution.settings.inbound;
}

async function stage(
  status = 200,
  inbound?: Settings["inbound"],
  unexpected: ReturnType<Running["unexpected"]> = [],
): Promise<{
  fixture: InlineEngine;
  ask: (method: string, params?: object) => Promise<Reply>;
}> {
  const fixture = await startInlineEngine({ endpoints: [endpoint], script: () => reply(status) });
  const running: Running = {
    client: clientOf(fixture),
    settings: { ...settingsOf(endpoint), ...(inbound && { inbound }) },
    version: "1.2.3",
    unexpected: () => unexpected,
    origin: "http://127.0.0.1:18789",
    setup: memorySetup().ports,
    envelope: {
      instanceId: "node-1",
      maxEventBytes: 65_536,
      newId: () => `evt_${"ab".repeat(16)}`,
    },
  };
  return {
    fixture,
    ask: (method, params = {}) => answer(method, params, running, fixture.clock.now),
  };
}

function payloadOf<Payload>(given: Reply): Payload {
  if (!given.ok) throw new Error(given.error.message);
  return given.payload as Payload;
}

describe("the RPC methods", () => {
  it("say that the plugin is starting while it does", async () => {
    const refusal = await answer("list", {}, undefined);
    expect(refusal).toMatchObject({ ok: false, error: { code: "UNAVAILABLE", retryable: true } });
  });

  it.each([
    ["list", { limit: 201 }, /limit/],
    ["list", { status: ["broken"] }, /one of pending, delivered, failed, dead/],
    ["list", { since: "yesterday" }, /is not a time/],
    ["list", { nonsense: 1 }, /unknown parameter "nonsense"/],
    ["show", {}, /"id" is missing/],
    ["show", { id: "evt_1' OR 1=1" }, /not an id of the right kind/],
    ["pause", { endpoint: "" }, /endpoint/],
    ["purge", { filter: {} }, /filter/],
    ["replay", { filter: {} }, /filter/],
    ["replay", { to: "main" }, /"ids" is missing/],
    ["replay", { ids: [`evt_${"1".repeat(32)}`], filter: { endpoint: "main" } }, /exactly one/],
  ])("refuse %s with %j", async (method, params, message) => {
    const { ask } = await stage();
    const refusal = await ask(method, params);
    const error = { code: "INVALID_REQUEST", message: expect.stringMatching(message) };
    expect(refusal).toEqual({ ok: false, error });
  });

  it("list what one Gateway captured: of another one a log in a file holds nothing", async () => {
    const { fixture, ask } = await stage();
    await fixture.engine.capture([eventOf()]);
    await fixture.inbox.accept([sampleRequest(1)], 10);
    const counts = async (instanceId?: string): Promise<number[]> => {
      const params = instanceId === undefined ? {} : { instanceId };
      const page = payloadOf<DeliveryPage>(await ask("list", params));
      const found = payloadOf<DeliveryPage>(await ask("list", { ...params, text: "dlv_" }));
      const asked = payloadOf<RequestPage>(await ask("requests.list", params));
      const sought = payloadOf<RequestPage>(
        await ask("requests.list", { ...params, text: "req_" }),
      );
      return [page.deliveries, found.deliveries, asked.requests, sought.requests].map(
        ({ length }) => length,
      );
    };
    expect(await counts()).toEqual([1, 1, 1, 1]);
    expect(await counts("node-1")).toEqual([1, 1, 1, 1]);
    expect(await counts("node-2")).toEqual([0, 0, 0, 0]);
  });

  it("call an endpoint failing of which nothing arrives while deliveries wait", async () => {
    const { fixture, ask } = await stage(404);
    await fixture.engine.capture([eventOf()]);
    await fixture.clock.advance(100);
    const [row] = payloadOf<EndpointList>(await ask("endpoints")).endpoints;
    expect([row?.state, row?.reason]).toEqual([
      "failing",
      "nothing arrived in the last hour, 1 waits: HTTP 404",
    ]);
  });

  it("preview a sample and an event of the log, masked, and send nothing", async () => {
    const { fixture, ask } = await stage();
    const sample = payloadOf<Preview>(await ask("preview", { endpoint: "main" }));
    expect(sample).toMatchObject({ hears: true, event: { type: "message.sent" } });
    expect(sample.headers).toMatchObject({ "X-API-Key": "…", "X-OpenClaw-Signature": "…" });
    expect(fixture.transport.sent).toHaveLength(0);
    const event = eventOf();
    await fixture.engine.capture([event]);
    const asked = { endpoint: "main", event: event.id.slice(0, 20) };
    const stored = payloadOf<Preview>(await ask("preview", asked));
    expect(stored.body).toBe(event.json);
  });

  it("list routes with URL, auth and agent, the held ones first", async () => {
    const config = {
      inbound: {
        endpoints: {
          open: { agentId: "main", template: "x" },
          bad: { agentId: "main", template: "{{", auth: { type: "bearer", token: "t" } },
        },
      },
    };
    const { ask } = await stage(200, routesOf(config));
    const { routes } = payloadOf<RouteList>(await ask("routes"));
    const base = "http://127.0.0.1:18789/webhooks/inbound";
    expect(routes.map(({ route, state, url, auth }) => [route, state, url, auth])).toEqual([
      ["bad", "held", `${base}/bad`, "bearer token"],
      ["open", "ok", `${base}/open`, "this machine only"],
    ]);
  });

  it("take the beginning of an id for the id, where it begins one alone", async () => {
    const { fixture, ask } = await stage();
    const event = eventOf();
    await fixture.engine.capture([event]);
    const [{ id } = { id: "" }] = payloadOf<DeliveryPage>(await ask("list")).deliveries;
    const short = payloadOf<{ delivery: { id: string } }>(
      await ask("show", { id: id.slice(0, 12) }),
    );
    expect(short.delivery.id).toBe(id);
    const about = payloadOf<{ event: { id: string } }>(
      await ask("explain", { id: event.id.slice(0, 30) }),
    );
    expect(about.event.id).toBe(event.id);
    const replay = { events: 1, matched: 1, replayed: 0 };
    const asked = { ids: [id.slice(0, 34)], dryRun: true };
    expect(payloadOf(await ask("replay", asked))).toEqual(replay);
  });

  it("name the ids that a beginning may mean", async () => {
    const { fixture, ask } = await stage();
    await fixture.engine.capture([eventOf(), eventOf()]);
    const { deliveries } = payloadOf<DeliveryPage>(await ask("list"));
    const ids = deliveries.map(({ id }) => id);
    const message = `"dlv_019c" begins several ids, write more of it: ${ids.join(", ")}`;
    const error = { code: "INVALID_REQUEST", message };
    expect(await ask("show", { id: "dlv_019c" })).toEqual({ ok: false, error });
  });

  it("list newest first, a page at a time, each delivery once", async () => {
    const { fixture, ask } = await stage();
    const events = Array.from({ length: 7 }, () => eventOf());
    await fixture.engine.capture(events);
    await fixture.clock.advance(100);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page: DeliveryPage = payloadOf(
        await ask("list", { limit: 3, ...(cursor !== undefined && { cursor }) }),
      );
      seen.push(...page.deliveries.map(({ eventId }) => eventId));
      ({ cursor } = page);
    } while (cursor !== undefined);
    expect(seen).toEqual(events.map(({ id }) => id).toReversed());
  });

  it("give rows with the fields of the documentation and times in ISO 8601", async () => {
    const { fixture, ask } = await stage(500);
    await fixture.engine.capture([eventOf()]);
    await fixture.clock.advance(100);
    const { deliveries } = payloadOf<DeliveryPage>(await ask("list"));
    expect(deliveries).toEqual([
      {
        id: expect.stringMatching(/^dlv_/),
        eventId: expect.stringMatching(/^evt_/),
        event: "message.sent",
        endpoint: "main",
        status: "failed",
        agentId: "main",
        attempts: 1,
        httpStatus: 500,
        durationMs: 1,
        error: "HTTP 500",
        createdAt: "2026-03-14T10:30:00.000Z",
        updatedAt: expect.stringMatching(/^2026-03-14T10:30:00\.\d{3}Z$/),
        nextAttemptAt: "2026-03-14T10:30:05.000Z",
      },
    ]);
  });

  it("show what was said only with `body`", async () => {
    const { fixture, ask } = await stage();
    await fixture.engine.capture([eventOf()]);
    const requestId = `req_${"1".repeat(32)}`;
    await fixture.inbox.accept([sampleRequest(1, { id: requestId })], 10);
    await fixture.clock.advance(100);
    const [delivery] = await fixture.deliveries();
    for (const [method, id] of [
      ["show", delivery?.id],
      ["explain", delivery?.id],
      ["explain", delivery?.eventId],
    ] as const) {
      expect(JSON.stringify(payloadOf(await ask(method, { id })))).not.toContain("Hello");
      expect(JSON.stringify(payloadOf(await ask(method, { id, body: true })))).toContain("Hello");
    }
    const shown = payloadOf(await ask("requests.show", { id: requestId }));
    expect(JSON.stringify(shown)).not.toMatch(/Alert 1|content-type|"n"/);
    expect(payloadOf(await ask("requests.show", { id: requestId, body: true }))).toMatchObject({
      body: { text: '{"n":1}' },
      prompt: { text: "Alert 1" },
    });
  });

  it("never show a secret, a header value or the path of a URL", async () => {
    const { fixture, ask } = await stage();
    await fixture.engine.capture([eventOf()]);
    await fixture.clock.advance(100);
    const [delivery] = await fixture.deliveries();
    const answers = await Promise.all([
      ask("endpoints"),
      ask("health"),
      ask("show", { id: delivery?.id, body: true }),
      ask("explain", { id: delivery?.id, body: true }),
    ]);
    const text = JSON.stringify(answers);
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  });

  it("tell how each endpoint stands, with its newest delivery", async () => {
    const { fixture, ask } = await stage();
    await fixture.engine.capture([eventOf()]);
    await fixture.clock.advance(100);
    expect(payloadOf(await ask("pause", { endpoint: "main", reason: "moving" }))).toEqual({
      endpoint: "main",
      state: "paused",
      reason: "moving",
    });
    expect(payloadOf(await ask("endpoints"))).toMatchObject({
      endpoints: [
        {
          state: "paused",
          reason: "moving",
          origin: "https://example.com",
          signed: true,
          last: { status: "delivered" },
        },
      ],
    });
    expect(payloadOf(await ask("resume", { endpoint: "main" }))).toMatchObject({ state: "ok" });
    expect(await ask("pause", { endpoint: "nobody" })).toMatchObject({ ok: false });
  });

  it("give the figures of a range, and those of the last hour with each endpoint", async () => {
    const { fixture, ask } = await stage(500);
    await fixture.engine.capture([eventOf()]);
    await fixture.clock.advance(100);
    for (const [range, points, stepMs] of [
      ["hour", 60, 60_000],
      ["day", 96, 900_000],
      ["week", 84, 7_200_000],
    ] as const) {
      const stats = payloadOf<Stats>(await ask("stats", { range }));
      expect(stats).toMatchObject({ range, stepMs, failed: 1, events: 1 });
      expect(stats.points).toHaveLength(points);
      expect(Date.parse(stats.to) - Date.parse(stats.from)).toBe(points * stepMs);
      expect(stats.points.at(-1)).toMatchObject({ failed: 1, p50: expect.any(Number) });
      expect(stats).toMatchObject({
        total: { delivered: 0, failed: 1, dead: 0, successRate: 0 },
        backlog: { waiting: 1, dead: 0, oldestAt: "2026-03-14T10:30:00.000Z" },
        endpoints: [{ endpoint: "main", failed: 1, successRate: 0, waiting: 1 }],
      });
    }
    expect(payloadOf(await ask("stats"))).toMatchObject({ range: "day" });
    expect(payloadOf(await ask("stats", { endpoint: "nobody" }))).toMatchObject({ endpoints: [] });
    expect(payloadOf(await ask("endpoints"))).toMatchObject({
      endpoints: [{ waiting: 1, successRate: 0, p50: expect.any(Number) }],
    });
  });

  it("search deliveries and requests, and say how many rows that took", async () => {
    const { fixture, ask } = await stage(500);
    await fixture.engine.capture([eventOf({ agentId: "ops" }), eventOf()]);
    await fixture.inbox.accept([sampleRequest(1)], 10);
    await fixture.clock.advance(100);
    expect(payloadOf(await ask("list", { agent: "ops", endpoint: ["main"] }))).toMatchObject({
      deliveries: [{ status: "failed" }],
      searched: { rows: 2 },
    });
    const page = payloadOf<DeliveryPage>(await ask("list", { text: "http 500", limit: 1 }));
    expect(page).toMatchObject({ searched: { rows: 1, backTo: "2026-03-14T10:30:00.000Z" } });
    expect(page.cursor).toBe(page.deliveries[0]?.id);
    expect(payloadOf(await ask("list", { until: "2026-03-14T10:30:00Z" }))).toEqual({
      deliveries: [],
    });
    expect(payloadOf(await ask("requests.list", { agent: "alert-handler" }))).toMatchObject({
      requests: [{ route: "alert" }],
      searched: { rows: 1 },
    });
    expect(payloadOf(await ask("requests.list", { text: "nowhere" }))).toMatchObject({
      requests: [],
    });
  });

  it("retry what a filter finds, and only count it in a dry run", async () => {
    const { fixture, ask } = await stage(410);
    await fixture.engine.capture([eventOf(), eventOf({ type: "message.received" })]);
    await fixture.clock.advance(100);
    const filter = { status: ["failed", "pending"], event: "message.sent" };
    expect(payloadOf(await ask("retry", { filter, dryRun: true }))).toEqual({
      matched: 1,
      changed: 0,
      more: false,
    });
    const id = (await fixture.deliveries())[0]?.id ?? "";
    expect(payloadOf(await ask("retry", { ids: [id] }))).toMatchObject({ changed: 1 });
  });

  it("replay what a filter finds, by pattern of type and by time, and only count it in a dry run", async () => {
    const { fixture, ask } = await stage();
    const at = Date.UTC(2026, 2, 14, 10, 30, 5);
    await fixture.engine.capture([
      eventOf({ at }),
      eventOf({ at: at + 1000, type: "tool.called" }),
      eventOf({ at: at + 2000, type: "message.received" }),
    ]);
    await fixture.clock.advance(100);
    const filter = { events: ["message.*"], since: "2026-03-14T10:30:06Z" };
    const counted = await ask("replay", { filter, dryRun: true });
    expect(payloadOf(counted)).toEqual({ events: 1, matched: 1, replayed: 0 });
    expect(await fixture.deliveries()).toHaveLength(3);
    expect(payloadOf(await ask("replay", { filter }))).toMatchObject({ replayed: 1 });
    const { deliveries } = payloadOf<DeliveryPage>(await ask("list", { limit: 1 }));
    expect(deliveries).toMatchObject([{ event: "message.received", replay: true }]);
  });

  it("replay to nobody and without routes say so", async () => {
    const { ask } = await stage();
    expect(await ask("replay", { filter: { since: "2026-03-14" }, to: "nobody" })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('no endpoint "nobody"') },
    });
    const id = `req_${"1".repeat(32)}`;
    expect(payloadOf(await ask("requests.replay", { id }))).toMatchObject({ replayed: false });
  });

  it("purge what has ended before a time, and nothing else", async () => {
    const { fixture, ask } = await stage();
    await fixture.engine.capture([eventOf()]);
    await fixture.clock.advance(60_000);
    await fixture.engine.capture([eventOf({ at: fixture.clock.now() })]);
    await fixture.clock.advance(100);
    const filter = { until: "2026-03-14T10:30:30Z" };
    expect(payloadOf(await ask("purge", { filter }))).toMatchObject({ matched: 1, changed: 1 });
    expect(await fixture.deliveries()).toMatchObject([{ createdAt: fixture.clock.now() - 100 }]);
  });

  it("show what waits for an endpoint that left the config, and delete it when just that is asked", async () => {
    const { fixture, ask } = await stage();
    await ask("pause", { endpoint: "main" });
    await fixture.engine.capture([eventOf(), eventOf()]);
    await fixture.engine.configure(settingsOf());
    await fixture.clock.advance(100);
    const running = { client: clientOf(fixture), settings: settingsOf() } as unknown as Running;
    const askLater = (method: string, params: object = {}): Promise<Reply> =>
      answer(method, params, running);
    const reason = expect.stringContaining("purge --endpoint main --pending");
    expect(payloadOf(await askLater("endpoints"))).toMatchObject({
      endpoints: [{ endpoint: "main", state: "gone", waiting: 2, reason }],
    });
    const filter = { endpoint: "main" };
    expect(payloadOf(await askLater("purge", { filter }))).toMatchObject({ matched: 0 });
    const asked = { filter, pending: true };
    const counted = payloadOf(await askLater("purge", { ...asked, dryRun: true }));
    expect(counted).toMatchObject({ matched: 2, changed: 0 });
    expect(payloadOf(await askLater("purge", asked))).toMatchObject({ matched: 2, changed: 2 });
    expect(payloadOf(await askLater("endpoints"))).toEqual({ endpoints: [] });
  });

  it("send a sample, and tell what the receiver made of it", async () => {
    const { fixture, ask } = await stage(404);
    const asked = ask("test", { endpoint: "main", event: "error.occurred" });
    await fixture.clock.advance(100);
    expect(payloadOf(await asked)).toMatchObject({
      sent: true,
      delivery: { event: "error.occurred", status: "dead" },
      attempts: [{ httpStatus: 404 }],
    });
    expect(fixture.transport.sent[0]?.request.headers["X-OpenClaw-Signature"]).toMatch(/^sha256=/);
  });

  it("send no sample to an endpoint that is paused, and say why", async () => {
    const { fixture, ask } = await stage();
    await ask("pause", { endpoint: "main", reason: "moving" });
    const refusal = payloadOf(await ask("test", { endpoint: "main" }));
    expect(refusal).toEqual({ sent: false, reason: "the endpoint is paused: moving" });
    expect(fixture.transport.sent).toHaveLength(0);
  });

  it("answer that the engine does not run when it does not", async () => {
    const call = async (): Promise<never> => {
      throw new EngineCallError("engine-down", "it is restarting");
    };
    const client = { call } as unknown as EngineClient;
    const running = {
      client,
      settings: settingsOf(),
      version: "1.2.3",
      unexpected: () => [],
      origin: "",
      setup: memorySetup().ports,
      envelope: { ...({} as Running["envelope"]) },
    };
    expect(await answer("stats", {}, running)).toEqual({
      ok: false,
      error: { code: "UNAVAILABLE", message: "it is restarting", retryable: true },
    });
  });

  it("say what the host did that no rule expects", async () => {
    const seen = { kind: "reply-not-sent", firstAt: 1, lastAt: 2, sample: {} } as const;
    const unexpected = [
      { ...seen, count: 2 },
      { ...seen, kind: "unknown-shape" as const, count: 1 },
    ];
    const { ask } = await stage(200, undefined, unexpected);
    expect(payloadOf(await ask("support"))).toMatchObject({ plugin: "1.2.3", unexpected });
    expect(payloadOf(await ask("stats"))).toMatchObject({ unexpected: 3 });
    const { ask: askQuiet } = await stage();
    expect(payloadOf(await askQuiet("stats"))).not.toHaveProperty("unexpected");
  });

  it("all have a schema of what they may be asked with", async () => {
    const { ask } = await stage();
    for (const method of Object.keys(PARAMS)) {
      expect(await ask(method, { nonsense: true })).toMatchObject({ ok: false });
    }
  });
});

describe("the notice of changes", () => {
  it("is told at most every 250 ms, with all that happened since the one before", async () => {
    const clock = createManualClock();
    const signals = createSignals();
    const told: Changed[] = [];
    const stop = tellChanges({ signals }, (_, payload) => void told.push(payload as never), clock);
    const settled = { captured: 1, delivered: 1, failed: 0, dead: 0 };
    for (let round = 0; round < 3; round += 1) signals.emit("settled", settled);
    signals.emit("endpoint", { endpoint: "main", state: "held" });
    expect(told).toEqual([]);
    await clock.advance(250);
    expect(told).toEqual([{ captured: 3, delivered: 3, failed: 0, dead: 0, endpoints: ["main"] }]);
    signals.emit("settled", settled);
    stop();
    signals.emit("settled", settled);
    await clock.advance(1000);
    expect(told).toHaveLength(1);
  });
});
