// LINE, by a push message.
import { PLAIN } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const line: Format = {
  name: "line",
  title: "LINE",
  page: "https://developers.line.biz/en/reference/messaging-api/#send-push-message",
  url: "https://api.line.me/v2/bot/message/push",
  options: {
    to: { about: "the user, group or room", required: true },
    token: { about: "the channel access token", required: true },
    silent: { about: "`true` makes no sound" },
  },
  // https://developers.line.biz/en/reference/messaging-api/#text-message : 5000 UTF-16 units; such a text mentions nobody.
  text: { most: 5000, unit: "characters", escape: PLAIN, bold: ["", ""] },
  // https://developers.line.biz/en/reference/messaging-api/#rate-limits : 2,000 requests in a second.
  rates: [{ requests: 2000, perMs: 1000 }],
  shape: {
    contentType: "application/json",
    headers: {
      Authorization: "Bearer {{ options.token }}",
      // https://developers.line.biz/en/docs/messaging-api/retrying-api-request/ : the same for every attempt.
      "X-Line-Retry-Key": "{{ uuid }}",
    },
    body: {
      to: "{{ options.to }}",
      messages: [{ type: "text", text: "{{ text }}" }],
      notificationDisabled: "{{ options.silent }}",
    },
  },
  answers: {
    // 409: the retry key was taken before, and so was the message.
    success: { status: [200, 409] },
    giveUpOn: { status: [400] },
    words: { code: ["body.details.property"], message: ["body.message"] },
  },
  oracle: "stand-in",
};
