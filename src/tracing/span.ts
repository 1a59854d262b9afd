// What of a span is ours to say. Types and nothing else.
import type { TraceParent } from "./traceparent.ts";

export type Attributes = Readonly<Record<string, string | number>>;

export interface NewSpan {
  name: string;
  /** `client`: a request that leaves; `server`: one that came. */
  kind: "client" | "server";
  /** What it happened in; absent = a trace begins with it. */
  parent?: TraceParent | undefined;
  /** Ms since the epoch; absent = now. */
  at?: number;
  attributes: Attributes;
}

export interface Span {
  /** What tells the next program of it, in the forms that the SDK was set to (`OTEL_PROPAGATORS`). */
  headers: Readonly<Record<string, string>>;
  /** Work that belongs to it. */
  within: <Result>(work: () => Result) => Result;
  /** `failure`: a short word for what went wrong. */
  end: (attributes: Attributes, failure?: string) => void;
}

export interface Spans {
  start: (span: NewSpan) => Span;
  /** Resolves when what has ended was exported, or could not be within `timeoutMs`. */
  flush: (timeoutMs: number) => Promise<void>;
}
