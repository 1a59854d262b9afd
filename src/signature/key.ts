// Turns a configured secret into a key, as its scheme says.
// Must not guess: text that is not wholly of the encoding is no key. Must not put a secret into an error.
import {
  createPrivateKey,
  createPublicKey,
  X509Certificate,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import type { KeyForm, PublicKeyAlgorithm } from "./scheme.ts";

const SPKI_ED25519 = Buffer.from("302a300506032b6570032100", "hex");
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");
const ED25519_BYTES = 32;

/** The secret without its prefix; undefined when it is of another scheme, or empty. */
function bareSecret(secret: string, { stripPrefix = [], not, only }: KeyForm): string | undefined {
  if (not !== undefined && [not].flat().some((one) => secret.startsWith(one))) return undefined;
  if (only !== undefined && !secret.startsWith(only)) return undefined;
  const prefixes = typeof stripPrefix === "string" ? [stripPrefix] : stripPrefix;
  const prefix = prefixes.find((one) => secret.startsWith(one)) ?? "";
  const bare = secret.slice(prefix.length);
  return bare === "" ? undefined : bare;
}

/** Of an HMAC. Undefined when the secret is not in that encoding, or empty without its prefix. */
export function readSecretKey(secret: string, form: KeyForm): Buffer | undefined {
  const text = bareSecret(secret, form);
  if (text === undefined) return undefined;
  return form.encoding === "utf8" ? Buffer.from(text, "utf8") : decodeStrictly(text, form.encoding);
}

/**
 * A public key as any vendor shows it: PEM (with `\n` written out, too), a certificate, a JWK, DER in
 * base64, and for ed25519 its 32 bytes in hex or base64. Undefined when it is none for this algorithm.
 */
export function readPublicKey(
  secret: string,
  form: KeyForm,
  algorithm: PublicKeyAlgorithm,
): KeyObject | undefined {
  const text = bareSecret(secret, form);
  if (text === undefined) return undefined;
  const key = attempt(() => publicKeyOf(text.trim(), algorithm));
  return key?.asymmetricKeyType === kindOf(algorithm) ? key : undefined;
}

/** The sender's half: PEM, a JWK, DER in base64, and for ed25519 its seed in hex or base64. */
export function readPrivateKey(
  secret: string,
  form: KeyForm,
  algorithm: PublicKeyAlgorithm,
): KeyObject | undefined {
  const { privatePrefix: prefix } = form;
  const marked = prefix === undefined ? form : { ...form, stripPrefix: prefix, only: prefix };
  const text = bareSecret(secret, marked);
  if (text === undefined) return undefined;
  const key = attempt(() => privateKeyOf(text.trim(), algorithm));
  return key?.asymmetricKeyType === kindOf(algorithm) ? key : undefined;
}

function kindOf(algorithm: PublicKeyAlgorithm): "ed25519" | "ec" | "rsa" {
  if (algorithm === "ed25519") return algorithm;
  return algorithm.startsWith("ecdsa") ? "ec" : "rsa";
}

function publicKeyOf(text: string, algorithm: PublicKeyAlgorithm): KeyObject | undefined {
  // A private key in its place would be taken too, and then stand where everybody may read it.
  if (text.includes("PRIVATE KEY")) return undefined;
  if (text.startsWith("-----BEGIN CERT")) return new X509Certificate(inLines(text)).publicKey;
  if (text.startsWith("-----BEGIN")) return createPublicKey(inLines(text));
  if (text.startsWith("{")) return publicJwk(JSON.parse(text) as JsonWebKey);
  const bytes = rawBytes(text, algorithm);
  if (bytes?.length === ED25519_BYTES && algorithm === "ed25519") {
    const der = Buffer.concat([SPKI_ED25519, bytes]);
    return createPublicKey({ key: der, format: "der", type: "spki" });
  }
  return bytes && createPublicKey({ key: bytes, format: "der", type: "spki" });
}

function publicJwk(key: JsonWebKey): KeyObject | undefined {
  return key.d === undefined ? createPublicKey({ key, format: "jwk" }) : undefined;
}

function privateKeyOf(text: string, algorithm: PublicKeyAlgorithm): KeyObject | undefined {
  if (text.startsWith("-----BEGIN")) return createPrivateKey(inLines(text));
  if (text.startsWith("{")) {
    return createPrivateKey({ key: JSON.parse(text) as JsonWebKey, format: "jwk" });
  }
  const bytes = rawBytes(text, algorithm);
  // With the public key behind it, as `whsk_` has it.
  const isSeed = bytes?.length === ED25519_BYTES || bytes?.length === 2 * ED25519_BYTES;
  if (bytes !== undefined && isSeed && algorithm === "ed25519") {
    const der = Buffer.concat([PKCS8_ED25519, bytes.subarray(0, ED25519_BYTES)]);
    return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  }
  return bytes && createPrivateKey({ key: bytes, format: "der", type: "pkcs8" });
}

/** A PEM that came through an environment variable or a JSON file has `\n` for its line breaks. */
function inLines(pem: string): string {
  return pem.replaceAll(String.raw`\n`, "\n");
}

function rawBytes(text: string, algorithm: PublicKeyAlgorithm): Buffer | undefined {
  const joined = text.replaceAll(/\s/g, "");
  const isHex = algorithm === "ed25519" && /^(?:[0-9a-fA-F]{64}){1,2}$/.test(joined);
  return decodeStrictly(joined, isHex ? "hex" : "base64");
}

function attempt<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** `Buffer.from` alone skips what it cannot read, and would sign with a shorter key. */
function decodeStrictly(text: string, encoding: "base64" | "hex"): Buffer | undefined {
  if (encoding === "hex") {
    return /^(?:[0-9a-fA-F]{2})+$/.test(text) ? Buffer.from(text, "hex") : undefined;
  }
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const digits = text.replace(/=+$/, "").length;
  return digits % 4 === 1 ? undefined : Buffer.from(text, "base64");
}
