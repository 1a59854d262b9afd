// What a host asks of the engine, in this thread or in another one. Types and nothing else.
import type { Settings } from "../config/settings.ts";
import type { EndpointHealth, EndpointReport } from "./dispatch/endpoint-desk.ts";
import type { Replay } from "./dispatch/replay.ts";
import type { ReadFeed } from "./feed/feed-answer.ts";
import type { BroughtSecrets } from "./inbox/brought.ts";
import type { Inbox } from "./inbox/inbox.ts";
import type { Explain } from "./log/explain.ts";
import type { EventRecord } from "./record.ts";
import type { StoreStanding } from "./store/standing.ts";
import type { Confirm } from "./keys/confirm.ts";
import type { KeyRing } from "./keys/key-ring.ts";
import type { Store } from "./store/store.ts";

export interface EngineHealth {
  /** Why nothing can be written at the moment; absent = storage works. */
  storage?: string;
  /** Events that are in memory only. */
  waitingEvents: number;
  endpoints: EndpointHealth[];
}

/**
 * What a host asks of the engine, in this thread or in another one. Inbound requests are the host's to run:
 * a new process calls `releaseRuns` before it claims, an engine that starts again beside its runs does not.
 */
export interface EngineCalls extends Omit<Inbox, "pruneRequests" | "oldestEnded">, BroughtSecrets {
  /** Takes the place of all earlier settings. An endpoint that cannot work is held, the others run. */
  configure: (settings: Settings) => Promise<EndpointReport[]>;
  /**
   * Resolves when the events are durable. `again`: they were captured before and never acknowledged;
   * whatever of them is known causes nothing new.
   */
  capture: (events: readonly EventRecord[], again?: boolean) => Promise<void>;
  /**
   * Stores an event for one endpoint, whatever it listens to; without `event`, a sample.
   * Undefined when no such endpoint is configured.
   */
  sendTest: (endpoint: string, event?: EventRecord) => Promise<{ deliveryId: string } | undefined>;
  /** Makes deliveries due now, attempts kept. Returns how many. */
  retry: (deliveryIds: readonly string[]) => Promise<number>;
  /** Makes new deliveries of stored events. */
  replay: Replay;
  /** Deletes settled deliveries from the log. Returns how many. */
  remove: Store["remove"];
  /** Deletes deliveries that are still to be sent, but none that is on its way. Returns how many. */
  discard: (deliveryIds: readonly string[]) => Promise<number>;
  /** What a receiver reads by itself, and acknowledges by reading on. */
  readFeed: ReadFeed;
  list: Store["list"];
  search: Store["search"];
  show: Store["show"];
  stats: Store["stats"];
  figures: Store["figures"];
  totals: Store["totals"];
  space: Store["space"];
  backlog: Store["backlog"];
  standing: () => Promise<StoreStanding>;
  explain: Explain;
  /** Sends nothing to this endpoint, across restarts, until `resume`. False: no such endpoint. */
  pause: (endpoint: string, reason: string) => Promise<boolean>;
  resume: (endpoint: string) => Promise<boolean>;
  /** Keys that a sender publishes; fetched where they are not known, which takes at most some seconds. */
  publishedKeys: KeyRing["keys"];
  /** Calls an address by which a sender wants its subscription confirmed. */
  confirm: Confirm;
  health: () => Promise<EngineHealth>;
  /** Resolves when all that was captured before is durable. */
  flush: () => Promise<void>;
  /**
   * Ends within `deadlineMs`: attempts in flight may end, the rest is given back and sent after the
   * next start.
   */
  stop: (deadlineMs: number) => Promise<void>;
}
