// Spans for whoever watches traces. Where no OpenTelemetry SDK runs, nothing of OpenTelemetry is loaded, and nothing
// is asked at an attempt or a request.
import type { Spans } from "./span.ts";

/** Where every copy of the API of this major version finds the SDK: `API_BACKWARDS_COMPATIBILITY_VERSION` of it. */
const REGISTERED = Symbol.for("opentelemetry.js.api.1");

/**
 * Undefined: no SDK was loaded in this thread before us. One that is preloaded with `NODE_OPTIONS=--import …` is
 * loaded in every thread. The host's own exporter (diagnostics-otel) keeps its tracer to itself, and is not found
 * (docs/gateway/opentelemetry/configuration.md of the host).
 */
export function spansOf(version: string): Promise<Spans> | undefined {
  const api = (globalThis as { [REGISTERED]?: { trace?: unknown } })[REGISTERED];
  if (api?.trace === undefined) return undefined;
  return import("./otel.ts").then(({ createSpans }) => createSpans(version));
}
