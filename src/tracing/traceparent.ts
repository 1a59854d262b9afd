// The header that carries a trace from one program to the next. Pure.

/** https://www.w3.org/TR/trace-context/#traceparent-header: a later version may have more after these fields. */
const FORM = /^([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** One span of a trace. */
export interface TraceParent {
  /** 32 hex digits. */
  traceId: string;
  /** 16 hex digits. */
  spanId: string;
  /** Bit 0: sampled. */
  flags: number;
}

/** Undefined: it is none, and a trace begins anew. */
export function readTraceparent(text: string | undefined): TraceParent | undefined {
  const [, version, traceId, spanId, flags = "", more] = FORM.exec(text ?? "") ?? [];
  if (traceId === undefined || spanId === undefined || version === "ff") return undefined;
  if (version === "00" && more !== undefined) return undefined;
  return { traceId, spanId, flags: Number.parseInt(flags, 16) };
}

/** The header's text. */
export function traceparentOf({ traceId, spanId, flags }: TraceParent): string {
  return `00-${traceId}-${spanId}-${flags.toString(16).padStart(2, "0")}`;
}
