// Opsgenie, by its Alert API.
import { PLAIN } from "../../format/escape.ts";
import { INCIDENT_TYPES } from "../../format/incident.ts";
import type { Format } from "../../format/format.ts";

export const opsgenie: Format = {
  name: "opsgenie",
  title: "Opsgenie",
  page: "https://docs.opsgenie.com/docs/alert-api",
  url: "https://api.opsgenie.com/v2/alerts",
  options: { token: { about: "the API key of an integration", required: true } },
  events: INCIDENT_TYPES,
  // `message` has at most 130 characters, `description` 15000, `alias` 512, `source` 100.
  text: {
    most: 15_000,
    unit: "characters",
    escape: PLAIN,
    bold: ["", ""],
    title: { most: 130, unit: "characters" },
  },
  shape: {
    contentType: "application/json",
    headers: { Authorization: "GenieKey {{ options.token }}" },
    body: {
      message: "{{ title }}",
      alias: "{{ incident.key }}",
      description: "{{ text }}",
      priority:
        "{% case incident.severity %}{% when 'critical' %}P1{% when 'error' %}P2{% when 'warning' %}P3{% else %}P5{% endcase %}",
      source: "{{ source | slice: 0, 100 }}",
      details: {
        id: "{{ event.id }}",
        type: "{{ event.type }}",
        agentId: "{{ event.data.agentId }}",
      },
    },
  },
  variants: {
    by: "action",
    shapes: {
      // https://docs.opsgenie.com/docs/alert-api#close-alert
      resolve: {
        contentType: "application/json",
        headers: { Authorization: "GenieKey {{ options.token }}" },
        path: "/{key}/close?identifierType=alias",
        body: { source: "{{ source | slice: 0, 100 }}", note: "{{ title }}" },
      },
    },
  },
  answers: {
    // It says that it will be processed; an alert that is not there any more is closed.
    success: { status: [202] },
    giveUpOn: { status: [400, 422] },
    words: { code: ["body.code"], message: ["body.message"] },
  },
  oracle: "stand-in",
};
