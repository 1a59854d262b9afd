// ntfy, published as JSON.
import { PLAIN } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const ntfy: Format = {
  name: "ntfy",
  title: "ntfy",
  page: "https://docs.ntfy.sh/publish/#publish-as-json",
  url: "https://ntfy.sh",
  options: {
    topic: { about: "the topic", required: true },
    token: { about: "the access token, where the topic is protected" },
    priority: { about: "1 to 5" },
  },
  // https://docs.ntfy.sh/publish/#limitations : 4,096 bytes; what is longer becomes an attachment. The title's
  // limit is ours.
  text: {
    most: 4096,
    unit: "bytes",
    escape: PLAIN,
    bold: ["", ""],
    title: { most: 250, unit: "bytes" },
  },
  // 60 requests at once, then one in 5 s (`DefaultVisitorRequestLimitBurst` and `…Replenish`):
  // https://github.com/binwiederhier/ntfy/blob/main/server/config.go
  rates: [{ requests: 60, perMs: 300_000 }],
  shape: {
    contentType: "application/json",
    headers: { Authorization: "{% if options.token %}Bearer {{ options.token }}{% endif %}" },
    body: {
      topic: "{{ options.topic }}",
      title: "{{ title }}",
      message: "{{ text }}",
      priority: "{{ options.priority }}",
    },
  },
  answers: {
    success: { status: [200] },
    giveUpOn: { status: [400, 413] },
    words: { code: ["body.code"], message: ["body.error"] },
  },
  oracle: "stand-in",
};
