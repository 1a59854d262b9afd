// By a genuine SDK that keeps its spans in memory.
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-node";
import { beforeEach, describe, expect, it } from "vitest";
import type { Answer, OutgoingRequest, Transport } from "../../../src/engine/attempt/outgoing.ts";
import { traced } from "../../../src/engine/attempt/traced.ts";
import { spansOf } from "../../../src/tracing/spans.ts";

const kept = new InMemorySpanExporter();
let faulty = false;
const failing: SpanProcessor = {
  onStart() {
    if (faulty) throw new Error("a processor with a fault");
  },
  onEnd() {
    if (faulty) throw new Error("a processor with a fault");
  },
  forceFlush: () => new Promise(() => undefined),
  shutdown: async () => undefined,
};
new NodeTracerProvider({
  spanProcessors: [new SimpleSpanProcessor(kept), failing],
}).register();
beforeEach(() => {
  kept.reset();
  faulty = false;
});

const REQUEST: OutgoingRequest = {
  endpoint: "crm",
  method: "PUT",
  url: "https://user:password@crm.example/services/T0/secret-path?key=secret-query",
  headers: {
    "X-OpenClaw-Event": "message.sent",
    "X-OpenClaw-Delivery": "dlv_1",
    "X-OpenClaw-Attempt": "1",
    "webhook-id": "evt_1",
    Authorization: "Bearer secret-token",
  },
  body: "secret-body",
  timeoutMs: 1000,
  connectTimeoutMs: 1000,
  allowPrivateNetwork: false,
  connections: 1,
};

async function send(
  answer: Answer,
): Promise<{ answer: Answer; sent: OutgoingRequest[]; close: Transport["close"] }> {
  const sent: OutgoingRequest[] = [];
  const transport = traced(
    {
      async send(request) {
        sent.push(request);
        return answer;
      },
      close: async () => undefined,
    },
    await spansOf("1.2.3"),
  );
  const got = await transport.send(REQUEST, new AbortController().signal);
  return { answer: got, sent, close: () => transport.close() };
}

const FAILURE: Answer = {
  kind: "failure",
  errorClass: "timeout",
  message: "crm.example:443 did not answer",
  timings: { total: 1000 },
};

describe("a span of an attempt", () => {
  it("names the class of a failure, and nothing that may be a secret", async () => {
    await send(FAILURE);
    const [span, ...more] = kept.getFinishedSpans();
    expect(more).toEqual([]);
    expect(span?.status.code).toBe(2);
    expect(span?.attributes).toEqual({
      "http.request.method": "PUT",
      "server.address": "crm.example",
      "server.port": 443,
      "openclaw.webhook.endpoint": "crm",
      "openclaw.webhook.event": "message.sent",
      "openclaw.webhook.event_id": "evt_1",
      "openclaw.webhook.delivery_id": "dlv_1",
      "error.type": "timeout",
    });
  });

  it("changes nothing of the request but the headers that tell of it", async () => {
    const { sent } = await send(FAILURE);
    const traceparent = sent[0]?.headers["traceparent"];
    expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(sent).toEqual([{ ...REQUEST, headers: { ...REQUEST.headers, traceparent } }]);
  });

  it("is missing where the SDK has a fault; the attempt is made all the same", async () => {
    faulty = true;
    const { answer, sent } = await send(FAILURE);
    expect(answer).toBe(FAILURE);
    expect(sent).toHaveLength(1);
  });

  it("does not keep the engine from ending when its exporter hangs", async () => {
    const { close } = await send(FAILURE);
    await expect(close()).resolves.toBeUndefined();
  });
});
