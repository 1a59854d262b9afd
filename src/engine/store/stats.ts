// How much the log holds, and how much of it still waits. Types and nothing else.
import type { DeliveryStatus } from "../record.ts";

/** Deliveries of one endpoint. */
export type EndpointCounts = Record<DeliveryStatus, number>;

/** All deliveries, and all events. */
export type Counts = EndpointCounts & { events: number };

export interface StoreStats {
  pending: number;
  failed: number;
  delivered: number;
  dead: number;
  events: number;
  /** Creation time of the oldest delivery that is still pending or failed. */
  oldestActiveAt?: number;
}

/** What still waits for an endpoint. */
export interface Backlog {
  endpoint: string;
  /** Active deliveries, from 1. */
  waiting: number;
  /** Creation time of the oldest of them. */
  oldestAt: number;
}
