// By a genuine SDK that keeps its spans in memory.
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-node";
import { beforeEach, describe, expect, it } from "vitest";
import type { Acceptance, NewRequest } from "../../../src/engine/inbox/inbox.ts";
import { tracedIntake } from "../../../src/host/inbound/door/traced-intake.ts";
import { readTraceparent, traceparentOf } from "../../../src/tracing/traceparent.ts";
import { sampleRequest } from "../../support/inbox-samples.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER = "00f067aa0ba902b7";

const kept = new InMemorySpanExporter();
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(kept)] }).register();
beforeEach(() => kept.reset());

async function come(
  request: Partial<NewRequest>,
  acceptance: Acceptance | Error = { kind: "stored" },
): Promise<unknown> {
  const accept = async (): Promise<Acceptance> => {
    if (acceptance instanceof Error) throw acceptance;
    return acceptance;
  };
  const headers = { traceparent: `00-${TRACE}-${CALLER}-01` };
  const intake = tracedIntake(accept, "/webhooks/inbound", "1.2.3");
  await intake({ ...sampleRequest(1), httpStatus: 202, headers, ...request }).catch(
    () => undefined,
  );
  const [span, ...more] = kept.getFinishedSpans();
  expect(more).toEqual([]);
  return (
    span && {
      name: span.name,
      kind: span.kind,
      traceId: span.spanContext().traceId,
      parent: span.parentSpanContext?.spanId,
      startedAt: span.startTime,
      status: span.status.code,
      ...span.attributes,
    }
  );
}

describe("a request's span", () => {
  it("stands in the caller's trace, from when it came, with what was decided", async () => {
    const { receivedAt, id } = sampleRequest(1);
    expect(await come({})).toEqual({
      name: "POST /webhooks/inbound/alert",
      kind: 1,
      traceId: TRACE,
      parent: CALLER,
      startedAt: [Math.floor(receivedAt / 1000), (receivedAt % 1000) * 1_000_000],
      status: 0,
      "http.request.method": "POST",
      "http.route": "/webhooks/inbound/alert",
      "http.response.status_code": 202,
      "openclaw.webhook.route": "alert",
      "openclaw.webhook.request_id": id,
      "openclaw.webhook.verdict": "accepted",
    });
  });

  it("begins a trace of its own where the caller has proven nothing", async () => {
    const refused = {
      status: "rejected",
      httpStatus: 401,
      verdicts: [{ step: "authenticity", ok: false }],
    } as const;
    const span = await come(refused);
    expect(span).toMatchObject({
      parent: undefined,
      "openclaw.webhook.verdict": "rejected",
      "openclaw.webhook.step": "authenticity",
      "http.response.status_code": 401,
    });
    expect(span).not.toMatchObject({ traceId: TRACE });
  });

  it("says of a duplicate that it is one, and of what could not be stored that it failed", async () => {
    expect(await come({}, { kind: "duplicate", of: "req_0", status: "completed" })).toMatchObject({
      "openclaw.webhook.verdict": "duplicate",
    });
    kept.reset();
    expect(await come({}, new Error("disk full"))).toMatchObject({
      status: 2,
      "error.type": "not_stored",
    });
  });
});

describe("a traceparent", () => {
  it("is read as W3C writes it, of a later version too, and what is none is left alone", () => {
    const good = `00-${TRACE}-${CALLER}-01`;
    const read = { traceId: TRACE, spanId: CALLER, flags: 1 };
    expect(readTraceparent(good)).toEqual(read);
    expect(traceparentOf(read)).toBe(good);
    expect(readTraceparent(`cc-${TRACE}-${CALLER}-01`)).toEqual(read);
    expect(readTraceparent(`cc-${TRACE}-${CALLER}-01-what-comes-later`)).toEqual(read);
    const wrong = [
      undefined,
      "",
      `${good}-more`,
      `ff-${TRACE}-${CALLER}-01`,
      `00-${TRACE.toUpperCase()}-${CALLER}-01`,
      `00-${"0".repeat(32)}-${CALLER}-01`,
      `00-${TRACE}-${"0".repeat(16)}-01`,
      `00-${TRACE}-${CALLER}`,
      `cc-${TRACE}-${CALLER}-01x`,
      `${good}, ${good}`,
      ` ${good}`,
    ];
    expect(wrong.map(readTraceparent)).toEqual(wrong.map(() => undefined));
  });
});
