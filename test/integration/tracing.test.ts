// Spans of attempts and of requests, by a genuine OpenTelemetry SDK that is preloaded as its users do it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { traced } from "../../src/engine/attempt/traced.ts";
import type { Transport } from "../../src/engine/attempt/outgoing.ts";
import type { EventRecord } from "../../src/engine/record.ts";
import { tracedIntake } from "../../src/host/inbound/door/traced-intake.ts";
import { spansOf } from "../../src/tracing/spans.ts";
import { startCollector, type Collector } from "../support/collector.ts";
import { eventOf } from "../support/engine-fixture.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";

const PRELOAD = fileURLToPath(new URL("../support/otel-preload.mjs", import.meta.url));
const ENGINE = fileURLToPath(new URL("../support/traced-engine.ts", import.meta.url));
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const RUN = "00f067aa0ba902b7";

let collector: Collector;
let receiver: Receiver;
let directory: string;

beforeEach(async () => {
  collector = await startCollector();
  receiver = await startReceiver((_request, index) => ({ status: index === 0 ? 503 : 200 }));
  directory = mkdtempSync(join(tmpdir(), "event-webhooks-traced-"));
});
afterEach(async () => {
  collector.close();
  await receiver.close();
  rmSync(directory, { recursive: true });
});

/** Resolves once the engine has ended, with what it wrote. */
async function runEngine(event: EventRecord, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [ENGINE, join(directory, "log.sqlite"), receiver.url], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.write(`${JSON.stringify(event)}\n`);
  await receiver.received(2);
  child.stdin.end();
  await once(child, "exit");
  return said;
}

describe("an attempt", { timeout: 60_000 }, () => {
  it("is a span below the run's, and the receiver is told of that span", async () => {
    const event = { ...eventOf(), traceparent: `00-${TRACE}-${RUN}-01` };
    const said = await runEngine(event, {
      NODE_OPTIONS: `--import=${PRELOAD}`,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector.url,
    });
    expect(said).toBe("");
    const { port } = new URL(receiver.url);
    const spans = collector.spans();
    const [first, second] = receiver.requests;
    expect(spans).toEqual(
      [
        { status: 503, failed: true, more: { "error.type": "503" } },
        { status: 200, failed: false, more: { "http.request.resend_count": 1 } },
      ].map(({ status, failed, more }) => ({
        name: `webhook ${event.type}`,
        traceId: TRACE,
        spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
        parentSpanId: RUN,
        kind: 3,
        failed,
        scope: "openclaw-event-webhooks",
        durationMs: expect.any(Number),
        attributes: {
          "http.request.method": "POST",
          "server.address": "127.0.0.1",
          "server.port": Number(port),
          "http.response.status_code": status,
          "openclaw.webhook.endpoint": "main",
          "openclaw.webhook.event": event.type,
          "openclaw.webhook.event_id": event.id,
          "openclaw.webhook.delivery_id": first?.headers["x-openclaw-delivery"],
          ...more,
        },
      })),
    );
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(2);
    expect([first, second].map((request) => request?.headers["traceparent"])).toEqual(
      spans.map(({ spanId }) => `00-${TRACE}-${spanId}-01`),
    );
  });

  it("is told as the SDK was set to tell it, and begins a trace where the host gave none", async () => {
    await runEngine(eventOf(), {
      NODE_OPTIONS: `--import=${PRELOAD}`,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector.url,
      OTEL_TRACES_SAMPLER: "always_off",
    });
    expect(collector.spans()).toEqual([]);
    expect(receiver.requests[0]?.headers["traceparent"]).toMatch(
      /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/,
    );
  });

  it("loads nothing of OpenTelemetry and keeps the run's trace where no SDK runs", async () => {
    const event = { ...eventOf(), traceparent: `00-${TRACE}-${RUN}-01` };
    await runEngine(event, { NODE_OPTIONS: "" });
    expect(receiver.requests.map(({ headers }) => headers["traceparent"])).toEqual([
      `00-${TRACE}-${RUN}-01`,
      `00-${TRACE}-${RUN}-01`,
    ]);
    expect(spansOf("1.2.3")).toBeUndefined();
    const transport = {} as Transport;
    expect(traced(transport, undefined)).toBe(transport);
    const accept = async (): Promise<{ kind: "stored" }> => ({ kind: "stored" });
    expect(tracedIntake(accept, "/in", "1.2.3")).toBe(accept);
  });
});
