// The shape that an inbound route becomes once its config is read: complete, frozen.
import type { Secret } from "../secret/secret.ts";

/** How a signature is made, as data: everything a provider's scheme differs in. */
export interface HmacScheme {
  algorithm: "sha1" | "sha256" | "sha512" | "ed25519";
  /** Lower-case name of the header that carries the signature. */
  header: string;
  /**
   * How candidates are found in the header: the whole value after `prefix`, or the named parts of a
   * list such as `t=1,v1=abc` (`items` splits the list, `pair` the name from the value).
   */
  extract:
    | { kind: "whole"; prefix?: string }
    | { kind: "part"; name: string; items: string; pair: string }
    | { kind: "list"; items: string; prefix: string };
  encoding: "hex" | "base64" | "base64url";
  /** What is signed, from the parts {body} {timestamp} {id} {url} {method}; `{body}` alone is the raw bytes. */
  signed: string;
  /** Where the timestamp stands, and in which format; absent = the scheme has none. */
  timestamp?: {
    from: { header: string } | { part: string; items: string; pair: string } | { body: string };
    format: "s" | "ms" | "rfc3339";
  };
  /** Lower-case name of the header, or dotted path in the JSON body, of the delivery's id. */
  id?: { header: string } | { body: string };
  /** How the configured secret becomes a key. */
  key: { encoding: "utf8" | "base64" | "hex"; stripPrefix?: string };
}

export type RouteAuth =
  /** Nothing configured: direct loopback callers only. `hosts`: names of this Gateway beside loopback ones. */
  | { kind: "loopback"; hosts?: readonly string[] }
  /** Opened on purpose. */
  | { kind: "none"; hosts?: readonly string[] }
  | { kind: "bearer"; secrets: readonly Secret[] }
  | { kind: "basic"; username: string; secrets: readonly Secret[] }
  /** `name` in lower case. */
  | { kind: "header"; name: string; secrets: readonly Secret[] }
  | {
      kind: "hmac";
      scheme: HmacScheme;
      secrets: readonly Secret[];
      toleranceMs: number;
      /** For schemes that sign `{url}`: the URL as the sender knows it. */
      url?: string;
    }
  | {
      kind: "preset";
      preset: string;
      secrets: readonly Secret[];
      toleranceMs: number;
      /** For providers that sign it: the URL as the provider knows it, never taken from the Host header. */
      url?: string;
      /** For handshakes that answer with a shared word (Meta's `hub.verify_token`). */
      verifyToken?: string;
    };

export interface RouteDelivery {
  /** Templates; absent = the session's own channel. */
  channel?: string;
  to?: string;
  accountId?: string;
}

/** How a reader without tools turns the body into fields. */
export interface RouteReading {
  /** JSON Schema of the fields, as written. */
  schema: Readonly<Record<string, unknown>>;
  instructions?: string;
  /** Whose model reads. */
  agentId: string;
  /** Longest try, in ms. */
  timeoutMs: number;
}

export type Method = "POST" | "GET" | "PUT" | "PATCH";

/** What was written; what is absent is the preset's, or the default (`inbound/answer/route-answer.ts`). */
export interface RouteResponse {
  mode: "accepted" | "wait";
  status?: number;
  timeoutMs?: number;
  contentType?: string;
  /** A template, or JSON whose strings are templates. */
  body?: unknown;
}

export interface Route {
  name: string;
  agentId: string;
  template: string;
  auth: RouteAuth;
  /** JSON Schema of the body. */
  schema?: Readonly<Record<string, unknown>>;
  where?: Readonly<Record<string, unknown>>;
  /** Template of what names a request, in place of what its sender names it. */
  idempotencyKey?: string;
  /** `strict`: id, signature and own key each make a duplicate, for a week. */
  replay?: "strict";
  /** Path of a list in the body, `body.alerts`: a run for each of its items. */
  forEach?: string;
  session: { kind: "isolated" } | { kind: "shared" } | { kind: "key"; template: string };
  /** Absent = the reply goes to nobody but the callback. */
  deliver?: RouteDelivery;
  mode: "agent" | "deliver" | "read";
  /** With `mode: "read"`. */
  read?: RouteReading;
  /** Absent = POST alone. */
  methods?: readonly Method[];
  response: RouteResponse;
  /** Name of the endpoint that gets the answer, whatever it listens to; a URL has its own, `callback:<route>`. */
  callback?: { endpoint: string };
  coalesce?: { key: string; windowMs: number; maxWaitMs: number; keep: "latest" | "all" };
  /** Absent = no limit. */
  rateLimit?: { requests: number; perMs: number };
  maxBodyBytes: number;
  /** Longest run, in ms. */
  timeoutMs: number;
  tools?: { allow?: readonly string[]; deny?: readonly string[] };
  /** Why it answers 503 although it is configured. */
  held?: string;
}
