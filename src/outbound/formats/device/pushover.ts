// Pushover.
import { PLAIN } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const pushover: Format = {
  name: "pushover",
  title: "Pushover",
  page: "https://pushover.net/api",
  url: "https://api.pushover.net/1/messages.json",
  options: {
    token: { about: "the application's API token", required: true },
    user: { about: "the user's or group's key", required: true },
    priority: { about: "-2 to 1" },
    device: { about: "one of the user's devices" },
    sound: { about: "the sound" },
  },
  // "Messages are currently limited to 1024 4-byte UTF-8 characters, with a title of up to 250 characters."
  text: {
    most: 1024,
    unit: "characters",
    escape: PLAIN,
    bold: ["", ""],
    title: { most: 250, unit: "characters" },
  },
  shape: {
    contentType: "application/json",
    body: {
      token: "{{ options.token }}",
      user: "{{ options.user }}",
      title: "{{ title }}",
      message: "{{ text }}",
      priority: "{{ options.priority }}",
      device: "{{ options.device }}",
      sound: "{{ options.sound }}",
      timestamp: "{{ time.seconds | floor }}",
    },
  },
  answers: {
    success: { where: { "body.status": 1 } },
    // "your input was invalid and should be corrected before retrying"; 429 is the month's quota.
    giveUpOn: { status: ["4xx"] },
    busy: { status: [429] },
    words: { code: ["body.status"], message: ["body.errors"] },
  },
  oracle: "stand-in",
};
