// WeCom, by the robot of a group.
import { OPENING } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const wecom: Format = {
  name: "wecom",
  title: "WeCom",
  page: "https://developer.work.weixin.qq.com/document/path/91770",
  url: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=<key>",
  // 2048 bytes in UTF-8; `<@userid>` in a text calls a member.
  text: { most: 2048, unit: "bytes", escape: OPENING, bold: ["", ""] },
  // 20 messages in a minute.
  rates: [{ requests: 20, perMs: 60_000 }],
  shape: {
    contentType: "application/json",
    body: { msgtype: "text", text: { content: "{{ text }}" } },
  },
  answers: {
    // A refusal is a 200 as well.
    success: { where: { "body.errcode": 0 } },
    // https://developer.work.weixin.qq.com/document/path/90313 : 40058, a parameter is wrong; 44004, no text.
    giveUpOn: { where: { "body.errcode": { in: [40_058, 44_004] } } },
    busy: { where: { "body.errcode": 45_009 } },
    words: { code: ["body.errcode"], message: ["body.errmsg"] },
  },
  oracle: "stand-in",
};
