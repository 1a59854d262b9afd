// Reads the keys out of what stands at their address. Must not take a key that is no public one.
import { createPublicKey, X509Certificate, type JsonWebKey } from "node:crypto";

export interface PublishedKey {
  kid?: string;
  /** A JWK, or a certificate in PEM. */
  text: string;
}

/** More than any sender has at a time. */
const MAX_KEYS = 64;

/** Undefined: it is none, or none that holds a key for signatures. `now` in ms since the epoch. */
export function readKeyDocument(
  form: "jwks" | "certificate",
  text: string,
  now: number,
): PublishedKey[] | undefined {
  const keys = form === "jwks" ? readJwks(text) : readCertificate(text, now);
  return keys.length === 0 ? undefined : keys;
}

function readJwks(text: string): PublishedKey[] {
  const parsed = attempt(() => JSON.parse(text) as unknown);
  const keys = typeof parsed === "object" && parsed !== null && "keys" in parsed && parsed.keys;
  if (!Array.isArray(keys)) return [];
  return (keys as unknown[])
    .slice(0, MAX_KEYS)
    .flatMap((key) => (isForSignatures(key) ? [named(key)] : []));
}

/** A shared secret (`oct`) in a public place would let everybody sign. */
function isForSignatures(key: unknown): key is JsonWebKey & { kid?: unknown } {
  if (typeof key !== "object" || key === null) return false;
  const { kty, use, d } = key as JsonWebKey;
  if (kty === "oct" || d !== undefined || (use !== undefined && use !== "sig")) return false;
  return attempt(() => createPublicKey({ key: key as JsonWebKey, format: "jwk" })) !== undefined;
}

function named(key: JsonWebKey & { kid?: unknown }): PublishedKey {
  const text = JSON.stringify(key);
  return typeof key.kid === "string" ? { kid: key.kid, text } : { text };
}

/** Of a chain the first, which signs. */
function readCertificate(text: string, now: number): PublishedKey[] {
  const pem = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(text)?.[0];
  const certificate = pem === undefined ? undefined : attempt(() => new X509Certificate(pem));
  if (pem === undefined || certificate === undefined) return [];
  const isValid =
    Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo);
  return isValid ? [{ text: pem }] : [];
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
