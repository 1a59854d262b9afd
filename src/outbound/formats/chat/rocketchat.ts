// Rocket.Chat, by an incoming integration.
import { MARKDOWN } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const rocketchat: Format = {
  name: "rocketchat",
  title: "Rocket.Chat",
  page: "https://docs.rocket.chat/docs/integrations",
  url: "https://<server>/hooks/<id>/<secret>",
  options: {
    channel: { about: "the channel, where it is not the integration's own" },
    alias: { about: "the name that is shown in place of the integration's" },
  },
  // Its setting `Message_MaxAllowedSize`, 5000 unless it was changed:
  // https://github.com/RocketChat/Rocket.Chat/blob/develop/apps/meteor/server/settings/message.ts
  text: { most: 5000, unit: "characters", escape: MARKDOWN, bold: ["*", "*"] },
  shape: {
    contentType: "application/json",
    body: {
      text: "{{ text }}",
      channel: "{{ options.channel }}",
      alias: "{{ options.alias }}",
    },
  },
  answers: {
    success: { status: [200], where: { "body.success": true } },
    words: { code: ["body.errorType"], message: ["body.error"] },
  },
  oracle: "`markdown-it` and a stand-in",
};
