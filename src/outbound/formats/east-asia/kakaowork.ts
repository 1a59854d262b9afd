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
  // A text block has at most 500 characters, by a client whose other bounds are those of the vendor's pages; of `text`
  // no page that could be read names one:
  // https://github.com/skyoo2003/kakaowork-py/blob/07bf17cbb9d1dd713564b3f694923b8781bb7844/kakaowork/blockkit.py
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
