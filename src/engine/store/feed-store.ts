// What the store knows of feeds: deliveries that nobody sends, because their receiver reads them in the order of their
// commit. Types and nothing else.
import type { Delivery, EventRecord } from "../record.ts";

/**
 * Its place in the order of commit: grows with every delivery, also over restarts and when the clock is set back, and
 * is never given twice.
 */
export type Position = number;

export interface FeedEntry {
  position: Position;
  delivery: Delivery;
  event: EventRecord;
}

export interface FeedQuery {
  endpoint: string;
  /** Only what comes after it. */
  after: Position;
  limit: number;
  /** Of the events' JSON, together; the first one is given however large it is. */
  maxBytes: number;
}

export interface FeedPage {
  /** In order, whatever became of them. */
  entries: FeedEntry[];
  /** Something follows. */
  more: boolean;
  /** As in `FeedStanding`; no older than the entries, so that a loss between two questions is not passed over. */
  lost: Position;
}

export interface FeedStanding {
  /** All up to it were acknowledged; 0 = none was. */
  acknowledged: Position;
  /** The last one that is lost to its receiver: deleted, or given up unread. 0 = none. */
  lost: Position;
  /** The last one that there ever was. */
  newest: Position;
  /** Deliveries of this endpoint that are pending or failed. */
  waiting: number;
  /** Creation time of the oldest that is still to be read, ms since the epoch; absent = there is none. */
  oldestAt?: number;
}

/** Endpoints by name: what waits for them is read from their feeds, or sent. */
export interface Ways {
  feeds: readonly string[];
  sent: readonly string[];
}

export interface FeedStore {
  readFeed: (query: FeedQuery) => Promise<FeedPage>;
  feedStanding: (endpoint: string) => Promise<FeedStanding>;
  /**
   * Settles what is unread up to `through` as delivered, at most `limit` of it, each with an attempt that took
   * `tookMs`. Once it is `done`, all up to `through` is acknowledged. A power cut may forget it: then it is read again.
   */
  acknowledge: (order: {
    endpoint: string;
    through: Position;
    now: number;
    tookMs: number;
    limit: number;
  }) => Promise<{ acknowledged: number; done: boolean }>;
  /**
   * The oldest of what is unread and was created before `createdBefore` is dead from now on, and lost to its receiver:
   * at most `limit`. Returns them, oldest first.
   */
  giveUpUnread: (order: {
    endpoint: string;
    createdBefore: number;
    limit: number;
    now: number;
    error: string;
  }) => Promise<Delivery[]>;
  /** What still waits goes the way of its endpoint from now on: at most `limit` of it. Returns how many were turned. */
  turnWaiting: (order: Ways & { limit: number }) => Promise<number>;
}
