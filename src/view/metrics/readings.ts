// What metrics are made of. Types and nothing else.
import type { EndpointTotals } from "../../engine/store/figures/figures.ts";
import type { LogSpace } from "../../engine/store/bounds.ts";
import type { EndpointRow } from "../endpoint.ts";

/** How often something happened, by its labels: an object as JSON. */
export type Series = Map<string, number>;

/** Since the Gateway's process began: a reload of the plugin takes nothing away. */
export interface ProcessCounts {
  /** Events that were taken in. */
  captured: number;
  /** Events that were not, because too many waited to become durable. */
  refused: number;
  /** What the host told while no plugin ran, and nobody came for. */
  missed: number;
  /** Inbound requests, by `route`, `verdict` and, where one refused, `step`. */
  requests: Series;
  /** Runs of them that ended, by `route` and `outcome`. */
  runs: Series;
  /** Answers on the inbound path, by `status`. */
  answers: Series;
  /** What was not counted because too many label values came before. */
  leftOut: number;
}

/** What only the engine knows; absent while it does not answer. */
export interface EngineReadings {
  /** Why nothing can be written at the moment; absent = storage works. */
  storage?: string;
  /** Those that are configured, and those that are gone while deliveries wait for them. */
  endpoints: readonly Pick<EndpointRow, "endpoint" | "state" | "inFlight" | "waiting">[];
  totals: readonly EndpointTotals[];
  space: LogSpace;
}

export interface Readings {
  version: string;
  counts: ProcessCounts;
  /** Events that are not durable yet. */
  queued: { events: number; bytes: number };
  /** Of the engine's thread, since the plugin was loaded. */
  restarts: number;
  /** `log.maxBytes` */
  maxBytes: number;
  engine?: EngineReadings;
}
