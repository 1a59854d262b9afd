// Signs a request as DingTalk and Feishu demand it: over the time and a secret, not over the body.
import { createHmac } from "node:crypto";
import { parseJson } from "../../language/number/parse-json.ts";
import type { Message } from "../request/outgoing-message.ts";

/** `at`: ms since the epoch, of this attempt. */
export type Seal = (message: Message, secret: string, at: number) => Message;

/** What a seal has added that a receiver may send back. */
export function sealOf({ url, body }: Message): string {
  const inQuery = URL.parse(url)?.searchParams.get("sign");
  return inQuery ?? /^\{"timestamp":"\d+","sign":"([^"]+)"/.exec(body)?.[1] ?? "";
}

export const SEALS: Readonly<Record<"dingtalk" | "feishu", Seal>> = {
  // https://open.dingtalk.com/document/robots/customize-robot-security-settings : HMAC-SHA256 with the secret as
  // key over "<ms>\n<secret>", base64, in the query.
  dingtalk(message, secret, at) {
    const sign = createHmac("sha256", secret).update(`${at}\n${secret}`).digest("base64");
    const mark = message.url.includes("?") ? "&" : "?";
    const query = `timestamp=${at}&sign=${encodeURIComponent(sign)}`;
    return { ...message, url: `${message.url}${mark}${query}` };
  },
  // https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot : "<seconds>\n<secret>" is the key and the
  // signed text is empty; both stand in the body.
  feishu(message, secret, at) {
    const timestamp = String(Math.floor(at / 1000));
    const sign = createHmac("sha256", `${timestamp}\n${secret}`).update("").digest("base64");
    const body = parseJson(message.body) as Record<string, unknown>;
    return { ...message, body: JSON.stringify({ timestamp, sign, ...body }) };
  },
};
