// The port of inbound requests: what came in, what was decided at each step, and what became of it.

import type { SearchReach } from "../store/store.ts";

/**
 * - `rejected`: answered with an error (size, route, authenticity, body, schema, rate); kept to be looked at
 * - `handshake`, `filtered`, `duplicate`: answered, starts nothing
 * - `waiting`: will start a run; `running`: has started one
 * - `merged`: joined into a later request by `coalesce`
 * - `completed`, `failed`: the run ended
 */
export type RequestStatus =
  | "rejected"
  | "handshake"
  | "filtered"
  | "duplicate"
  | "waiting"
  | "running"
  | "merged"
  | "completed"
  | "failed";

/** The steps of design.md, Inbound, in their order. */
export type Step =
  | "size"
  | "route"
  | "rate"
  | "authenticity"
  | "replay"
  | "handshake"
  | "content type"
  | "schema"
  | "filter"
  | "coalesce"
  | "prompt"
  | "run"
  | "callback";

/** What one step decided; `detail` is for the operator, never for the caller, and holds no secret. */
export interface StepVerdict {
  step: Step;
  ok: boolean;
  detail?: string;
}

/** What the run needs, fixed when the request was accepted. */
export interface RunJob {
  agentId: string;
  sessionKey: string;
  prompt: string;
  /** Longest run, ms. */
  timeoutMs: number;
  /** Where the reply goes; absent = to nobody but the callback. `{}` = the session's own channel. */
  deliver?: { channel?: string; to?: string; accountId?: string };
  /** `deliver`: the prompt itself is sent to the channel, no model runs. */
  mode: "agent" | "deliver";
  /** Name of the endpoint that gets the answer, whatever it listens to. */
  callbackEndpoint?: string;
  /** Hops of outbound → inbound so far. */
  hops: number;
  /** With `coalesce`: what the prompt is rendered from once it is known what was gathered. JSON text. */
  content?: unknown;
}

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
  /** Names of this request for dedupe: provider id, signature or body hash; scoped to the route. */
  dedupeKeys: readonly string[];
  /** How long the names are remembered, ms. */
  dedupeForMs: number;
  job?: RunJob;
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

export interface StoredRequest extends Omit<NewRequest, "status" | "coalesce" | "dedupeForMs"> {
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
   * Durable when it resolves. Dedupe, coalescing and storing are one transaction. `maxWaiting` is per route.
   * An id that is stored already is answered again and changes nothing.
   */
  accept: (requests: readonly NewRequest[], maxWaiting: number) => Promise<Acceptance[]>;
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
  /** Durable when it resolves. Remembers the run id that the host is about to be asked under. */
  noteRun: (id: string, runId: string) => Promise<void>;
  /** When the next waiting request is due or the next lease ends; undefined = none waits or runs. */
  nextRunDue: () => Promise<number | undefined>;
  /** Running requests of a process that is gone become waiting, due at once, `restarted`. */
  releaseRuns: (now: number) => Promise<number>;
  findRequest: (id: string) => Promise<StoredRequest | undefined>;
  /** Newest first, without `body` and `job`. */
  listRequests: (filter: RequestFilter) => Promise<StoredRequest[]>;
  /** The same, looking at a bounded number of rows for a bounded time: it may find none and give a cursor. */
  searchRequests: (filter: RequestSearch) => Promise<{ requests: StoredRequest[] } & SearchReach>;
  /**
   * Deletes ended requests older than `olderThan`, then the oldest beyond `maxRows` (rejected ones first,
   * those that ran last), then names that are no longer remembered, in short steps. A merged request
   * goes with the one it was merged into.
   */
  pruneRequests: (query: {
    olderThan: number;
    maxRows: number;
    stepRows: number;
    now: number;
  }) => Promise<{ deleted: number; done: boolean }>;
}
