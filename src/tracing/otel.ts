// Spans by OpenTelemetry's API, whose SDK somebody else has loaded. The one importer of the API; knows no delivery.
//
// A copy of the API takes an SDK whose API has the same minor version or a later one (its `internal/semver`), so
// this one must not be newer than it has to be.
import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type ProxyTracerProvider,
  type Tracer,
} from "@opentelemetry/api";
import type { NewSpan, Span, Spans } from "./span.ts";
import type { TraceParent } from "./traceparent.ts";

const KINDS = { client: SpanKind.CLIENT, server: SpanKind.SERVER } as const;

/** Whoever watches stops nothing: a fault of the SDK costs a span. */
const UNSEEN: Span = { headers: {}, within: (work) => work(), end: () => undefined };

export function createSpans(version: string): Spans {
  const tracer = trace.getTracer("openclaw-event-webhooks", version);
  return {
    start(span) {
      try {
        return startedBy(tracer, span);
      } catch {
        return UNSEEN;
      }
    },
    async flush(timeoutMs) {
      const { getDelegate } = trace.getTracerProvider() as Partial<ProxyTracerProvider>;
      const provider = getDelegate?.call(trace.getTracerProvider()) as
        | { forceFlush?: () => Promise<void> }
        | undefined;
      const late = new Promise<void>((resolve) => void setTimeout(resolve, timeoutMs).unref());
      await Promise.race([provider?.forceFlush?.().catch(() => undefined), late]);
    },
  };
}

function startedBy(tracer: Tracer, { name, kind, parent, at, attributes }: NewSpan): Span {
  const around = parent === undefined ? ROOT_CONTEXT : contextOf(parent);
  const options = { kind: KINDS[kind], attributes, ...(at !== undefined && { startTime: at }) };
  const span = tracer.startSpan(name, options, around);
  const inside = trace.setSpan(around, span);
  const headers: Record<string, string> = {};
  propagation.inject(inside, headers);
  return {
    headers,
    within: (work) => context.with(inside, work),
    end(more, failure) {
      try {
        span.setAttributes(failure === undefined ? more : { ...more, "error.type": failure });
        if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      } catch {
        // The same.
      }
    },
  };
}

function contextOf({ traceId, spanId, flags }: TraceParent): Context {
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: flags,
    isRemote: true,
  });
}
