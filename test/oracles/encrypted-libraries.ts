// Libraries of senders that encrypt what they send, after WeCom's way.
import { load } from "./load.ts";
import { post, type Oracle } from "./oracle.ts";

const TOKEN = "a-token-of-both-sides";
const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const CORP = "ww1234567890abcdef";
const NONCE = "nonce-1";

const isEqual = (one: unknown, other: unknown): boolean => one === other;

export const ENCRYPTED_LIBRARIES: readonly Oracle[] = [
  {
    preset: "wecom",
    secret: TOKEN,
    decrypt: { key: KEY, receiver: CORP },
    sign: (body, now) => {
      const { encrypt, getSignature } = load("@wecom/crypto");
      const time = String(Math.floor(now / 1000));
      const sealed = encrypt(KEY, body, CORP);
      const query = new URLSearchParams({
        msg_signature: getSignature(TOKEN, time, NONCE, sealed),
        timestamp: time,
        nonce: NONCE,
      }).toString();
      const xml = `<xml><ToUserName><![CDATA[${CORP}]]></ToUserName><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`;
      return post(xml, { "content-type": "text/xml" }, `/hooks/a?${query}`);
    },
    accepts: ({ url }, body) => {
      const { decrypt, getSignature } = load("@wecom/crypto");
      const query = new URLSearchParams(url.split("?")[1]);
      const sealed = /<Encrypt><!\[CDATA\[(.*)\]\]><\/Encrypt>/.exec(body)?.[1] ?? "";
      const own = getSignature(TOKEN, query.get("timestamp"), query.get("nonce"), sealed);
      return isEqual(own, query.get("msg_signature")) && isEqual(decrypt(KEY, sealed).id, CORP);
    },
  },
  {
    preset: "dingtalk-event",
    secret: TOKEN,
    decrypt: { key: KEY, receiver: CORP },
    sign: (body, now) => {
      const Encryptor = load("dingtalk-encrypt");
      const time = String(now);
      // It encrypts a text as a URI has it, which DingTalk does not: of it only the signature is taken.
      const encrypt: string = load("@wecom/crypto").encrypt(KEY, body, CORP);
      const signature: string = new Encryptor(TOKEN, KEY, CORP).getSignature(
        TOKEN,
        time,
        NONCE,
        encrypt,
      );
      const query = new URLSearchParams({
        msg_signature: signature,
        timestamp: time,
        nonce: NONCE,
      });
      return post(JSON.stringify({ encrypt }), {}, `/hooks/a?${query.toString()}`);
    },
    accepts: ({ url }, body) => {
      const Encryptor = load("dingtalk-encrypt");
      const query = new URLSearchParams(url.split("?")[1]);
      const { encrypt } = JSON.parse(body) as { encrypt: string };
      const [signature, time, nonce] = ["msg_signature", "timestamp", "nonce"].map((name) =>
        query.get(name),
      );
      return new Encryptor(TOKEN, KEY, CORP).getDecryptMsg(signature, time, nonce, encrypt) !== "";
    },
  },
];

/** What the library makes of an answer of ours: the word in it. */
export function openedByDingtalk(answer: string): string {
  const {
    msg_signature: signature,
    timeStamp,
    nonce,
    encrypt,
  } = JSON.parse(answer) as Record<string, string>;
  const Encryptor = load("dingtalk-encrypt");
  return new Encryptor(TOKEN, KEY, CORP).getDecryptMsg(signature, timeStamp, nonce, encrypt);
}
