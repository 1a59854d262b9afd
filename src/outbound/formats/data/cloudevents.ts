// CloudEvents 1.0 over HTTP, in all of its modes.
import type { Format, RequestShape } from "../../format/format.ts";

// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#required-attributes
const ATTRIBUTES = {
  specversion: "1.0",
  id: "{{ event.id }}",
  source: "{{ source }}",
  type: "openclaw.{{ event.type }}",
  time: "{{ time.iso }}",
};

const structured: RequestShape = {
  // Without a charset: JSON is UTF-8, and the project's own SDK for JavaScript refuses the type with one.
  contentType: "application/cloudevents+json",
  body: { ...ATTRIBUTES, datacontenttype: "application/json", data: "{{ event.data }}" },
};

export const cloudevents: Format = {
  name: "cloudevents",
  title: "CloudEvents",
  page: "https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md",
  url: "https://<host>/<path>",
  options: {
    mode: { about: "how it is written", oneOf: ["structured", "binary", "batched"] },
  },
  shape: structured,
  variants: {
    by: "mode",
    shapes: {
      binary: {
        contentType: "application/json",
        headers: Object.fromEntries(
          Object.entries(ATTRIBUTES).map(([name, template]) => [`ce-${name}`, template]),
        ),
        body: "{{ event.data }}",
      },
      batched: {
        ...structured,
        contentType: "application/cloudevents-batch+json",
        frame: { list: true },
      },
    },
  },
  answers: {
    success: { status: ["2xx"] },
    words: { code: ["body.code"], message: ["body.message", "body.error"] },
  },
  oracle: "`cloudevents`",
};
