// What an agent is told of messages, calls and mail: templates, one for each preset. A message is to be answered, so its
// words come first and all else is short. Must not hold what a vendor does not document.
import { AS_TIME, fact, first, lines, MS_AS_TIME } from "./facts.ts";

/** https://core.telegram.org/bots/api#update */
const TELEGRAM = [
  first(
    "it",
    "body.message",
    "body.edited_message",
    "body.channel_post",
    "body.callback_query.message",
  ),
  first("who", "body.callback_query.from", "it.from"),
  `Telegram: {% if body.callback_query %}a button was pressed{% elsif body.edited_message %}a message was changed{% else %}a message{% endif %} by {{ who.username | default: who.first_name }} in chat {{ it.chat.id }}.`,
  fact("Button", "body.callback_query.data"),
  first("text", "it.text", "it.caption"),
  fact("Text", "text"),
  fact("Answers", "it.reply_to_message.text"),
  "{% if it == blank %}\n{{ body }}{% endif %}",
].join("");

/** https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects */
const LINE = `LINE: events: {{ body.events.size }}.${lines("Events", "body.events", "{{ one.type }}{% if one.message %}, {{ one.message.type }}{% endif %}, by {{ one.source.userId }}{% if one.message.text %}: {{ one.message.text }}{% endif %}{% if one.postback %}: {{ one.postback.data }}{% endif %}")}`;

/** https://docs.slack.dev/apis/events-api/ , and commands, which are forms. */
const SLACK = [
  "{% if body.command %}",
  "Slack: command /{{ body.command | remove_first: '/' }} by {{ body.user_name }} in channel {{ body.channel_name }}.",
  fact("Text", "body.text"),
  "{% elsif body.event %}",
  "Slack: {{ body.event.type }}{% if body.event.user %} by {{ body.event.user }}{% endif %}{% if body.event.channel %} in channel {{ body.event.channel.id | default: body.event.channel }}{% endif %}.",
  fact("Text", "body.event.text"),
  fact("Reaction", "body.event.reaction"),
  fact("Thread", "body.event.thread_ts"),
  "{% else %}",
  "Slack: {{ body.type }} by {{ body.user.username | default: body.user.id }}.",
  lines(
    "Actions",
    "body.actions",
    "{{ one.action_id }}: {{ one.value | default: one.selected_option.value }}",
  ),
  fact("Message", "body.message.text"),
  fact("Values", "body.view.state.values"),
  "{% endif %}",
].join("");

/** https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object */
const DISCORD = [
  first("who", "body.member.user", "body.user"),
  "{% if body.event %}",
  "Discord: {{ body.event.type }}.\n{{ body.event.data }}",
  "{% else %}",
  "Discord: command {{ body.data.name | default: body.data.custom_id }} by {{ who.username }}.",
  lines("Options", "body.data.options", "{{ one.name }}: {{ one.value }}"),
  fact("Channel", "body.channel_id"),
  fact("Message", "body.message.content"),
  "{% endif %}",
].join("");

/** https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples */
const WHATSAPP = [
  "{% for entry in body.entry %}{% for change in entry.changes %}{% assign it = change.value %}",
  "{% if it.messages or it.statuses %}WhatsApp, number {{ it.metadata.display_phone_number }}.",
  lines(
    "Messages",
    "it.messages",
    "from {{ one.from }}: {{ one.text.body | default: one.button.text | default: one.interactive.button_reply.title | default: one.interactive.list_reply.title | default: one.caption | default: one.type }}",
  ),
  lines("States", "it.statuses", "{{ one.status }} for {{ one.recipient_id }}"),
  "{% else %}{{ change.field }}: {{ it }}{% endif %}{% endfor %}{% endfor %}",
].join("");

/** https://www.twilio.com/docs/messaging/guides/webhook-request, and of calls. */
const TWILIO = [
  first("from", "body.From", "query.From"),
  first("to", "body.To", "query.To"),
  "{% if body.CallSid or query.CallSid %}Twilio: a call{% else %}Twilio: a message{% endif %}",
  " from {{ from }} to {{ to }}.",
  first("text", "body.Body", "query.Body"),
  fact("Text", "text"),
  '{% if body.NumMedia != "0" %}',
  fact("Pictures", "body.NumMedia"),
  "{% endif %}",
  first("status", "body.CallStatus", "body.MessageStatus", "query.CallStatus"),
  fact("Status", "status"),
  fact("Keys", "body.Digits"),
  fact("Said", "body.SpeechResult"),
].join("");

/** https://dev.twitch.tv/docs/eventsub/eventsub-reference/ */
const TWITCH = [
  "Twitch: {{ body.subscription.type }}.",
  "{% assign it = body.event %}",
  fact("Channel", "it.broadcaster_user_login"),
  fact("User", "it.user_login"),
  fact("Tier", "it.tier"),
  fact("Viewers", "it.viewers"),
  fact("Title", "it.title"),
  first("text", "it.message.text", "it.user_input"),
  fact("Text", "text"),
].join("");

/** https://developers.zoom.us/docs/api/meetings/events/ */
const ZOOM = [
  "{% assign it = body.payload.object %}",
  "Zoom: {{ body.event }}.",
  fact("Topic", "it.topic"),
  fact("Meeting", "it.id"),
  fact("Start", "it.start_time", AS_TIME),
  fact("Minutes", "it.duration"),
  fact("Participant", "it.participant.user_name"),
  lines("Files", "it.recording_files", "{{ one.recording_type }}, {{ one.file_type }}"),
].join("");

/** https://open.feishu.cn/document/server-docs/im-v1/message/events/receive: the words stand in JSON as text. */
const FEISHU = [
  ": {{ body.header.event_type | default: body.event.type }}.",
  fact("Chat", "body.event.message.chat_id"),
  fact("Sender", "body.event.sender.sender_id.open_id"),
  first("text", "body.event.message.content", "body.event.text_without_at_bot", "body.event"),
  fact("Content", "text"),
].join("");

/** https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event */
const SENDGRID = `SendGrid: events: {{ body.size }}.${lines("Events", "body", '{{ one.event }} of {{ one.email }}{% if one.reason %}: {{ one.reason }}{% endif %}{% if one.url %}: {{ one.url }}{% endif %}, at {{ one.timestamp | date: "%Y-%m-%dT%H:%M:%SZ" }}', 50)}`;

/** https://resend.com/docs/webhooks/event-types */
const RESEND = [
  "Resend: {{ body.type }}.",
  "{% assign it = body.data %}",
  fact("Subject", "it.subject"),
  fact("From", "it.from"),
  lines("To", "it.to", "{{ one }}"),
  fact("Reason", "it.bounce.message"),
  fact("Link", "it.click.link"),
  fact("Time", "body.created_at", AS_TIME),
].join("");

/** https://developers.channel.io/docs/webhook-events-1 */
const CHANNEL_TALK = [
  `Channel Talk: {{ body.event }} {{ body.type }}.`,
  first("name", "body.refers.user.name", "body.refers.manager.name", "body.refers.bot.name"),
  fact("From", "name"),
  fact("Kind", "body.entity.personType"),
  fact("Chat", "body.entity.chatId"),
  fact("Message", "body.entity.plainText"),
  fact("Time", "body.entity.createdAt", MS_AS_TIME),
].join("");

/** https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhook-payloads, and mail that a route forwards. */
const MAILGUN = [
  '{% assign it = body["event-data"] %}',
  `Mailgun: {{ it.event | default: "mail received" }}.`,
  first("from", "it.message.headers.from", "body.from"),
  fact("From", "from"),
  first("to", "it.recipient", "body.recipient"),
  fact("To", "to"),
  first("subject", "it.message.headers.subject", "body.subject"),
  fact("Subject", "subject"),
  fact("Severity", "it.severity"),
  fact("Reason", "it.reason"),
  '{% assign said = it["delivery-status"].message | default: it["delivery-status"].description %}',
  fact("Answer", "said"),
  fact("Link", "it.url"),
  fact("Time", "it.timestamp", AS_TIME),
  '{% assign text = body["stripped-text"] | default: body["body-plain"] %}',
  fact("Text", "text"),
].join("");

export const TALK: Readonly<Record<string, string>> = {
  channeltalk: CHANNEL_TALK,
  discord: DISCORD,
  feishu: `Feishu${FEISHU}`,
  lark: `Lark${FEISHU}`,
  line: LINE,
  mailgun: MAILGUN,
  resend: RESEND,
  sendgrid: SENDGRID,
  slack: SLACK,
  telegram: TELEGRAM,
  twilio: TWILIO,
  twitch: TWITCH,
  whatsapp: WHATSAPP,
  zoom: ZOOM,
};
