// Gotify.
import { PLAIN } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const gotify: Format = {
  name: "gotify",
  title: "Gotify",
  page: "https://gotify.net/docs/pushmsg",
  url: "https://<server>/message",
  options: {
    token: { about: "the application's token", required: true },
    priority: { about: "0 to 10", fallback: 5 },
  },
  // The page names no limit; this one keeps a notification readable.
  text: {
    most: 8000,
    unit: "characters",
    escape: PLAIN,
    bold: ["", ""],
    title: { most: 250, unit: "characters" },
  },
  shape: {
    contentType: "application/json",
    headers: { "X-Gotify-Key": "{{ options.token }}" },
    body: {
      title: "{{ title }}",
      message: "{{ text }}",
      priority: "{{ options.priority }}",
      // https://gotify.net/docs/msgextras : plain text, no Markdown.
      extras: { "client::display": { contentType: "text/plain" } },
    },
  },
  answers: {
    success: { status: [200] },
    giveUpOn: { status: [400] },
    words: { code: ["body.errorCode"], message: ["body.errorDescription", "body.error"] },
  },
  oracle: "stand-in",
};
