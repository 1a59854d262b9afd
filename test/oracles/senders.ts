// One request of every preset as its sender makes it.
import { proven } from "../../src/cli/offline/send/proven.ts";
import type { RouteAuth } from "../../src/config/route/route-settings.ts";
import { PRESETS } from "../../src/inbound/proof/presets/presets.ts";
import type { Message } from "../../src/signature/message.ts";
import { BODIES } from "./bodies.ts";
import { ORACLES, signedRequest } from "./signed.ts";

/** Senders that show a secret, or a token that says nothing of the body, and have a library all the same. */
const SHOWN: ReadonlySet<string> = new Set([
  "dingtalk",
  "figma",
  "gitee",
  "gitlab",
  "mailgun",
  "mercadopago",
  "microsoft-graph",
  "monday",
  "pubsub",
  "telegram",
]);

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BASE64_SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const URL_AS_KNOWN = "https://me.example.com/hooks/a";

export interface Sender {
  preset: string;
  secret: string;
  url: string | undefined;
  keys?: readonly string[] | undefined;
  /** What its route says beside secret and URL. */
  more?: object;
  /** A signature, or a token with its hash, binds the body. */
  isBound: boolean;
  request: (now: number) => Promise<Message>;
}

/** By its library where there is one; the others as the command line sends them. */
export const SENDERS: readonly Sender[] = PRESETS.map(({ name, oracle: claim, secretForm }) => {
  const isBound = !SHOWN.has(name) && claim !== "no signature";
  const oracle = ORACLES.find(({ preset }) => preset === name);
  const body = BODIES["unicode"] ?? "";
  if (oracle !== undefined) {
    const { preset, secret, url, keys, expect, decrypt } = oracle;
    return {
      preset,
      secret,
      url,
      keys,
      more: { ...(expect && { expect }), ...(decrypt && { decrypt }) },
      isBound,
      request: (now) => signedRequest(oracle, body, now),
    };
  }
  const secret = secretForm === "base64" ? BASE64_SECRET : SECRET;
  const secrets = [{ value: secret }];
  const auth: RouteAuth = { kind: "preset", preset: name, secrets, url: URL_AS_KNOWN };
  const bare = { method: "POST", url: "/", headers: { "content-type": "application/json" } };
  const rest = { query: {}, rawBody: Buffer.from(body), peer: "127.0.0.1", receivedAt: 0 };
  return {
    preset: name,
    secret,
    url: URL_AS_KNOWN,
    isBound,
    request: (now) => Promise.resolve(proven({ ...bare, ...rest }, auth, { now })),
  };
});

/** The same body with another word in it, or another letter of what is encrypted. */
export function withOtherWords(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString("utf8");
  return Buffer.from(
    text.replace(/na(?:ï|%C3%AF)ve|(?<="encrypt":"|<Encrypt><!\[CDATA\[)./, "other"),
  );
}
