// Decides whether one signature is the right one for some bytes and a key.
// Must not read a request.
import { createHmac, createPublicKey, timingSafeEqual, verify } from "node:crypto";
import type { HmacScheme } from "../../../config/route/route-settings.ts";

type Encoding = HmacScheme["encoding"];

const ed25519Prefix = Buffer.from("302a300506032b6570032100", "hex");
export const ED25519_KEY_BYTES = 32;

/** Whether one of the texts is the signature of `parts`, joined, under one of the keys. */
export function hasMatch(
  { algorithm, encoding }: Pick<HmacScheme, "algorithm" | "encoding">,
  parts: readonly Uint8Array[],
  keys: readonly Buffer[],
  texts: readonly string[],
): boolean {
  return keys.some((key) =>
    algorithm === "ed25519"
      ? matchesPublicKey(key, parts, texts, encoding)
      : matchesMac(mac(algorithm, key, parts, encoding), texts, encoding),
  );
}

function mac(
  algorithm: string,
  key: Buffer,
  parts: readonly Uint8Array[],
  encoding: Encoding,
): Buffer {
  const hmac = createHmac(algorithm, key);
  for (const part of parts) hmac.update(part);
  return Buffer.from(hmac.digest(encoding), "latin1");
}

// Texts are compared, not what they decode to: base64 has several texts for the same bytes, and a
// changed signature must not pass as the one that was sent.
function matchesMac(expected: Buffer, texts: readonly string[], encoding: Encoding): boolean {
  return texts.some((text) => {
    const given = Buffer.from(inCanonicalForm(text, encoding), "latin1");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** Senders disagree on the case of hex and on the padding of base64url, and on nothing else. */
function inCanonicalForm(text: string, encoding: Encoding): string {
  if (encoding === "hex") return /[a-f]/.test(text) ? text : text.toLowerCase();
  return encoding === "base64url" ? text.replace(/={1,2}$/, "") : text;
}

function matchesPublicKey(
  key: Buffer,
  parts: readonly Uint8Array[],
  texts: readonly string[],
  encoding: Encoding,
): boolean {
  const der = Buffer.concat([ed25519Prefix, key]);
  const publicKey = createPublicKey({ key: der, format: "der", type: "spki" });
  const message = Buffer.concat(parts);
  return texts.some((text) => {
    const canonical = inCanonicalForm(text, encoding);
    const signature = Buffer.from(canonical, encoding);
    return (
      signature.toString(encoding) === canonical && verify(null, message, publicKey, signature)
    );
  });
}
