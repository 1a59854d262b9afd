// The shape that an inbound route becomes once its config is read: complete, frozen.
import type { JwtScheme } from "../../signature/jwt/jwt.ts";
import type { HandshakeRow } from "../../inbound/proof/handshakes/row.ts";
import type { Encryption } from "../../signature/decrypt.ts";
import type { Published } from "../../signature/published/published.ts";
import type { SignatureScheme } from "../../signature/scheme.ts";
import type { Secret } from "../secret/secret.ts";

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
      scheme: SignatureScheme;
      secrets: readonly Secret[];
      toleranceMs: number;
      /** For schemes that sign `{url}`: the URL as the sender knows it. */
      url?: string;
      decrypt?: Encryption & DecryptionKey;
    }
  | {
      kind: "jwt";
      scheme: JwtScheme;
      secrets: readonly Secret[];
      toleranceMs: number;
      /** In place of secrets. */
      published?: Published;
      keys?: PublishedKeys;
    }
  | {
      kind: "preset";
      preset: string;
      secrets: readonly Secret[];
      /** Absent: what the preset's sender needs, see `DEFAULT_TOLERANCE_MS`. */
      toleranceMs?: number;
      /** For providers that sign it: the URL as the provider knows it, never taken from the Host header. */
      url?: string;
      /** For handshakes that answer with a shared word (Meta's `hub.verify_token`). */
      verifyToken?: string;
      decrypt?: DecryptionKey;
      /** What of a request has to be the operator's, for presets with `expects`: any of the texts. */
      expect?: Readonly<Record<string, readonly string[]>>;
      keys?: PublishedKeys;
    };

/** What a sender has published, put in for one request; absent in settings. */
type PublishedKeys = readonly string[];

export interface DecryptionKey {
  /** Absent: the secrets. */
  key?: string;
  /** Whom a text must be for. */
  receiver?: string;
}

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
  /** Absent: what the sender's preset says. */
  template?: string;
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
  /** Asked where the preset has none of its own, or none that knows the request. */
  handshake?: HandshakeRow;
  /** Absent = no limit. */
  rateLimit?: { requests: number; perMs: number };
  maxBodyBytes: number;
  /** Longest run, in ms. */
  timeoutMs: number;
  tools?: { allow?: readonly string[]; deny?: readonly string[] };
  /** Why it answers 503 although it is configured. */
  held?: string;
}
