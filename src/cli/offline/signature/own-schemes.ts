// The schemes that this plugin signs with, as data, and which of them a secret can check.
// Must not show any part of a secret.
import { createPublicKey } from "node:crypto";
import type { SignatureScheme } from "../../../signature/scheme.ts";
import { readSigningKey } from "../../../outbound/signing-keys.ts";

/** A scheme with its name for people, and the secret in the form that the scheme takes. */
export interface SchemeToCheck {
  title: string;
  scheme: SignatureScheme;
  secret: string;
}

const X_OPENCLAW: SignatureScheme = {
  algorithm: "sha256",
  from: { header: "x-openclaw-signature" },
  extract: { kind: "list", items: ",", prefix: "sha256=" },
  encoding: "hex",
  signed: "{timestamp}.{body}",
  timestamp: { from: { header: "x-openclaw-timestamp" }, format: "s" },
  // Not signed here, but known: signing it all the same is a mistake to recognise.
  id: { header: "webhook-id" },
  key: { encoding: "utf8" },
};

const STANDARD: SignatureScheme = {
  algorithm: "sha256",
  from: { header: "webhook-signature" },
  extract: { kind: "list", items: " ", prefix: "v1," },
  encoding: "base64",
  signed: "{id}.{timestamp}.{body}",
  timestamp: { from: { header: "webhook-timestamp" }, format: "s" },
  id: { header: "webhook-id" },
  key: { encoding: "base64", stripPrefix: "whsec_" },
};

const STANDARD_ED25519: SignatureScheme = {
  ...STANDARD,
  algorithm: "ed25519",
  extract: { kind: "list", items: " ", prefix: "v1a," },
  key: { encoding: "base64", stripPrefix: "whpk_" },
};

/** `secret`: what the endpoint signs with, or the public key of it. Empty for what signs nothing. */
export function ownSchemes(secret: string): SchemeToCheck[] {
  const standard = { title: "Standard Webhooks (webhook-signature)" };
  if (secret.startsWith("whpk_")) return [{ ...standard, scheme: STANDARD_ED25519, secret }];
  const reading = readSigningKey({ value: secret });
  if (!reading.ok) return [];
  const { hmac, v1, v1a } = reading.key;
  if (v1a !== undefined) {
    const { x = "" } = createPublicKey(v1a).export({ format: "jwk" });
    const publicKey = `whpk_${Buffer.from(x, "base64url").toString("base64")}`;
    return [{ ...standard, scheme: STANDARD_ED25519, secret: publicKey }];
  }
  const schemes: SchemeToCheck[] = [];
  if (hmac) schemes.push({ title: "X-OpenClaw-Signature", scheme: X_OPENCLAW, secret });
  if (v1) schemes.push({ ...standard, scheme: STANDARD, secret });
  return schemes;
}
