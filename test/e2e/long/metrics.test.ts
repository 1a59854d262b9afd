// A genuine Gateway that is watched: Debian's Prometheus reads its metrics, a genuine OpenTelemetry SDK is preloaded
// into it as its users do it.
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { startCollector, type CollectedSpan, type Collector } from "../../support/collector.ts";
import type { Gateway } from "../../support/gateway.ts";
import { hasPrograms } from "../../support/program.ts";
import { promtool, startPrometheus, type Prometheus } from "../../support/prometheus.ts";
import { createStage, type Stage } from "../../support/stage.ts";
import type { Stats } from "../../../src/view/stats.ts";

const PRELOAD = fileURLToPath(new URL("../../support/otel-preload.mjs", import.meta.url));
const PATH = "/event-webhooks/metrics";
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER = "00f067aa0ba902b7";
const TOKEN = "a-bearer-token-of-the-test";

describe.skipIf(!hasPrograms("prometheus", "promtool"))("a Gateway that is watched", () => {
  let stage: Stage;
  let gateway: Gateway;
  let collector: Collector;
  let prometheus: Prometheus;

  const configure = (timeoutMs: number): Promise<void> =>
    stage.configure({
      endpoints: [stage.endpoint({ timeoutMs })],
      inbound: {
        endpoints: {
          deploy: {
            agentId: "alert-handler",
            template: "deploy {{body.mark}}",
            auth: { type: "bearer", token: TOKEN },
          },
        },
      },
    });
  const start = (): Promise<Gateway> =>
    stage.host.start({
      NODE_OPTIONS: `--import=${PRELOAD}`,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: "100",
    });
  const send = (token: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${stage.host.port}/webhooks/inbound/deploy`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${token}`,
        traceparent: `00-${TRACE}-${CALLER}-01`,
      },
      body: JSON.stringify({ mark: "mark-a" }),
    });
  const metrics = (headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${stage.host.port}${PATH}`, { headers });
  /** Since the series began; a restart or a reload that took something away would be one. */
  const resets = (metric: string): Promise<Record<string, number>> =>
    prometheus.query(`sum(resets(${metric}[10m]))`);
  const clientSpans = (): CollectedSpan[] => collector.spans().filter(({ kind }) => kind === 3);

  beforeAll(async () => {
    [stage, collector] = await Promise.all([createStage(inject("tarball")), startCollector()]);
    await configure(5000);
    gateway = await start();
    prometheus = await startPrometheus({
      port: stage.host.port,
      path: PATH,
      token: stage.host.token,
      rules: fileURLToPath(new URL("../../../docs/metrics/alerts.yml", import.meta.url)),
    });
    await prometheus.scraped();
    expect((await send("a-wrong-one")).status).toBe(401);
    expect((await send(TOKEN)).status).toBe(200);
    await stage.host.call("chat.send", {
      sessionKey: "agent:main:main",
      message: "Hello",
      idempotencyKey: "metrics-1",
    });
    await stage.receiver.until(
      (received) =>
        received.some(({ event }) => event.type === "inbound.completed") &&
        received.filter(({ event }) => event.type === "message.sent").length >= 2,
      120_000,
    );
  }, 600_000);
  afterAll(async () => {
    await stage.dispose();
    collector.close();
    await prometheus.stop();
  });

  it("shows its metrics to who has the Gateway's token, and to nobody else", async () => {
    const refused = await metrics();
    expect(refused.status).toBe(401);
    expect(await refused.text()).not.toContain("openclaw_webhook");
    const text = await (await metrics({ authorization: `Bearer ${stage.host.token}` })).text();
    expect(promtool(["check", "metrics"], text)).toBe("");
    expect(text).not.toContain("mark-a");
    expect(text).not.toContain(TOKEN);
  });

  it("is read by Prometheus, which finds what the page shows", async () => {
    await prometheus.scraped();
    expect(await prometheus.lastError()).toBe("");
    const { total, captured } = {
      ...((await stage.host.call("eventWebhooks.stats", { range: "week" })) as Stats),
      captured: await prometheus.query("openclaw_webhook_events_captured_total"),
    };
    expect(total.failed).toBe(0);
    expect(await prometheus.query("openclaw_webhook_attempts_total")).toEqual({
      "main-webhook delivered": total.delivered,
      "main-webhook failed": 0,
    });
    expect(captured[""]).toBeGreaterThanOrEqual(total.delivered);
    expect(await prometheus.query("openclaw_webhook_inbound_requests_total")).toEqual({
      "deploy accepted": 1,
      "deploy authenticity rejected": 1,
    });
    expect(await prometheus.query("openclaw_webhook_inbound_runs_total")).toEqual({
      "completed deploy": 1,
    });
    expect(await prometheus.query("openclaw_webhook_inbound_answers_total")).toEqual({
      "200": 1,
      "401": 1,
    });
    expect(await prometheus.query("openclaw_webhook_endpoint_state == 1")).toEqual({
      "main-webhook ok": 1,
    });
    expect(
      await prometheus.query("openclaw_webhook_engine_up * openclaw_webhook_store_writable"),
    ).toEqual({ "": 1 });
  });

  it("answers its caller in the caller's trace, and tells each receiver of the span that it exports", async () => {
    const { received } = stage.receiver;
    await expect
      .poll(() => clientSpans().length, { timeout: 30_000 })
      .toBeGreaterThanOrEqual(received.length);
    const told = (type: string): (string | undefined)[] =>
      received
        .filter(({ event }) => event.type === type)
        .map(({ headers }) => headers["traceparent"]?.toString());
    const exported = clientSpans().map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`);
    const sent = received.map(({ headers }) => headers["traceparent"]);
    expect(sent.filter((one) => !exported.includes(String(one)))).toEqual([]);

    const callback = clientSpans().find(({ name }) => name === "webhook inbound.completed");
    expect(callback).toMatchObject({ traceId: TRACE, parentSpanId: CALLER, failed: false });
    expect(told("inbound.completed")).toEqual([`00-${TRACE}-${callback?.spanId}-01`]);
    const requests = collector.spans().filter(({ kind }) => kind === 2);
    expect(
      requests.map(({ traceId, parentSpanId, attributes }) => [
        traceId === TRACE,
        parentSpanId,
        attributes["openclaw.webhook.verdict"],
      ]),
    ).toEqual([
      [false, undefined, "rejected"],
      [true, CALLER, "accepted"],
    ]);
    // A reply stands below the span that the host told of its run.
    const replies = clientSpans().filter(({ name }) => name === "webhook message.sent");
    expect(replies.length).toBeGreaterThanOrEqual(2);
    for (const { parentSpanId } of replies) expect(parentSpanId).toMatch(/^[0-9a-f]{16}$/);
  });

  it("takes nothing away from a counter at a reload, nor from attempts at a restart", async () => {
    await configure(6000);
    await gateway.logged("config hot reload applied");
    await prometheus.scraped();
    expect(await prometheus.query("openclaw_webhook_inbound_runs_total")).toEqual({
      "completed deploy": 1,
    });
    for (const metric of ["events_captured_total", "inbound_requests_total", "attempts_total"])
      expect([metric, await resets(`openclaw_webhook_${metric}`)]).toEqual([metric, { "": 0 }]);

    await gateway.stop();
    gateway = await start();
    await prometheus.scraped();
    await expect
      .poll(() => prometheus.query("openclaw_webhook_engine_up"), { timeout: 30_000 })
      .toEqual({ "": 1 });
    expect(await resets("openclaw_webhook_attempts_total")).toEqual({ "": 0 });
    expect(await resets("openclaw_webhook_inbound_runs_total")).toEqual({ "": 0 });
    const { total } = (await stage.host.call("eventWebhooks.stats", { range: "week" })) as Stats;
    await prometheus.scraped();
    const attempts = await prometheus.query("openclaw_webhook_attempts_total");
    expect(attempts["main-webhook delivered"]).toBeGreaterThanOrEqual(total.delivered);
  });
});
