// Slack, by an incoming webhook.
import { SLACK } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const slack: Format = {
  name: "slack",
  title: "Slack",
  page: "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
  url: "https://hooks.slack.com/services/<team>/<app>/<secret>",
  // https://docs.slack.dev/reference/block-kit/blocks/section-block : a section's text has at most 3000 characters.
  text: { most: 3000, unit: "characters", escape: SLACK, bold: ["*", "*"] },
  // https://docs.slack.dev/apis/web-api/rate-limits : "1 per second" for incoming webhooks, with short bursts.
  rates: [{ requests: 1, perMs: 1000 }],
  shape: {
    contentType: "application/json",
    body: {
      // Shown in notifications; `verbatim` keeps names and channels in the text from becoming links.
      text: "{{ text }}",
      blocks: [{ type: "section", text: { type: "mrkdwn", text: "{{ text }}", verbatim: true } }],
      unfurl_links: false,
      unfurl_media: false,
    },
  },
  answers: {
    // `ok` as text; a workflow's webhook answers `{"ok":true}`.
    success: { status: [200], where: { any: [{ body: "ok" }, { "body.ok": true }] } },
    // `invalid_payload`, `no_text`: the message stays wrong.
    giveUpOn: { status: [400] },
    words: { code: ["body.error"], message: ["body.error"] },
  },
  oracle: "stand-in",
};
