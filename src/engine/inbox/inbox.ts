// The port of inbound requests: what came in, what was decided at each step, and what became of it.

import type { SearchReach } from "../store/store.ts";
import type { RunJob } from "./run-job.ts";

export type { ReadJob, RunJob } from "./run-job.ts";
import type { RequestStatus, StepVerdict } from "./status.ts";

export type { RequestStatus, Step, StepVerdict } from "./status.ts";

export interface NewRequest {
  /** `req_…` */
  id: string;
  route: string;
  receivedAt: number;
  method: string;
  /** Direct peer. */
  peer: string;
  status: Exclude<RequestStatus, "duplicate" | "running" | "merged" | "completed" | "failed">;
  /** What the caller was or will be answered. */
  httpStatus: number;
  verdicts: readonly StepVerdict[];
  /** Sensitive values already masked. */
  headers: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  /** The raw body, capped; text where it is UTF-8, else base64. */
  body?: { text: string; encoding: "utf8" | "base64"; bytes: number };
  /** In place of a body that is not kept: its SHA-256 in hex, and how long it was. */
  bodyHash?: { sha256: string; bytes: number };
  /** Set on what started nothing and counts toward `maxRejectedBytes`: was its sender proven? */
  refused?: "unproven" | "proven";
  /** Names of this request for dedupe: provider id, signature or body hash; scoped to the route. */
  dedupeKeys: readonly string[];
  /** How long the names are remembered, ms. */
  dedupeForMs: number;
  job?: RunJob;
  /** Stored with it, in their order, if it is stored itself: each with a run of its own. */
  items?: readonly NewRequest[];
  /** The request that it runs again. */
  replayOf?: string;
  coalesce?: { key: string; windowMs: number; maxWaitMs: number; keep: "latest" | "all" };
}

/** `duplicate`: stored as such; the first one's id and status answer the caller. */
export type Acceptance =
  | { kind: "stored" }
  | { kind: "duplicate"; of: string; status: RequestStatus }
  /** The route's waiting line is at its bound: nothing is stored, the caller is asked to come again. */
  | { kind: "full"; waiting: number };

export interface StoredRequest extends Omit<
  NewRequest,
  "status" | "coalesce" | "dedupeForMs" | "refused" | "items"
> {
  status: RequestStatus;
  updatedAt: number;
  /** When a waiting one is due. */
  dueAt?: number;
  duplicateOf?: string;
  mergedInto?: string;
  runId?: string;
  reply?: string;
  error?: string;
  durationMs?: number;
  /** Of a shared log: the Gateway that took it in. */
  instance?: string;
}

/**
 * A request to run now, leased to this process; with `coalesce`, the ones that were merged into it, oldest
 * first, never more than 99: with `keep: "all"` the next arrival then starts a run of its own, with
 * `keep: "latest"` these are the newest.
 */
export interface RunClaim {
  request: StoredRequest;
  merged: StoredRequest[];
  /**
   * True when an earlier process may have started this run already: the host's idempotency key decides.
   * False again for one that was given back without a run id.
   */
  restarted: boolean;
  /** The Gateway that had begun it and is gone for good: nobody here knows what became of it, and it is not begun again. */
  lostBy?: string;
}

export interface RunSettlement {
  id: string;
  status: "completed" | "failed" | "waiting";
  verdicts?: readonly StepVerdict[];
  runId?: string;
  reply?: string;
  error?: string;
  durationMs?: number;
  /** For `waiting` (given back): due again then. */
  dueAt?: number;
}

export interface RequestFilter {
  status?: readonly RequestStatus[];
  route?: string;
  since?: number;
  /** Received before. */
  until?: number;
  /** Only in a shared log: taken in by this Gateway. */
  instance?: string;
  before?: string;
  limit: number;
}

/** What no index tells. Every given one must hold. */
export interface RequestSearch extends RequestFilter {
  /** Agent of its run. */
  agent?: string;
  /**
   * Part of an id (request, run, first one), of route, peer, session, error or of what a step decided; the case
   * of A to Z does not matter. What was said is not looked at.
   */
  text?: string;
}

export interface Inbox {
  /**
   * Durable when it resolves. Dedupe, coalescing and storing are one transaction. `maxWaiting` is per route; a
   * request with items has room where all of them have, or where nothing waits.
   * An id that is stored already is answered again and changes nothing. Of `refused` ones the oldest go in the
   * same transaction once they take more than `maxRejectedBytes` (absent: no bound): half of it is for proven
   * senders, half for others, so that no stranger drives out what a proven sender has.
   */
  accept: (
    requests: readonly NewRequest[],
    maxWaiting: number,
    maxRejectedBytes?: number,
  ) => Promise<Acceptance[]>;
  /**
   * Leases up to `limit` due waiting requests, oldest due first, and marks them running; so does it
   * with running ones whose lease is over.
   */
  claimRuns: (query: { now: number; limit: number; leaseMs: number }) => Promise<RunClaim[]>;
  /**
   * Durable when it resolves. Unknown or settled ids are ignored. `verdicts` take the place of
   * earlier ones about the same steps.
   */
  settleRuns: (settlements: readonly RunSettlement[], now: number) => Promise<void>;
  /**
   * Durable when it resolves. Remembers the run id that the host is about to be asked under, and as what its
   * session is held to the tools of its job.
   */
  noteRun: (id: string, runId: string, now: number) => Promise<void>;
  /** Durable when it resolves. What a reader made of a running request: the prompt of its job, and the step's verdict. */
  noteReading: (id: string, reading: { prompt: string; verdict: StepVerdict }) => Promise<void>;
  /** The tools of the last run that was noted for this session, `{}` = no limit; undefined = none was, or long ago. */
  sessionLimits: (sessionKey: string) => Promise<RunJob["tools"]>;
  /** When the next waiting request is due or the next lease ends; undefined = none waits or runs. */
  nextRunDue: () => Promise<number | undefined>;
  /** Running requests of a process that is gone become waiting, due at once, `restarted`. */
  releaseRuns: (now: number) => Promise<number>;
  findRequest: (id: string) => Promise<StoredRequest | undefined>;
  /** Newest first, without `body` and `job`. */
  listRequests: (filter: RequestFilter) => Promise<StoredRequest[]>;
  /** The same, looking at a bounded number of rows for a bounded time: it may find none and give a cursor. */
  searchRequests: (filter: RequestSearch) => Promise<{ requests: StoredRequest[] } & SearchReach>;
  /** When the oldest one that has ended did so; undefined = there is none. */
  oldestEnded: () => Promise<number | undefined>;
  /**
   * Deletes refused requests beyond `maxRejectedBytes`, ended ones older than `olderThan`, then the oldest
   * beyond `maxRows` (rejected ones first, those that ran last), then names that are no longer remembered, in short steps. A merged request
   * goes with the one it was merged into.
   */
  pruneRequests: (query: {
    olderThan: number;
    maxRows: number;
    stepRows: number;
    now: number;
    maxRejectedBytes?: number;
    /** So many more go, as beyond `maxRows`, because there is no room. */
    extraRows?: number;
  }) => Promise<{ deleted: number; done: boolean }>;
}
