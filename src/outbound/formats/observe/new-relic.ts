// New Relic, by its Log API.
import type { Format } from "../../format/format.ts";

export const newRelic: Format = {
  name: "new-relic",
  title: "New Relic",
  page: "https://docs.newrelic.com/docs/logs/log-api/introduction-log-api/",
  url: "https://log-api.newrelic.com/log/v1",
  options: { token: { about: "the license key", required: true } },
  shape: {
    contentType: "application/json",
    headers: { "Api-Key": "{{ options.token }}" },
    frame: { list: true },
    body: {
      common: { attributes: { logtype: "openclaw", hostname: "{{ event.instanceId }}" } },
      logs: [
        {
          timestamp: "{{ time.ms }}",
          message: "{{ title }}",
          attributes: { level: "{{ incident.severity }}", openclaw: "{{ event }}" },
        },
      ],
    },
  },
  answers: {
    success: { status: [202] },
    // 413: larger than 1 MB.
    giveUpOn: { status: [400, 413] },
    words: { code: ["body.code"], message: ["body.message", "body.error"] },
  },
  oracle: "stand-in",
};
