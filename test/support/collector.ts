// Takes spans by OTLP over HTTP, in its JSON form (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding).
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface CollectedSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  /** 2 = server, 3 = client. */
  kind: number;
  attributes: Record<string, string | number>;
  /** True: the span says that it failed. */
  failed: boolean;
  scope: string;
  durationMs: number;
}

export interface Collector {
  url: string;
  /** Spans of the plugin so far. */
  spans: () => CollectedSpan[];
  close: () => void;
}

interface Exported {
  resourceSpans: { scopeSpans: { scope: { name: string }; spans: WireSpan[] }[] }[];
}

interface WireSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  status?: { code?: number };
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}

const ERROR = 2;

export async function startCollector(): Promise<Collector> {
  const spans: CollectedSpan[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString()) as Exported;
      for (const { scopeSpans } of resourceSpans)
        for (const { scope, spans: sent } of scopeSpans)
          for (const span of sent) spans.push(collected(span, scope.name));
      response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
    })();
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`,
    spans: () => spans.filter(({ scope }) => scope === "openclaw-event-webhooks"),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function collected(span: WireSpan, scope: string): CollectedSpan {
  const { name, traceId, spanId, parentSpanId, kind, status, attributes } = span;
  const nanoseconds = BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano);
  return {
    name,
    traceId,
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    kind,
    failed: status?.code === ERROR,
    scope,
    durationMs: Number(nanoseconds / 1_000_000n),
    attributes: Object.fromEntries(
      attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)]),
    ),
  };
}
