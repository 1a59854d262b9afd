// Discord, by a channel's webhook.
import { DISCORD } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const discord: Format = {
  name: "discord",
  title: "Discord",
  page: "https://docs.discord.com/developers/resources/webhook#execute-webhook",
  url: "https://discord.com/api/webhooks/<id>/<token>",
  options: {
    username: { about: "the name that is shown in place of the webhook's" },
    avatarUrl: { about: "the picture that is shown in place of the webhook's" },
  },
  // "the message contents (up to 2000 characters)"
  text: { most: 2000, unit: "characters", escape: DISCORD, bold: ["**", "**"] },
  // https://docs.discord.com/developers/topics/rate-limits : told by each answer. A webhook takes 5 in 2 s and its channel
  // 30 in a minute, says Discord: https://github.com/discord/discord-api-docs/issues/367
  rates: [
    { requests: 5, perMs: 2000 },
    { requests: 30, perMs: 60_000 },
  ],
  shape: {
    contentType: "application/json",
    body: {
      content: "{{ text }}",
      username: "{{ options.username }}",
      avatar_url: "{{ options.avatarUrl }}",
      // https://docs.discord.com/developers/resources/message#allowed-mentions-object : an empty list pings nobody.
      allowed_mentions: { parse: [] },
    },
  },
  answers: {
    success: { status: [200, 204] },
    // https://docs.discord.com/developers/topics/opcodes-and-status-codes : 50035 and others, a message that
    // stays wrong. A webhook that is gone (404, 10015) is the operator's to mend.
    giveUpOn: { status: [400] },
    wait: { path: "body.retry_after", unit: "s" },
    words: { code: ["body.code"], message: ["body.message"] },
  },
  oracle: "`discord-markdown-parser` and a stand-in",
};
