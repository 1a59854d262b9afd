// The signature of a token, made and checked. Must not let a token choose its algorithm.
import { createHmac, sign, timingSafeEqual, verify, type KeyObject } from "node:crypto";
import { readPrivateKey, readPublicKey, readSecretKey } from "../key.ts";
import type { KeyForm } from "../scheme.ts";

export type JwtAlgorithm =
  | "HS256"
  | "HS384"
  | "HS512"
  | "RS256"
  | "RS512"
  | "ES256"
  | "ES384"
  | "EdDSA";

export function isSigned(
  secret: string,
  algorithm: JwtAlgorithm,
  form: KeyForm,
  signed: string,
  signature: Buffer,
): boolean {
  if (algorithm.startsWith("HS")) {
    const own = mac(secret, algorithm, form, signed);
    return own?.length === signature.length && timingSafeEqual(own, signature);
  }
  const key = readPublicKey(secret, form, kindOf(algorithm));
  if (key === undefined) return false;
  return verify(hashOf(algorithm), Buffer.from(signed), withForm(key), signature);
}

function mac(secret: string, algorithm: string, form: KeyForm, text: string): Buffer | undefined {
  // A public key in the place of a secret would let everybody sign.
  if (secret.includes("-----BEGIN")) return undefined;
  const key = readSecretKey(secret, form);
  return (
    key &&
    createHmac(`sha${algorithm.slice(2)}`, key)
      .update(text)
      .digest()
  );
}

function kindOf(algorithm: JwtAlgorithm): "ed25519" | "ecdsa-sha256" | "rsa-sha256" {
  if (algorithm === "EdDSA") return "ed25519";
  return algorithm.startsWith("ES") ? "ecdsa-sha256" : "rsa-sha256";
}

function hashOf(algorithm: JwtAlgorithm): string | null {
  return algorithm === "EdDSA" ? null : `sha${algorithm.slice(2)}`;
}

/** JWS writes an ECDSA signature as its two numbers (RFC 7518, 3.4). */
function withForm(key: KeyObject) {
  return key.asymmetricKeyType === "ec" ? { key, dsaEncoding: "ieee-p1363" as const } : key;
}

/** Undefined when the secret is no key for it. */
export function tokenSignature(
  secret: string,
  algorithm: JwtAlgorithm,
  form: KeyForm,
  text: string,
): Buffer | undefined {
  if (algorithm.startsWith("HS")) return mac(secret, algorithm, form, text);
  const key = readPrivateKey(secret, form, kindOf(algorithm));
  return key && sign(hashOf(algorithm), Buffer.from(text), withForm(key));
}
