// Turns configured secrets into keys, once per endpoint. What a secret can sign follows from how it
// is written. Must not put any part of a secret into a message.
import { createPrivateKey, createSecretKey, type KeyObject } from "node:crypto";
import type { Secret } from "../config/settings.ts";

export interface SigningKey {
  /** Ms since the epoch after which it no longer signs; absent = never. */
  expiresAt?: number;
  /** The secret as written: key of `X-OpenClaw-Signature`. */
  hmac?: KeyObject;
  /** The bytes behind `whsec_`: key of Standard Webhooks `v1`. */
  v1?: KeyObject;
  /** The ed25519 key behind `whsk_`: key of Standard Webhooks `v1a`. */
  v1a?: KeyObject;
}

const ed25519Prefix = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * `whsk_…` (base64 of seed‖public key, 64 bytes, or of the seed, 32) signs `v1a` only. Every other
 * secret signs `X-OpenClaw-Signature`, and `v1` too when it is `whsec_` and base64 of any length.
 */
export function readSigningKey(
  secret: Secret,
): { ok: true; key: SigningKey } | { ok: false; error: string } {
  const expiry = secret.expiresAt === undefined ? {} : { expiresAt: secret.expiresAt };
  if (secret.value === "") return { ok: false, error: "the secret is empty" };
  if (secret.value.startsWith("whsk_")) {
    const v1a = readEd25519(secret.value.slice("whsk_".length));
    if (!v1a) {
      const expected = "base64 of an ed25519 seed and its public key (64 bytes) after whsk_";
      return { ok: false, error: `not a signing key; expected ${expected}` };
    }
    return { ok: true, key: { ...expiry, v1a } };
  }
  const hmac = createSecretKey(Buffer.from(secret.value, "utf8"));
  const bytes = secret.value.startsWith("whsec_") && decodeBase64(secret.value.slice(6));
  return { ok: true, key: { ...expiry, hmac, ...(bytes && { v1: createSecretKey(bytes) }) } };
}

function readEd25519(base64: string): KeyObject | undefined {
  const bytes = decodeBase64(base64);
  if (bytes?.length !== 64 && bytes?.length !== 32) return undefined;
  const pkcs8 = Buffer.concat([ed25519Prefix, bytes.subarray(0, 32)]);
  return createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
}

/** Undefined unless all of it is base64, padded or not: `Buffer.from` alone skips what it cannot read. */
function decodeBase64(text: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const digits = text.replace(/=+$/, "").length;
  const isPadded = digits < text.length;
  if (digits % 4 === 1 || (isPadded && text.length % 4 !== 0)) return undefined;
  return Buffer.from(text, "base64");
}
