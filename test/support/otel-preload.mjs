import { isMainThread, threadName } from "node:worker_threads";

// Node loads this file into every thread; spans are made in two of them.
if (isMainThread || threadName === "event-webhooks") {
  const { OTLPTraceExporter } = await import("@opentelemetry/exporter-trace-otlp-http");
  const { BatchSpanProcessor, NodeTracerProvider } = await import("@opentelemetry/sdk-trace-node");
  const processor = new BatchSpanProcessor(new OTLPTraceExporter());
  new NodeTracerProvider({ spanProcessors: [processor] }).register();
}
