// KakaoWork, by a bot.
import { PLAIN } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const kakaowork: Format = {
  name: "kakaowork",
  title: "KakaoWork",
  page: "https://docs.kakaoi.ai/kakao_work/webapireference/messages/",
  url: "https://api.kakaowork.com/v1/messages.send",
  options: {
    token: { about: "the bot's app key", required: true },
    conversationId: { about: "the conversation", required: true },
  },
  // From memory: 500 characters for a text, where other senders cut as well. The page's own list was not to be read.
  text: { most: 500, unit: "characters", escape: PLAIN, bold: ["", ""] },
  shape: {
    contentType: "application/json",
    headers: { Authorization: "Bearer {{ options.token }}" },
    body: { conversation_id: "{{ options.conversationId }}", text: "{{ text }}" },
  },
  answers: {
    success: { where: { "body.success": true } },
    words: { code: ["body.error.code"], message: ["body.error.message"] },
  },
  oracle: "stand-in",
};
