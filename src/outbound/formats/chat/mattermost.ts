// Mattermost, by an incoming webhook.
import { MARKDOWN } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const mattermost: Format = {
  name: "mattermost",
  title: "Mattermost",
  page: "https://developers.mattermost.com/integrate/webhooks/incoming/",
  url: "https://<server>/hooks/<secret>",
  options: {
    channel: { about: "the channel, where it is not the webhook's own" },
    username: { about: "the name that is shown in place of the webhook's" },
  },
  // `PostMessageMaxRunesV2`: 16383 characters (https://github.com/mattermost/mattermost/blob/master/server/public/model/post.go);
  // the server takes longer ones apart by itself (`splitWebhookPost` in server/channels/app/webhook.go).
  text: { most: 16_383, unit: "characters", escape: MARKDOWN, bold: ["**", "**"] },
  shape: {
    contentType: "application/json",
    body: {
      text: "{{ text }}",
      channel: "{{ options.channel }}",
      username: "{{ options.username }}",
    },
  },
  answers: {
    success: { status: [200], where: { body: "ok" } },
    giveUpOn: { where: { "body.id": { startsWith: "web.incoming_webhook.parse" } } },
    words: { code: ["body.id"], message: ["body.message"] },
  },
  oracle: "`markdown-it` and a stand-in",
};
