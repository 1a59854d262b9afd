// Makes secrets in the forms of Standard Webhooks 1.0.0. Prints and stores nothing.
import { generateKeyPairSync, randomBytes } from "node:crypto";

/** The specification's bounds of a symmetric secret. */
const MIN_BYTES = 24;
const MAX_BYTES = 64;

export type SecretChoice =
  | { ok: true; secret: string }
  /** `bytes` is not a whole number that the specification allows. */
  | { ok: false; problem: string };

/** An ed25519 pair: `secret` signs and stays here, `publicKey` goes to the receiver. */
export interface KeyPair {
  secret: string;
  publicKey: string;
}

/** `whsec_` and base64 of random bytes; `bytes` as it was written on the command line. */
export function newSecret(bytes: string): SecretChoice {
  const length = /^\d{1,3}$/.test(bytes) ? Number(bytes) : 0;
  if (length < MIN_BYTES || length > MAX_BYTES) {
    const problem = `--bytes: expected a whole number from ${MIN_BYTES} to ${MAX_BYTES}`;
    return { ok: false, problem };
  }
  return { ok: true, secret: `whsec_${randomBytes(length).toString("base64")}` };
}

/** `whsk_` and base64 of seed and public key, 64 bytes; `whpk_` and base64 of the public key, 32. */
export function newKeyPair(): KeyPair {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { d = "", x = "" } = privateKey.export({ format: "jwk" });
  const [seed, publicKey] = [Buffer.from(d, "base64url"), Buffer.from(x, "base64url")];
  return {
    secret: `whsk_${Buffer.concat([seed, publicKey]).toString("base64")}`,
    publicKey: `whpk_${publicKey.toString("base64")}`,
  };
}
