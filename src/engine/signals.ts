// What the engine tells whoever runs it, as a closed map of signals. The one importer of eventemitter3.
import { EventEmitter } from "eventemitter3";
import type { Standing } from "./pace/standing.ts";

/** A line for the log: never a secret, a header or a body. */
export interface Notice {
  level: "info" | "warn" | "error";
  message: string;
}

/** What one commit changed, counted; the rows themselves are asked for with `list`. */
export interface Settled {
  /** Events that became durable. */
  captured: number;
  delivered: number;
  failed: number;
  dead: number;
}

/** What became of an endpoint as a whole. */
export interface EndpointChange {
  endpoint: string;
  state: Standing["state"];
  reason?: string;
}

export interface SignalMap {
  settled: [Settled];
  endpoint: [EndpointChange];
  /** In the feed of this endpoint may be something new to read. */
  feed: [string];
  /** Why nothing can be written at the moment; undefined once it works again. */
  storage: [string | undefined];
  /** Others who share the log may have changed something in it. */
  stirred: [];
  notice: [Notice];
}

export type Signals = EventEmitter<SignalMap>;

export function createSignals(): Signals {
  return new EventEmitter<SignalMap>();
}
