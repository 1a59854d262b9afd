// Datadog, as a log.
import type { Format } from "../../format/format.ts";

export const datadog: Format = {
  name: "datadog",
  title: "Datadog",
  page: "https://docs.datadoghq.com/api/latest/logs/#send-logs",
  url: "https://http-intake.logs.<site>/api/v2/logs",
  options: {
    token: { about: "the API key", required: true },
    service: { about: "the service", fallback: "openclaw" },
    tags: { about: "tags, comma-separated" },
  },
  shape: {
    contentType: "application/json",
    headers: { "DD-API-KEY": "{{ options.token }}" },
    frame: { list: true },
    body: {
      ddsource: "openclaw",
      ddtags: "{{ options.tags }}",
      service: "{{ options.service }}",
      hostname: "{{ event.instanceId }}",
      status: "{{ incident.severity }}",
      timestamp: "{{ time.ms }}",
      message: "{{ title }}",
      openclaw: "{{ event }}",
    },
  },
  answers: {
    success: { status: [202] },
    // 413: larger than 5 MB.
    giveUpOn: { status: [400, 413] },
    words: { code: ["body.errors.title"], message: ["body.errors.detail", "body.errors"] },
  },
  oracle: "stand-in",
};
