// Elasticsearch: one document for each event, created once.
import type { Format } from "../../format/format.ts";

export const elastic: Format = {
  name: "elastic",
  title: "Elasticsearch",
  page: "https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-create",
  url: "https://<host>:9200/<index or data stream>",
  options: { token: { about: "an API key, as it is encoded" } },
  shape: {
    method: "PUT",
    contentType: "application/json",
    headers: { Authorization: "{% if options.token %}ApiKey {{ options.token }}{% endif %}" },
    // The event's id is the document's, so that a repeated delivery is no second document.
    path: "/_create/{id}",
    body: {
      "@timestamp": "{{ time.iso }}",
      message: "{{ title }}",
      log: { level: "{{ incident.severity }}" },
      openclaw: "{{ event }}",
    },
  },
  answers: {
    // 409: a document with this id is there.
    success: { status: [200, 201, 409] },
    // `document_parsing_exception`: it does not fit the mapping.
    giveUpOn: { status: [400] },
    words: { code: ["body.error.type"], message: ["body.error.reason", "body.error"] },
  },
  oracle: "stand-in",
};
