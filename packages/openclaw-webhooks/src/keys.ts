// What a secret can verify follows from how it is written, as on the sending side.
import { WebhookProblem } from "./problem.ts";

/** The ways in which a request is signed; all that a secret can make are sent. */
export type Scheme =
  /** `X-OpenClaw-Signature`: HMAC-SHA256 with the secret as written, over `<timestamp>.<body>`. */
  | "x-openclaw"
  /** Standard Webhooks, HMAC-SHA256 with the bytes behind `whsec_`, over `<id>.<timestamp>.<body>`. */
  | "v1"
  /** Standard Webhooks, ed25519. */
  | "v1a";

/** Web Crypto's own; its name is not among the types of every runtime. */
export type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

export interface SchemeKey {
  scheme: Scheme;
  key: Key;
}

const HMAC = { name: "HMAC", hash: "SHA-256" };

/** Throws `secret-unusable`, without any part of it. */
export async function keysOf(secret: string): Promise<SchemeKey[]> {
  if (secret.startsWith("whsk_")) {
    throw unusable(
      "it is the sender's private key; a receiver has the public one, whpk_…, which `openclaw webhook secret new --ed25519` prints beside it",
    );
  }
  if (secret.startsWith("whpk_")) {
    const bytes = fromBase64(secret.slice("whpk_".length));
    if (bytes?.length !== 32) throw unusable("whpk_ is followed by base64 of 32 bytes");
    const key = await crypto.subtle.importKey("raw", bytes, "Ed25519", false, ["verify"]);
    return [{ scheme: "v1a", key }];
  }
  const keys = [
    { scheme: "x-openclaw" as Scheme, key: await hmac(new TextEncoder().encode(secret)) },
  ];
  const bytes = secret.startsWith("whsec_") ? fromBase64(secret.slice("whsec_".length)) : undefined;
  if (bytes !== undefined) keys.push({ scheme: "v1", key: await hmac(bytes) });
  return keys;
}

/** Throws where there is none: a handler without a secret would refuse everything, or let everything in. */
export function secretsOf(secret: unknown): readonly string[] {
  const secrets: readonly unknown[] = Array.isArray(secret) ? secret : [secret];
  if (secrets.length === 0) throw unusable("the list of secrets is empty");
  for (const each of secrets) {
    if (typeof each !== "string" || each.trim() === "") {
      throw unusable(
        "it is empty or not a string; is the environment variable set? It is the `secret` of the endpoint in the Gateway's config",
      );
    }
  }
  return secrets as readonly string[];
}

function unusable(why: string): WebhookProblem {
  return new WebhookProblem("secret-unusable", `The secret cannot be used: ${why}.`);
}

function hmac(bytes: Uint8Array<ArrayBuffer>): Promise<Key> {
  return crypto.subtle.importKey("raw", bytes, HMAC, false, ["sign"]);
}

/** Undefined unless all of it is base64, padded or not. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const digits = text.replace(/=+$/, "");
  if (digits.length % 4 === 1 || (digits !== text && text.length % 4 !== 0)) return undefined;
  return Uint8Array.from(atob(digits), (character) => character.charCodeAt(0));
}
