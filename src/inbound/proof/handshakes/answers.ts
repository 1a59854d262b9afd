// How a handshake is answered: short, never as a page that a browser would run.
// Must not know which sender asks.
import type { Secret } from "../../../config/settings.ts";
import type { EncryptionKeys } from "../../../signature/decrypt.ts";
import type { InboundRequest } from "../../request/request.ts";

export interface Handshake {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** A secret to be kept before it is answered. */
  brings?: string;
  /** An address to be called before it is answered. */
  confirms?: string;
}

/** What an answer may depend on beside the request. */
export interface HandshakeContext {
  auth: { secrets: readonly Secret[]; toleranceMs: number; verifyToken?: string };
  encryption: EncryptionKeys;
  /** Ms since the epoch. */
  now: number;
  /** Whether the request carries the route's proof under one of these secrets. */
  isVerified: (secrets: readonly Secret[]) => boolean;
}

/** Longest text of a stranger that is sent back. */
const MAX_ECHO_BYTES = 1024;
/** No sender's handshake is longer; what is longer is not parsed before it is verified. */
const MAX_BODY_BYTES = 4096;

export function text(body: string): Handshake {
  return answer(200, "text/plain; charset=utf-8", body);
}

export function json(value: Readonly<Record<string, unknown>>): Handshake {
  return answer(200, "application/json", JSON.stringify(value));
}

export function empty(status: number): Handshake {
  return { status, headers: { "X-Content-Type-Options": "nosniff" }, body: "" };
}

/** Short enough to be parsed before its sender is known. */
export function isShortBody({ rawBody }: InboundRequest): boolean {
  return rawBody.length <= MAX_BODY_BYTES;
}

/** What is no challenge is missing, empty or longer. */
export function isShortText(found: string | undefined): found is string {
  return found !== undefined && found !== "" && Buffer.byteLength(found) <= MAX_ECHO_BYTES;
}

function answer(status: number, contentType: string, body: string): Handshake {
  return {
    status,
    headers: { "Content-Type": contentType, "X-Content-Type-Options": "nosniff" },
    body,
  };
}
