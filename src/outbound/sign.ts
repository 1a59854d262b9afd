// The headers of one attempt: what it is labelled with, and both own signature schemes over exactly the bytes that are
// sent.
// Must not read the clock, and must not keep or print a secret.
import { createHmac, sign, type KeyObject } from "node:crypto";
import type { Endpoint } from "../config/settings.ts";
import type { EventRecord } from "../engine/record.ts";
import { readSigningKey, type SigningKey } from "./signing-keys.ts";

/** What an attempt is signed over and labelled with. `atSeconds`: unix seconds of this attempt. */
export interface AttemptToSign {
  endpoint: Endpoint;
  event: EventRecord;
  deliveryId: string;
  /** 1 for the first. */
  attempt: number;
  /** Sent once more at an operator's wish. */
  replay?: boolean;
  atSeconds: number;
  /** The body as it is sent; a string stands for its UTF-8 bytes. */
  body: string | Uint8Array;
  userAgent: string;
  /** Absent = JSON; `null`: a request without a body. */
  contentType?: string | null;
  /** What a format adds; an operator's own header of the same name goes before it. */
  added?: Readonly<Record<string, string>>;
}

// Dropped from the endpoint's own headers; User-Agent is not: an operator may name the sender.
const ours = new Set([
  "content-type",
  "x-openclaw-timestamp",
  "x-openclaw-signature",
  "x-openclaw-event",
  "x-openclaw-delivery",
  "x-openclaw-attempt",
  "x-openclaw-replay",
  "webhook-id",
  "webhook-timestamp",
  "webhook-signature",
]);

interface EndpointHeaders {
  keys: readonly SigningKey[];
  theirs: Readonly<Record<string, string>>;
  nameTheSender: boolean;
}

// Keys are made once per endpoint, not once per attempt; gone with the endpoint when config changes.
const prepared = new WeakMap<Endpoint, EndpointHeaders>();

/**
 * All headers but those of HTTP itself, with the own signatures. `X-OpenClaw-Signature`: `sha256=<hex>` per secret, newest
 * first, comma-separated, over `<timestamp>.<body>`. `webhook-signature`: `v1,<base64>` or
 * `v1a,<base64>` per secret, space-separated, over `<event id>.<timestamp>.<body>` (Standard
 * Webhooks 1.0.0). Expired secrets do not sign; without a usable secret there is no signature.
 */
export function attemptHeaders(input: AttemptToSign): Record<string, string> {
  const headers = attemptLabels(input);
  const { keys } = headersOf(input.endpoint);
  const usable = keys.filter(({ expiresAt = Infinity }) => expiresAt > input.atSeconds * 1000);
  if (usable.length > 0) addSignatures(headers, usable, input);
  return headers;
}

/** The same without signatures. */
export function attemptLabels(input: Omit<AttemptToSign, "body">): Record<string, string> {
  const { event, atSeconds } = input;
  const { theirs, nameTheSender } = headersOf(input.endpoint);
  const timestamp = String(atSeconds);
  const headers: Record<string, string> = {
    ...withoutTwins(input.added ?? {}, theirs),
    ...theirs,
    ...(input.contentType !== null && {
      "Content-Type": input.contentType ?? "application/json",
    }),
    "X-OpenClaw-Timestamp": timestamp,
    "X-OpenClaw-Event": event.type,
    "X-OpenClaw-Delivery": input.deliveryId,
    "X-OpenClaw-Attempt": String(input.attempt),
    "webhook-id": event.id,
    "webhook-timestamp": timestamp,
  };
  if (!nameTheSender) headers["User-Agent"] = input.userAgent;
  if (input.replay === true) headers["X-OpenClaw-Replay"] = "true";
  if (event.hops !== undefined) headers["X-OpenClaw-Hops"] = String(event.hops);
  if (event.traceparent !== undefined) setTraceparent(headers, event.traceparent);
  return headers;
}

function withoutTwins(
  added: Readonly<Record<string, string>>,
  theirs: Readonly<Record<string, string>>,
): Record<string, string> {
  const names = new Set(Object.keys(theirs).map((name) => name.toLowerCase()));
  return Object.fromEntries(
    Object.entries(added).filter(([name]) => !names.has(name.toLowerCase())),
  );
}

function setTraceparent(headers: Record<string, string>, traceparent: string): void {
  for (const name of Object.keys(headers)) {
    if (name.toLowerCase() === "traceparent") delete headers[name];
  }
  headers["traceparent"] = traceparent;
}

function addSignatures(
  headers: Record<string, string>,
  keys: readonly SigningKey[],
  { event, atSeconds, body }: AttemptToSign,
): void {
  const own: string[] = [];
  const published: string[] = [];
  const prefix = `${atSeconds}.`;
  const standardPrefix = `${event.id}.${prefix}`;
  for (const { hmac, v1, v1a } of keys) {
    if (hmac) own.push(`sha256=${digest(hmac, prefix, body, "hex")}`);
    if (v1) published.push(`v1,${digest(v1, standardPrefix, body, "base64")}`);
    if (v1a) {
      const content = Buffer.concat([Buffer.from(standardPrefix), Buffer.from(body)]);
      published.push(`v1a,${sign(null, content, v1a).toString("base64")}`);
    }
  }
  if (own.length > 0) headers["X-OpenClaw-Signature"] = own.join(",");
  if (published.length > 0) headers["webhook-signature"] = published.join(" ");
}

function digest(
  key: KeyObject,
  prefix: string,
  body: string | Uint8Array,
  encoding: "hex" | "base64",
): string {
  return createHmac("sha256", key).update(prefix).update(body).digest(encoding);
}

/** What is known before it is sent; a token that has to be asked for comes later. */
function authorizationOf({ auth }: Endpoint): Record<string, string> {
  if (auth === undefined || auth.type === "oauth2") return {};
  if (auth.type === "bearer") return { Authorization: `Bearer ${auth.token}` };
  // RFC 7617, section 2.1: both in UTF-8.
  const pair = Buffer.from(`${auth.username}:${auth.password}`).toString("base64");
  return { Authorization: `Basic ${pair}` };
}

function headersOf(endpoint: Endpoint): EndpointHeaders {
  const known = prepared.get(endpoint);
  if (known) return known;
  const kept = Object.entries(endpoint.headers).filter(([name]) => !ours.has(name.toLowerCase()));
  const made: EndpointHeaders = {
    keys: endpoint.secrets.flatMap((secret) => {
      const read = readSigningKey(secret);
      return read.ok ? [read.key] : [];
    }),
    theirs: { ...Object.fromEntries(kept), ...authorizationOf(endpoint) },
    nameTheSender: kept.some(([name]) => name.toLowerCase() === "user-agent"),
  };
  prepared.set(endpoint, made);
  return made;
}
