// What the senders read who hold a conversation: the reply in their own form, at once or later. Data alone.
import type { SenderAnswer } from "./sender-answer.ts";

/**
 * Anything but XML is its error 12300: https://www.twilio.com/docs/api/errors/12300. Calls have a `CallSid`, messages
 * none: https://www.twilio.com/docs/messaging/guides/webhook-request. A message has 1,600 characters at most
 * (https://www.twilio.com/docs/api/errors/21617), and an answer may hold several: a longer reply is ten at most. What a voice takes depends on whose it is, and in no case more than
 * 4,500 when it is URL-encoded: https://www.twilio.com/docs/api/errors/13521. It waits 15 s, connecting included:
 * https://www.twilio.com/docs/api/errors/11205.
 */
export const TWIML: SenderAnswer = {
  contentType: "text/xml",
  body: `<?xml version="1.0" encoding="UTF-8"?><Response>{% if reply %}{% if body.CallSid or query.CallSid %}<Say>{{ reply | truncate: 1500 }}</Say>{% else %}{% assign pages = reply.size | plus: 1599 | divided_by: 1600 | floor | at_most: 10 %}{% for page in (1..pages) %}{% assign start = forloop.index0 | times: 1600 %}<Message>{{ reply | slice: start, 1600 }}</Message>{% endfor %}{% endif %}{% endif %}</Response>`,
  withinMs: 13_000,
};

/** Also where the run has failed, or had nothing to say: whoever asked waits for it. */
const WORDS = `{% if data.error %}{% assign none = "The run failed." %}{% else %}{% assign none = "(no reply)" %}{% endif %}`;
/** A model's words mention nobody: https://docs.slack.dev/messaging/formatting-message-text#escaping */
const SLACK_TEXT = `${WORDS}{{ data.reply | default: none | replace: "&", "&amp;" | replace: "<", "&lt;" | replace: ">", "&gt;" }}`;

/**
 * Commands and interactions want an empty 200 within 3 s, and take the reply at their `response_url` for 30 minutes:
 * https://docs.slack.dev/interactivity/implementing-slash-commands#responding_to_commands,
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses. Events want any 2xx.
 */
export const SLACK_ANSWER: SenderAnswer = {
  body: "",
  later: {
    url: "{response_url}",
    hosts: ["hooks.slack.com", "hooks.slack-gov.com"],
    method: "POST",
    body: {
      response_type: "ephemeral",
      replace_original: false,
      text: SLACK_TEXT,
    },
    withinMs: 30 * 60_000,
  },
};

const DISCORD_TEXT = `${WORDS}{{ data.reply | default: none }}`;
/** A model's words ping nobody: https://docs.discord.com/developers/resources/message#allowed-mentions-object */
const NOBODY = { parse: [] };

/**
 * An interaction is answered within 3 s, or deferred (type 5) and edited within 15 minutes; what is typed is
 * completed by choices (type 8). An event wants a 204.
 * https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object
 * https://docs.discord.com/developers/events/webhook-events#responding-to-events
 */
export const DISCORD_ANSWER: SenderAnswer = {
  cases: [
    // "You must provide a valid Content-Type", which it says of pings.
    { where: { "body.event": { exists: true } }, status: 204, contentType: "application/json" },
    { where: { "body.type": 4 }, body: { type: 8, data: { choices: [] } } },
  ],
  body: { type: 5 },
  later: {
    url: "https://discord.com/api/v10/webhooks/{application_id}/{token}/messages/@original",
    hosts: ["discord.com"],
    method: "PATCH",
    body: { content: DISCORD_TEXT, allowed_mentions: NOBODY },
    // So long may a message be: https://docs.discord.com/developers/resources/webhook#edit-webhook-message. More of it
    // are follow-ups: https://docs.discord.com/developers/interactions/receiving-and-responding#create-followup-message
    pages: { field: "content", most: 2000, without: "/messages/@original" },
    withinMs: 15 * 60_000,
  },
};

/**
 * A message of a robot brings an address of its own, good for an hour and a half, that takes the reply.
 * https://open.dingtalk.com/document/orgapp/receive-message
 */
export const DINGTALK_ANSWER: SenderAnswer = {
  body: "",
  later: {
    url: "{sessionWebhook}",
    hosts: ["oapi.dingtalk.com"],
    method: "POST",
    body: {
      msgtype: "text",
      text: { content: `${WORDS}{{ data.reply | default: none }}` },
    },
    withinMs: 60 * 60_000,
  },
};
