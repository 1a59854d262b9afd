// Takes the cover off a text that its sender has encrypted, and puts it on. Must not judge who sent it: nothing here proves that.
import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import { readIfThere, type Message } from "./message.ts";
import type { Place } from "./scheme.ts";

/** AES-256-CBC in base64. */
export interface Encryption {
  /** Where the encrypted text stands. */
  at: Place;
  /**
   * `iv-first`: the start vector, then JSON; the key is the secret's SHA-256. `length-first`: 16 random bytes, the
   * length, the text and whom it is for; the key is 43 characters of base64, its first half the start vector.
   */
  layout: "iv-first" | "length-first";
}

export interface EncryptionKeys {
  keys: readonly string[];
  /** Whom a `length-first` text must be for; absent = anybody. */
  receiver?: string | undefined;
}

const CIPHER = "aes-256-cbc";
const BLOCK = 16;
const HEAD = BLOCK + 4;
/** To which WeCom and DingTalk pad. */
const PADDED_TO = 32;

/** What is there in clear; undefined when there is nothing, or nothing that one of the keys opens. */
export function decrypt(
  message: Message,
  { at, layout }: Encryption,
  { keys, receiver }: EncryptionKeys,
): Uint8Array | undefined {
  const read = readIfThere(message, at);
  if (!read.ok || read.value === undefined) return undefined;
  const bytes = Buffer.from(read.value, "base64");
  for (const key of keys) {
    const clear = attempt(() =>
      layout === "iv-first" ? openIvFirst(bytes, key) : openLengthFirst(bytes, key, receiver),
    );
    if (clear !== undefined) return clear;
  }
  return undefined;
}

/** The inverse, in base64. `random`: 16 random bytes. Throws where the key is none of its layout. */
export function encrypt(
  clear: Uint8Array,
  layout: Encryption["layout"],
  {
    key,
    receiver = "",
    random,
  }: { key: string; receiver?: string | undefined; random: Uint8Array },
): string {
  if (layout === "iv-first") {
    const cipher = createCipheriv(CIPHER, hashed(key), random);
    return Buffer.concat([random, cipher.update(clear), cipher.final()]).toString("base64");
  }
  const bytes = decoded(key);
  if (bytes === undefined) throw new Error("the key is not 43 characters of base64");
  const length = Buffer.alloc(4);
  length.writeUInt32BE(clear.byteLength);
  const text = Buffer.concat([random, length, clear, Buffer.from(receiver)]);
  const missing = PADDED_TO - (text.length % PADDED_TO);
  const cipher = createCipheriv(CIPHER, bytes, bytes.subarray(0, BLOCK)).setAutoPadding(false);
  const padded = Buffer.concat([text, Buffer.alloc(missing, missing)]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString("base64");
}

/** The bytes of a `length-first` key; undefined when it is none. */
export function decoded(key: string): Buffer | undefined {
  return /^[A-Za-z0-9+/]{43}$/.test(key) ? Buffer.from(`${key}=`, "base64") : undefined;
}

/** A wrong key gives a wrong padding, or no JSON. */
function openIvFirst(bytes: Buffer, key: string): Uint8Array {
  const cipher = createDecipheriv(CIPHER, hashed(key), bytes.subarray(0, BLOCK));
  const clear = Buffer.concat([cipher.update(bytes.subarray(BLOCK)), cipher.final()]);
  JSON.parse(clear.toString("utf8"));
  return clear;
}

function openLengthFirst(
  bytes: Buffer,
  key: string,
  receiver: string | undefined,
): Uint8Array | undefined {
  const own = decoded(key);
  if (own === undefined) return undefined;
  const cipher = createDecipheriv(CIPHER, own, own.subarray(0, BLOCK)).setAutoPadding(false);
  const padded = Buffer.concat([cipher.update(bytes), cipher.final()]);
  const padding = padded.at(-1) ?? 0;
  if (padding < 1 || padding > PADDED_TO) return undefined;
  const text = padded.subarray(0, -padding);
  const end = HEAD + text.readUInt32BE(BLOCK);
  if (end > text.length) return undefined;
  const isForUs = receiver === undefined || text.subarray(end).toString("utf8") === receiver;
  return isForUs ? text.subarray(HEAD, end) : undefined;
}

function hashed(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

function attempt<T>(open: () => T): T | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}
