// Dooray! Messenger, by an incoming hook.
import { BRACKETS } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const dooray: Format = {
  name: "dooray",
  title: "Dooray",
  page: "https://helpdesk.dooray.com/share/pages/9wWo-xwiR66BO5LGshgVTg/2939987647631384419",
  url: "https://hook.dooray.com/services/<tenant>/<hook>/<secret>",
  options: { botName: { about: "the name that is shown", fallback: "OpenClaw" } },
  // The page names no limit; this one is ours.
  text: { most: 5000, unit: "characters", escape: BRACKETS, bold: ["", ""] },
  shape: {
    contentType: "application/json",
    body: { botName: "{{ options.botName }}", text: "{{ text }}" },
  },
  answers: {
    // Its API answers `{"header": {"isSuccessful", "resultCode", "resultMessage"}}`; a hook may answer nothing.
    success: { where: { not: { "body.header.isSuccessful": false } } },
    words: { code: ["body.header.resultCode"], message: ["body.header.resultMessage"] },
  },
  oracle: "stand-in",
};
