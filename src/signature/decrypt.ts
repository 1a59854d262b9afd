// Takes the cover off a body that its sender has encrypted, and puts it on. Must not judge who sent it: nothing here proves that.
import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import { bodyText, type Message } from "./message.ts";

/** AES-256-CBC: base64 in a field of the body, its first 16 bytes the start vector, the key the secret's SHA-256. */
export interface Encryption {
  field: string;
}

const CIPHER = "aes-256-cbc";
const IV_BYTES = 16;

/** The body in clear; undefined when it is not encrypted, or under none of the secrets. */
export function decryptBody(
  message: Message,
  { field }: Encryption,
  secrets: readonly string[],
): Uint8Array | undefined {
  const text = bodyText(message, field);
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text, "base64");
  for (const secret of secrets) {
    const clear = decrypt(bytes, secret);
    if (clear !== undefined) return clear;
  }
  return undefined;
}

/** The inverse, as JSON. `iv`: 16 random bytes. */
export function encryptBody(
  body: Uint8Array,
  { field }: Encryption,
  secret: string,
  iv: Uint8Array,
): string {
  const cipher = createCipheriv(CIPHER, keyOf(secret), iv);
  const sealed = Buffer.concat([iv, cipher.update(body), cipher.final()]);
  return JSON.stringify({ [field]: sealed.toString("base64") });
}

/** A wrong key gives a wrong padding, or no JSON. */
function decrypt(bytes: Buffer, secret: string): Uint8Array | undefined {
  try {
    const cipher = createDecipheriv(CIPHER, keyOf(secret), bytes.subarray(0, IV_BYTES));
    const clear = Buffer.concat([cipher.update(bytes.subarray(IV_BYTES)), cipher.final()]);
    JSON.parse(clear.toString("utf8"));
    return clear;
  } catch {
    return undefined;
  }
}

function keyOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
