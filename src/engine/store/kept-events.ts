// Events as a replay asks for them: with the endpoints that have a delivery of each.
import type { EventRecord } from "../record.ts";

/** Events by the time in their ids, oldest first. */
export interface EventFilter {
  /** At or after, ms since the epoch. */
  since?: number;
  /** Before. */
  until?: number;
  /** Only events after this id, for paging. */
  after?: string;
  /** Exact types. */
  types?: readonly string[];
  /** Only events that have a delivery for this endpoint. */
  endpoint?: string;
  /** How many events are looked at, whether they pass the filter or not. */
  limit: number;
}

/** An event, and the endpoints that have a delivery of it. */
export interface KeptEvent {
  event: EventRecord;
  endpoints: string[];
}

export interface EventPage {
  found: KeptEvent[];
  /** The last id that was looked at; absent when nothing follows. */
  next?: string;
}
