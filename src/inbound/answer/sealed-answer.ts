// A word that goes back signed and encrypted, as DingTalk's events want to be answered.
// https://open.dingtalk.com/document/orgapp/configure-event-subcription
import { createHash, createHmac } from "node:crypto";
import { encrypt, type EncryptionKeys } from "../../signature/decrypt.ts";

export interface SealTerms {
  /** The token that both sides sign with. */
  secret: string;
  encryption: EncryptionKeys;
  /** Ms since the epoch. */
  at: number;
  /** Of one request. */
  id: string;
}

/** JSON. Undefined where there is no key for it. */
export function sealedAnswer(
  word: string,
  { secret, encryption: { keys, receiver }, at, id }: SealTerms,
): string | undefined {
  const [key] = keys;
  if (key === undefined) return undefined;
  const timeStamp = String(at);
  const nonce = createHash("sha256").update(id).digest("hex").slice(0, 16);
  // Nobody without the key can tell it from a random one, and each request has another.
  const random = createHmac("sha256", key).update(`${id} ${timeStamp}`).digest().subarray(0, 16);
  try {
    const sealed = encrypt(Buffer.from(word), "length-first", { key, receiver, random });
    const text = [secret, timeStamp, nonce, sealed].sort().join("");
    const signature = createHash("sha1").update(text).digest("hex");
    return JSON.stringify({ msg_signature: signature, encrypt: sealed, timeStamp, nonce });
  } catch {
    return undefined;
  }
}
