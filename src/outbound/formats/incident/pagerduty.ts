// PagerDuty, by the Events API v2.
import { PLAIN } from "../../format/escape.ts";
import { INCIDENT_TYPES } from "../../format/incident.ts";
import type { Format } from "../../format/format.ts";

export const pagerduty: Format = {
  name: "pagerduty",
  title: "PagerDuty",
  page: "https://developer.pagerduty.com/docs/send-alert-event",
  url: "https://events.pagerduty.com/v2/enqueue",
  options: { token: { about: "the integration's routing key", required: true } },
  events: INCIDENT_TYPES,
  // `summary` has at most 1024 characters; an event 512 KB.
  text: {
    most: 20_000,
    unit: "characters",
    escape: PLAIN,
    bold: ["", ""],
    title: { most: 1024, unit: "characters" },
  },
  shape: {
    contentType: "application/json",
    body: {
      routing_key: "{{ options.token }}",
      event_action: "{{ incident.action }}",
      // At most 255 characters; the same opens no second incident, and resolves it.
      dedup_key: "{{ incident.key }}",
      payload: {
        summary: "{{ title }}",
        source: "{{ source }}",
        severity: "{{ incident.severity }}",
        timestamp: "{{ time.iso }}",
        class: "{{ event.type }}",
        component: "{{ event.data.agentId }}",
        custom_details: { id: "{{ event.id }}", text: "{{ text }}" },
      },
      client: "OpenClaw",
    },
  },
  answers: {
    success: { status: [202] },
    // "invalid event": it stays one.
    giveUpOn: { status: [400] },
    words: { code: ["body.status"], message: ["body.errors", "body.message"] },
  },
  oracle: "stand-in",
};
