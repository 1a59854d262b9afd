// Grafana Loki.
import type { Format } from "../../format/format.ts";

export const loki: Format = {
  name: "loki",
  title: "Loki",
  page: "https://grafana.com/docs/loki/latest/reference/loki-http-api/#ingest-logs",
  url: "https://<host>/loki/api/v1/push",
  options: {
    token: { about: "a bearer token; basic credentials go into `headers`" },
    tenant: { about: "the tenant, sent as X-Scope-OrgID" },
    job: { about: "the label `job`", fallback: "openclaw" },
  },
  shape: {
    contentType: "application/json",
    headers: {
      Authorization: "{% if options.token %}Bearer {{ options.token }}{% endif %}",
      "X-Scope-OrgID": "{{ options.tenant }}",
    },
    body: {
      streams: [
        {
          // Few values each: every combination is a stream of its own.
          stream: {
            job: "{{ options.job }}",
            type: "{{ event.type }}",
            level: "{{ incident.severity }}",
          },
          values: [["{{ time.ns }}", "{{ json }}"]],
        },
      ],
    },
  },
  answers: {
    success: { status: [204] },
    giveUpOn: { status: [400] },
    words: { code: ["body.code"], message: ["body.message"] },
  },
  oracle: "stand-in",
};
