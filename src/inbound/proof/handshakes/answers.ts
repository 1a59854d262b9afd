// How a handshake is answered: short, never as a page that a browser would run.
// Must not know which sender asks.
import type { Secret } from "../../../config/settings.ts";
import { bodyJson, type InboundRequest } from "../../request/request.ts";
import type { PresetAuth } from "../verdict.ts";

export interface Handshake {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What an answer may depend on beside the request. */
export interface HandshakeContext {
  auth: PresetAuth;
  /** Ms since the epoch. */
  now: number;
  /** Whether the request carries the vendor's proof under one of these secrets. */
  isVerified: (secrets: readonly Secret[]) => boolean;
}

/** Longest text of a stranger that is sent back. */
const MAX_ECHO_BYTES = 1024;
/** No sender's handshake is longer; what is longer is not parsed before it is verified. */
const MAX_BODY_BYTES = 4096;

/** The text as it came, or undefined when it is none, empty or too long to be a challenge. */
export function echo(text: unknown): Handshake | undefined {
  if (!isShortText(text)) return undefined;
  return answer(200, "text/plain; charset=utf-8", text);
}

/** A JSON object around the sender's text, under the same limits. */
export function echoJson(name: string, text: unknown): Handshake | undefined {
  return isShortText(text) ? json({ [name]: text }) : undefined;
}

export function json(value: Readonly<Record<string, unknown>>): Handshake {
  return answer(200, "application/json", JSON.stringify(value));
}

export function empty(status: number, headers: Record<string, string> = {}): Handshake {
  return { status, headers: { ...headers, "X-Content-Type-Options": "nosniff" }, body: "" };
}

/** The JSON that a POST carries, when it is short enough to be a handshake. */
export function postedJson(request: InboundRequest): unknown {
  return request.method === "POST" && isShortBody(request) ? bodyJson(request) : undefined;
}

/** Short enough to be parsed before its sender is known. */
export function isShortBody({ rawBody }: InboundRequest): boolean {
  return rawBody.length <= MAX_BODY_BYTES;
}

/** The same, when it is an object. */
export function postedObject(request: InboundRequest): Record<string, unknown> | undefined {
  const value = postedJson(request);
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : undefined;
}

function answer(status: number, contentType: string, body: string): Handshake {
  return {
    status,
    headers: { "Content-Type": contentType, "X-Content-Type-Options": "nosniff" },
    body,
  };
}

function isShortText(text: unknown): text is string {
  return typeof text === "string" && text !== "" && Buffer.byteLength(text) <= MAX_ECHO_BYTES;
}
