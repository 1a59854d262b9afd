// The shape that config becomes once it is read: complete, frozen, safe to clone into the engine.
import type { Replies } from "./route/replies.ts";
import type { EndpointAuth } from "./endpoint/auth-settings.ts";
import type { FeedSettings } from "./endpoint/feed-settings.ts";
import type { ProxySettings } from "./endpoint/proxy-settings.ts";
import type { SignatureSettings } from "./endpoint/signature-settings.ts";
import type { TlsSettings } from "./endpoint/tls-settings.ts";
import type { Route } from "./route/route-settings.ts";
import type { Secret } from "./secret/secret.ts";

export type { Secret } from "./secret/secret.ts";
export type { ProxySettings } from "./endpoint/proxy-settings.ts";
export type { SignatureSettings } from "./endpoint/signature-settings.ts";
export type { TlsSettings } from "./endpoint/tls-settings.ts";
export type { EndpointAuth, OAuth2 } from "./endpoint/auth-settings.ts";

/** Pause before attempt n+1, in ms: either a table or backoffMs × factor^(n-1) capped at maxBackoffMs. */
export type RetryPolicy =
  | { kind: "schedule"; delaysMs: readonly number[] }
  | {
      kind: "exponential";
      maxAttempts: number;
      backoffMs: number;
      maxBackoffMs: number;
      factor: number;
    };

/** Every clause that is present must hold. */
export interface Filter {
  agentIds?: readonly string[];
  channels?: readonly string[];
  userIds?: readonly string[];
  /** Globs: `*` any run of characters, `?` one. */
  sessionKeys?: readonly string[];
  /** `data.trigger`: `user`, `cron`, … */
  triggers?: readonly string[];
  /** The condition language of `outbound/where`. */
  where?: Readonly<Record<string, unknown>>;
}

/** Statuses, and classes of them such as `2xx`, and a condition over `{status, headers, body}`. */
export interface AnswerCondition {
  status?: readonly (number | string)[];
  where?: Readonly<Record<string, unknown>>;
}

/** Several events in one request; what is absent has a default. */
export interface BatchSettings {
  maxEvents?: number;
  maxWaitMs?: number;
  maxBytes?: number;
}

/** At most so many starts in any time of that length. */
export interface Rate {
  requests: number;
  perMs: number;
}

export type Method = "POST" | "PUT" | "PATCH" | "GET" | "DELETE";
export type ContentType = "json" | "form" | "text" | "ndjson";

export interface Endpoint {
  name: string;
  /** Its path and query may hold templates. Empty: it has a `feed`. */
  url: string;
  /** Nothing is sent: its receiver reads by itself. */
  feed?: FeedSettings;
  /** Newest first; empty = sent unsigned. */
  secrets: readonly Secret[];
  /** Signs as its receiver already checks it, beside the own headers. */
  signature?: SignatureSettings;
  /** Exact types, `message.*` or `*`. */
  events: readonly string[];
  filter: Filter;
  /** JSON whose strings are Liquid templates; absent = the envelope itself. */
  transform?: unknown;
  /** Name of the receiver's format, one of `outbound/formats`. */
  format?: string;
  /** What the format needs beside the URL. */
  options?: Readonly<Record<string, string | number | boolean>>;
  /** The operator's template for the text of a format. */
  text?: string;
  /** What becomes of a text beyond the format's limit; absent = cut. */
  long?: "cut" | "split";
  /** Absent = POST, or what the format says. */
  method?: Method;
  /** Absent = json, or what the format says. */
  contentType?: ContentType;
  batch?: BatchSettings;
  /** What counts as delivered; both parts must hold. Absent = 2xx, or what the format says. */
  success?: AnswerCondition;
  /** Answers that no retry follows: one part must hold. */
  giveUpOn?: AnswerCondition;
  headers: Readonly<Record<string, string>>;
  /** How the Gateway says at the receiver who it is. */
  auth?: EndpointAuth;
  tls?: TlsSettings;
  /** `false`: none, also where there is one for all. */
  proxy?: ProxySettings | false;
  retry: RetryPolicy;
  timeoutMs: number;
  connectTimeoutMs: number;
  concurrency: number;
  /** All of them hold. */
  rateLimits?: readonly Rate[];
  /** Disabled after so long of nothing but failures, ms; `false` = never. */
  disableAfterMs: number | false;
  ordering: "none" | "session";
  payload: "full" | "redacted" | "thin";
  /** `true`, or CIDR ranges and host names that may be private. */
  allowPrivateNetwork: boolean | readonly string[];
  /** It sends the replies of a route, each to the address that its request brought: which ones, and for how long. */
  replies?: Replies;
  /** Why nothing is sent although it is configured; its events are recorded and wait. */
  held?: string;
}

export interface LogSettings {
  maxAgeMs: number;
  maxRows: number;
  responseBytes: number;
  /** Of the whole database on the disk. */
  maxBytes: number;
  /** Of refused requests, all routes together. */
  maxRejectedBytes: number;
  /** Bodies of requests whose sender has proven nothing. */
  keepRejectedBodies: boolean;
}

export interface Limits {
  maxEventBytes: number;
  maxQueuedEvents: number;
  maxQueuedBytes: number;
}

/** What requests from outside meet. */
export interface InboundSettings {
  /** False: nothing is served, and `routes` is empty. */
  enabled: boolean;
  /** Without a slash at its end. */
  basePath: string;
  /** Unique by name. */
  routes: readonly Route[];
  /** Runs at once, of all routes together. */
  concurrency: number;
  /** Requests of one route that may wait for their run. */
  maxWaiting: number;
}

/**
 * Something wrong in the config: where, what, and what to do. `endpoint` or `route` is set when only
 * that one is held.
 */
export interface Problem {
  /** Config path, for example `endpoints[1].events[0]`. */
  path: string;
  message: string;
  endpoint?: string;
  route?: string;
}

/** What will hardly do what was meant, and how: `path` and `message` as of a problem. */
export interface Remark {
  kind: "unsigned" | "unknown_agent" | "unknown_variable";
  path: string;
  message: string;
}

/** Of a sound endpoint or route, named by its kind; it holds nothing. */
export interface Warning extends Remark, Problem {}

/** A PostgreSQL that Gateways share. */
export interface StoreSettings {
  /** With the password in it; no `sslmode`. */
  url: string;
  schema: string;
  /** How TLS is spoken with the server, its name always checked; absent = in the clear. `ca`: a PEM, or a file's path. */
  tls?: { ca?: string };
}

export interface Settings {
  instanceId: string;
  /** Absent = a file of this Gateway. `problem`: why the one that was asked for cannot be used. */
  store?: StoreSettings | { problem: string };
  /** Those that were written, and `callback:<route>` of each route that gives its callback a URL. */
  endpoints: readonly Endpoint[];
  /** Where feeds are read, without a slash at its end. Absent: what was written is no such path, and none is. */
  feedPath?: string;
  inbound: InboundSettings;
  /** Of all endpoints, which requests of the plugin's own take, too. */
  proxy?: ProxySettings | "misunderstood" | false;
  log: LogSettings;
  limits: Limits;
  problems: readonly Problem[];
  warnings: readonly Warning[];
}
