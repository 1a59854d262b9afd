// An OpenTelemetry SDK as a user loads it: NODE_OPTIONS=--import=<this file>. Exports to TEST_COLLECTOR, as JSON.
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

const exporter = new OTLPTraceExporter({ url: process.env.TEST_COLLECTOR });
const provider = new NodeTracerProvider({
  spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: 100 })],
});
provider.register();
