// Telegram, by a bot.
import { TELEGRAM } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const telegramBot: Format = {
  name: "telegram-bot",
  title: "Telegram",
  page: "https://core.telegram.org/bots/api#sendmessage",
  url: "https://api.telegram.org/bot<token>/sendMessage",
  options: {
    chatId: { about: "the chat: a number, or @channelname", required: true },
    threadId: { about: "the topic of a forum" },
    silent: { about: "`true` makes no sound" },
  },
  // "1-4096 characters after entities parsing"; counted here as they are written, which is never less.
  text: { most: 4096, unit: "characters", escape: TELEGRAM, bold: ["<b>", "</b>"] },
  // https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this : one in a second for a chat.
  rates: [{ requests: 1, perMs: 1000 }],
  shape: {
    contentType: "application/json",
    body: {
      chat_id: "{{ options.chatId }}",
      message_thread_id: "{{ options.threadId }}",
      text: "{{ text }}",
      parse_mode: "HTML",
      link_preview_options: { is_disabled: true },
      disable_notification: "{{ options.silent }}",
    },
  },
  answers: {
    // It repeats the message, in which each letter may take six bytes: longer than what is read of an answer.
    success: { status: [200], where: { not: { "body.ok": false } } },
    // What the text itself is refused for; a chat that is not found is the operator's to mend.
    giveUpOn: {
      where: {
        any: ["can't parse entities", "message is too long", "text is empty"].map((words) => ({
          "body.description": { contains: words },
        })),
      },
    },
    wait: { path: "body.parameters.retry_after", unit: "s" },
    words: { code: ["body.error_code"], message: ["body.description"] },
  },
  oracle: "stand-in",
};
