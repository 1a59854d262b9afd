// The one word that a sender has to read, or it sends again. Data alone.
import type { SenderAnswer } from "./sender-answer.ts";

export const answerWith = (word: string): SenderAnswer => ({
  contentType: "text/plain",
  body: word,
});

/** With anything else it goes on for 25 hours: https://global.alipay.com/help/online/91 */
export const SUCCESS = answerWith("success");

/**
 * Any 2xx is enough for the webhooks of today; those that were set up as notifications want the word.
 * https://docs.adyen.com/development-resources/webhooks/
 */
export const ACCEPTED = answerWith("[accepted]");
