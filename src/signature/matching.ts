// Makes a signature of some bytes, and decides whether one is right. Must not read a message.
import {
  constants,
  createHash,
  createHmac,
  sign,
  timingSafeEqual,
  verify,
  type KeyObject,
} from "node:crypto";
import type { Digest, Encoding, PublicKeyAlgorithm, SignatureScheme } from "./scheme.ts";

/**
 * Of a digest: over a text that holds the secret (`text`), or with that text as the key of nothing (`key`); `secret` is
 * then also what stands in the text. Of a key pair: its public or private half.
 */
export type Key =
  | { kind: "mac"; algorithm: Digest; bytes: Buffer }
  | { kind: "text" | "key"; algorithm: Digest; secret: string }
  | { kind: "pair"; algorithm: PublicKeyAlgorithm; key: KeyObject };

/** The signature of `parts`, joined, as it is written. */
export function signatureOf(key: Key, parts: readonly Uint8Array[], encoding: Encoding): string {
  if (key.kind === "pair") {
    const message = Buffer.concat(parts);
    return sign(hashOf(key.algorithm), message, withPadding(key)).toString(encoding);
  }
  if (key.kind === "key") {
    return createHmac(key.algorithm, Buffer.concat(parts)).digest(encoding);
  }
  const hash =
    key.kind === "mac" ? createHmac(key.algorithm, key.bytes) : createHash(key.algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest(encoding);
}

/** Whether one of the texts is the signature of `parts`, joined. */
export function isSignedBy(
  key: Key,
  { encoding }: Pick<SignatureScheme, "encoding">,
  parts: readonly Uint8Array[],
  texts: readonly string[],
): boolean {
  return key.kind === "pair"
    ? matchesPublicKey(key, parts, texts, encoding)
    : matchesText(signatureOf(key, parts, encoding), texts, encoding);
}

// Texts are compared, not what they decode to: base64 has several texts for the same bytes, and a
// changed signature must not pass as the one that was sent.
function matchesText(expected: string, texts: readonly string[], encoding: Encoding): boolean {
  const own = Buffer.from(expected, "latin1");
  return texts.some((text) => {
    const given = Buffer.from(inCanonicalForm(text, encoding), "latin1");
    return given.length === own.length && timingSafeEqual(given, own);
  });
}

/** Senders disagree on the case of hex and on the padding of base64url, and on nothing else. */
function inCanonicalForm(text: string, encoding: Encoding): string {
  if (encoding === "hex") return /[a-f]/.test(text) ? text : text.toLowerCase();
  return encoding === "base64url" ? text.replace(/={1,2}$/, "") : text;
}

function matchesPublicKey(
  key: Extract<Key, { kind: "pair" }>,
  parts: readonly Uint8Array[],
  texts: readonly string[],
  encoding: Encoding,
): boolean {
  const message = Buffer.concat(parts);
  const hash = hashOf(key.algorithm);
  return texts.some((text) => {
    const canonical = inCanonicalForm(text, encoding);
    const signature = Buffer.from(canonical, encoding);
    const isCanonical = signature.toString(encoding) === canonical;
    return isCanonical && verify(hash, message, withPadding(key), signature);
  });
}

function hashOf(algorithm: PublicKeyAlgorithm): string | null {
  return algorithm === "ed25519" ? null : (/sha\d+$/.exec(algorithm)?.[0] ?? null);
}

function withPadding({ algorithm, key }: Extract<Key, { kind: "pair" }>) {
  if (algorithm !== "rsa-pss-sha256") return key;
  return {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  };
}
