// JANDI, by an incoming webhook.
import { BRACKETS } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const jandi: Format = {
  name: "jandi",
  title: "JANDI",
  page: "https://support.jandi.com/en/articles/6352697-receiving-incoming-webhooks-in-jandi",
  url: "https://wh.jandi.com/connect-api/webhook/<team>/<secret>",
  // The page names no limit; this one is ours.
  text: {
    most: 5000,
    unit: "characters",
    escape: BRACKETS,
    bold: ["", ""],
    title: { most: 200, unit: "characters" },
  },
  shape: {
    contentType: "application/json",
    // "You have to specify Accept and Content-Type in the request".
    headers: { Accept: "application/vnd.tosslab.jandi-v2+json" },
    body: {
      body: "{{ title }}",
      connectColor: "{% if incident.severity == 'info' %}#2ECC71{% else %}#E74C3C{% endif %}",
      connectInfo: [{ description: "{{ text }}" }],
    },
  },
  answers: {
    success: { status: [200] },
    giveUpOn: { status: [400] },
    words: { code: ["body.code"], message: ["body.msg", "body.message"] },
  },
  oracle: "stand-in",
};
