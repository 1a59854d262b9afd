// What a person is told of an event when the operator gives no words of their own: a headline, and what was said.
import type { EventType } from "../../generated/event-types.ts";

export interface Wording {
  title: string;
  text: string;
}

const WHO = `{{ data.agentId | default: "the agent" }}`;
const ON = "{% if data.channel %} on {{ data.channel }}{% endif %}";
const SENDER = `{{ data.sender.name | default: data.sender.username | default: data.sender.id | default: data.userId | default: "a user" }}`;
const ABOUT = "{% if data.agentId %}\nAgent: {{ data.agentId }}{% endif %}";
const MODEL = "{% if data.error.model %}\nModel: {{ data.error.model }}{% endif %}";
const CODE = "{% if data.error.code %} ({{ data.error.code }}){% endif %}";
const NAME = "{{ data.endpoint.name }}";

/** Liquid templates over the envelope, for each type that there is. All fields but ids may be missing. */
export const WORDING: Readonly<Record<EventType, Wording>> = {
  "message.received": {
    title: `💬 ${SENDER} to ${WHO}${ON}`,
    text: "{{ data.message.content }}",
  },
  "message.sent": {
    title: `🤖 ${WHO} replied${ON}`,
    text: "{{ data.message.content }}",
  },
  "session.created": {
    title: `🟢 New session of ${WHO}${ON}`,
    text: "{{ data.sessionKey }}",
  },
  "session.ended": {
    title: `⚪ Session of ${WHO} ended{% if data.reason %}: {{ data.reason }}{% endif %}`,
    text: "{{ data.sessionKey }}{% if data.messageCount %}\nMessages: {{ data.messageCount }}{% endif %}",
  },
  "tool.called": {
    title: `🔧 ${WHO} calls {{ data.tool.name | default: "a tool" }}`,
    text: "{{ data.tool.params }}",
  },
  "tool.completed": {
    title: `{% if data.tool.success == false %}❌{% else %}✅{% endif %} {{ data.tool.name | default: "A tool" }}{% if data.tool.success == false %} failed{% else %} finished{% endif %}{% if data.tool.durationMs %} in {{ data.tool.durationMs }} ms{% endif %}`,
    text: `{{ data.tool.error | default: data.tool.result }}${ABOUT}`,
  },
  "error.occurred": {
    title: `🚨 {% case data.error.kind %}{% when "delivery" %}A reply of ${WHO} could not be delivered{% when "inbound" %}A request to ${WHO} failed{% else %}A run of ${WHO} failed{% endcase %}${ON}`,
    text: `{{ data.error.message }}${CODE}${MODEL}`,
  },
  "inbound.completed": {
    title: "📥 Request to {{ data.request.route }} answered",
    text: "{{ data.reply }}",
  },
  "inbound.failed": {
    title: "🚨 Request to {{ data.request.route }} failed",
    text: `{{ data.error.message }}${CODE}${ABOUT}`,
  },
  "endpoint.failing": {
    title: `⚠️ Webhook endpoint ${NAME} keeps failing`,
    text: "{{ data.endpoint.reason }}",
  },
  "endpoint.disabled": {
    title: `⛔ Webhook endpoint ${NAME} is disabled`,
    text: "{{ data.endpoint.reason }}",
  },
  "endpoint.recovered": {
    title: `✅ Webhook endpoint ${NAME} takes deliveries again`,
    text: "{{ data.endpoint.reason }}",
  },
  "delivery.dead": {
    title: `☠️ {{ data.count }} {% if data.count == 1 %}delivery{% else %}deliveries{% endif %} to ${NAME} given up`,
    text: `See: openclaw webhook list --status dead --endpoint ${NAME}`,
  },
  "backlog.growing": {
    title: `🐢 {{ data.waiting }} {% if data.waiting == 1 %}delivery waits{% else %}deliveries wait{% endif %} for ${NAME}`,
    text: "The oldest is due since {{ data.oldestDueAt }}.{% if data.endpoint.reason %}\n{{ data.endpoint.reason }}{% endif %}",
  },
  "webhook.test": {
    title: "🔔 Test from OpenClaw on {{ instanceId }}",
    text: "{{ data.message.content }}",
  },
};
