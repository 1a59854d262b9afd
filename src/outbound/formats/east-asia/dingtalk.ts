// DingTalk, by a group's custom robot.
import { PLAIN } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const dingtalk: Format = {
  name: "dingtalk",
  title: "DingTalk",
  page: "https://open.dingtalk.com/document/robots/custom-robot-access",
  url: "https://oapi.dingtalk.com/robot/send?access_token=<token>",
  // A longer request is answered 460101, "message too long, exceed 20000 bytes":
  // https://github.com/timonwong/prometheus-webhook-dingtalk/issues/30 , https://github.com/Le0nsec/SecCrawler/issues/12
  text: { most: 18_000, unit: "json bytes", escape: PLAIN, bold: ["", ""] },
  // "每个机器人每分钟最多发送20条": 20 messages a minute, then ten minutes of nothing.
  rates: [{ requests: 20, perMs: 60_000 }],
  shape: {
    contentType: "application/json",
    // A text is shown as it is; only `at` calls anybody.
    body: { msgtype: "text", text: { content: "{{ text }}" }, at: { isAtAll: false } },
  },
  answers: {
    // A refusal is a 200 as well.
    success: { where: { "body.errcode": 0 } },
    // 400xxx: the message or its parameters are wrong. 310000 (keywords, sign, ip) and 300001 (token) are the
    // operator's to mend, and what waits is sent then.
    giveUpOn: { where: { "body.errcode": { gte: 400_000, lt: 500_000 } } },
    // "send too fast, exceed 20 times per minute": https://github.com/ccfos/nightingale/issues/369
    busy: { where: { "body.errcode": 130_101 } },
    words: { code: ["body.errcode"], message: ["body.errmsg"] },
  },
  // https://open.dingtalk.com/document/robots/customize-robot-security-settings : over the time and the secret, with
  // the secret as key; not over the body.
  signature: {
    algorithm: "sha256",
    from: { query: "sign" },
    extract: { kind: "whole" },
    encoding: "base64",
    signed: "{timestamp}\n{secret}",
    timestamp: { from: { query: "timestamp" }, format: "ms" },
    key: { encoding: "utf8" },
  },
  oracle: "stand-in",
};
