// Feishu and Lark, by the custom bot of a group.
import { PLAIN } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const feishu: Format = {
  name: "feishu",
  title: "Feishu",
  page: "https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot",
  url: "https://open.feishu.cn/open-apis/bot/v2/hook/<secret>",
  // The page: "请求体的数据大小不能超过 20 KB", the whole request.
  text: {
    most: 18_000,
    unit: "json bytes",
    escape: PLAIN,
    bold: ["", ""],
    title: { most: 500, unit: "json bytes" },
  },
  // "单租户单机器人 100 次/分钟，5 次/秒": a bot may send 100 in a minute and 5 in a second.
  rates: [
    { requests: 100, perMs: 60_000 },
    { requests: 5, perMs: 1000 },
  ],
  shape: {
    contentType: "application/json",
    // In a post a mention is an element of its own, so that no text can be one; in `text` it would be.
    body: {
      msg_type: "post",
      content: {
        post: { en_us: { title: "{{ title }}", content: [[{ tag: "text", text: "{{ text }}" }]] } },
      },
    },
  },
  answers: {
    // A refusal is a 200 as well; older bots say `StatusCode`.
    success: { where: { any: [{ "body.code": 0 }, { "body.StatusCode": 0 }] } },
    // 9499: the message is malformed. 19021, 19022 and 19024 (sign, address, keyword) are the operator's to mend.
    giveUpOn: { where: { "body.code": 9499 } },
    // The page: 11232, also at full and half hours, when all of them send.
    busy: { where: { "body.code": 11_232 } },
    words: { code: ["body.code"], message: ["body.msg"] },
  },
  // The page: the time and the secret are the key, and nothing is signed.
  signature: {
    algorithm: "sha256",
    keyed: "key",
    from: { body: "sign" },
    extract: { kind: "whole" },
    encoding: "base64",
    signed: "{timestamp}\n{secret}",
    timestamp: { from: { body: "timestamp" }, format: "s", asText: true },
    key: { encoding: "utf8" },
  },
  oracle: "stand-in",
};
