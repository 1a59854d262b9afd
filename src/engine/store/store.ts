// The port to durable storage. SQLite and PostgreSQL implement it; a contract suite holds every implementation to it.
import type { LogSpace, PruneQuery } from "./bounds.ts";
import type { Attempt, Delivery, DeliveryStatus, EventRecord } from "../record.ts";
import type { FeedStore } from "./feed-store.ts";
import type { EndpointTotals, Figures, FiguresQuery } from "./figures/figures.ts";
import type { EventFilter, EventPage, KeptEvent } from "./kept-events.ts";
import type { SharedStanding } from "./standing.ts";
import type { Backlog, StoreStats } from "./stats.ts";

/** A delivery together with the event it carries, leased to this engine. */
export interface Claim {
  delivery: Delivery;
  event: EventRecord;
  /** Decided in this process under the settings in force: nobody need ask again whether it is to be sent. */
  fresh?: true;
}

/** A delivery to create. `leaseUntil`: it is handed to the dispatcher in the same breath. */
export interface NewDelivery {
  id: string;
  eventId: string;
  endpoint: string;
  /** Only for an endpoint that keeps order: while an older one of its lane is unsettled, it is never due. */
  lane?: string;
  leaseUntil?: number;
  /** A replay keeps no lane, and is due at `dueAt` (ms since the epoch), not at once. */
  replay?: { dueAt: number };
  /** Its receiver reads it: it is never due, and has its place in the order of commit. */
  feed?: true;
}

/**
 * What became of a leased delivery. `attempt` is absent when it is given back untried. `unheard`: its endpoint does not
 * hear the event after all, so that there is no such delivery; the event stays.
 */
export interface Settlement {
  deliveryId: string;
  status: DeliveryStatus | "unheard";
  attempt?: Attempt;
  /** Due time of the next attempt; absent = settled for good. */
  nextAttemptAt?: number;
}

/** What an endpoint's own record remembers across restarts. */
export interface EndpointState {
  name: string;
  /** Set when the receiver, or a time of nothing but failures, ended it: why. */
  disabledReason?: string;
  /** Set when an operator paused it: why. */
  pausedReason?: string;
  /** Nothing is sent before this time, ms since the epoch. */
  notBefore?: number;
  /** Pauses in a row while it is parked; absent = it is not. */
  pauses?: number;
  /** Nothing but failures since then, ms since the epoch. */
  failingSince?: number;
  /** Fingerprint of the URL this was said about: an endpoint that moved starts afresh. */
  urlHash?: string;
}

export interface ListFilter {
  status?: readonly DeliveryStatus[];
  endpoint?: string | readonly string[];
  /** One of these, like `endpoint`. */
  eventType?: string | readonly string[];
  eventId?: string;
  /** Only in a shared log: captured by this Gateway. */
  instance?: string;
  /** Created at or after, ms since the epoch. */
  since?: number;
  /** Created before, ms since the epoch. */
  until?: number;
  /** Only rows before this delivery id, for paging newest first. */
  before?: string;
  limit: number;
}

/** What no index tells. Every given one must hold. */
export interface SearchFilter extends ListFilter {
  /** Agent of the event. */
  agent?: string;
  /**
   * Part of the error, of an id (delivery, event), or of the names of endpoint, event type, session and user;
   * the case of A to Z does not matter. Bodies are not looked at.
   */
  text?: string;
}

/** How far a bounded search came. */
export interface SearchReach {
  /** Rows that were looked at. */
  scanned: number;
  /** Go on before this id; absent = nothing is left. */
  cursor?: string;
  /** Beside a cursor: when its row was created, ms since the epoch. */
  backTo?: number;
}

/**
 * One group: all of it is durable when `commit` resolves, or none of it is. A new delivery with a lease, which the
 * engine sends at once, may be kept with its event alone until it is settled or its lease ends; to whoever asks, and
 * after a crash, it is pending and leased all the same.
 */
export interface CommitGroup {
  now: number;
  events: readonly EventRecord[];
  deliveries: readonly NewDelivery[];
  settlements: readonly Settlement[];
}

export interface Store extends FeedStore {
  /**
   * Writes a group. Events and deliveries whose id exists are ignored (a repeat after a lost
   * acknowledgement). Throws `StoreError` when nothing of it was written.
   */
  commit: (group: CommitGroup) => Promise<void>;
  /**
   * Leases up to `limit` due deliveries of one endpoint, oldest due first, until `now + leaseMs`.
   * Replays come after all others.
   * With `inOrder`, at most the oldest unsettled delivery of each lane is given, and only when due.
   */
  claim: (query: {
    endpoint: string;
    now: number;
    limit: number;
    leaseMs: number;
    inOrder: boolean;
  }) => Promise<Claim[]>;
  /** When the earliest delivery of each endpoint is due. */
  dueTimes: () => Promise<Map<string, number>>;
  /** Gives every lease of an engine that is gone back: due at once. Returns how many. */
  releaseLeases: (now: number) => Promise<number>;
  /** Makes settled or waiting deliveries due now, attempts kept, but none of a feed. Returns how many. */
  retry: (deliveryIds: readonly string[], now: number) => Promise<number>;
  /** Deletes settled deliveries, and events without any; active ones stay. Returns how many. */
  remove: (deliveryIds: readonly string[]) => Promise<number>;
  /** Deletes active deliveries, but none that is leased. Returns how many. */
  discard: (deliveryIds: readonly string[], now: number) => Promise<number>;
  list: (filter: ListFilter) => Promise<Delivery[]>;
  /** An event is kept only while somebody has a delivery of it. */
  listEvents: (filter: EventFilter) => Promise<EventPage>;
  findEvent: (eventId: string) => Promise<KeptEvent | undefined>;
  /**
   * Newest first, up to `limit`, looking at a bounded number of rows for a bounded time: it may find none
   * and give a cursor.
   */
  search: (filter: SearchFilter) => Promise<{ deliveries: Delivery[] } & SearchReach>;
  show: (
    deliveryId: string,
  ) => Promise<{ delivery: Delivery; event: EventRecord; attempts: Attempt[] } | undefined>;
  stats: () => Promise<StoreStats>;
  figures: (query: FiguresQuery) => Promise<Figures>;
  /** Of every endpoint that ever had a delivery, in any order. */
  totals: () => Promise<EndpointTotals[]>;
  space: () => Promise<LogSpace>;
  /** Of every endpoint that has active deliveries, but those named. Counts each of them: for a person who asks. */
  backlog: (except: readonly string[]) => Promise<Backlog[]>;
  endpointStates: () => Promise<EndpointState[]>;
  saveEndpointState: (state: EndpointState) => Promise<void>;
  /** Resolves once nothing of what was committed is still being put in its place: work that can wait asks first. */
  caughtUp: () => Promise<void>;
  /**
   * Deletes settled deliveries older than `olderThan`, then the oldest beyond `maxRows`
   * (delivered before dead), then events without deliveries. Active deliveries stay.
   * Works in short steps: returns `done: false` when more is left, or room that may be given back to the disk.
   */
  prune: (query: PruneQuery) => Promise<{ deleted: number; done: boolean }>;
  /**
   * Gathers figures older than two hours into quarters of an hour and deletes those older than 8 days,
   * in short steps: returns `done: false` when more is left.
   */
  ageFigures: (query: { now: number; stepRows: number }) => Promise<{ done: boolean }>;
  /**
   * Of a store that others share: `look` is called when they may have changed something, and from time to time. Absent:
   * nobody else changes it.
   */
  watch?: (look: () => void) => void;
  /** Of a store that others share. `sharers`: how many they are, this one included, as far as was last heard. */
  shared?: () => Promise<SharedStanding>;
  sharers?: () => number;
  close: () => Promise<void>;
}
