// Google Chat, by the webhook of a space.
import { ANGLE } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const googleChat: Format = {
  name: "google-chat",
  title: "Google Chat",
  page: "https://developers.google.com/workspace/chat/quickstart/webhooks",
  url: "https://chat.googleapis.com/v1/spaces/<space>/messages?key=<key>&token=<token>",
  // https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages/create : 32,000 bytes in all.
  text: { most: 30_000, unit: "json bytes", escape: ANGLE, bold: ["*", "*"] },
  // https://developers.google.com/workspace/chat/limits : one write in a second for each space.
  rates: [{ requests: 1, perMs: 1000 }],
  shape: { contentType: "application/json; charset=UTF-8", body: { text: "{{ text }}" } },
  answers: {
    success: { status: [200] },
    giveUpOn: { status: [400] },
    words: { code: ["body.error.status", "body.error.code"], message: ["body.error.message"] },
  },
  oracle: "stand-in",
};
