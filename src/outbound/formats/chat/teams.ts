// Microsoft Teams, by a workflow that takes an adaptive card.
import { PLAIN } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const teams: Format = {
  name: "teams",
  title: "Teams",
  page: "https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook",
  url: "https://<region>.logic.azure.com/workflows/<id>/triggers/manual/paths/invoke?…&sig=<secret>",
  // https://learn.microsoft.com/microsoftteams/limits-specifications-teams : a message of at most about 28 KB.
  text: {
    most: 20_000,
    unit: "json bytes",
    escape: PLAIN,
    bold: ["", ""],
    title: { most: 500, unit: "characters" },
  },
  // The first page: more than four requests in a second are throttled.
  rate: { requests: 4, perMs: 1000 },
  shape: {
    contentType: "application/json",
    body: {
      type: "message",
      attachments: [
        {
          contentType: "application/vnd.microsoft.card.adaptive",
          content: {
            $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
            type: "AdaptiveCard",
            version: "1.4",
            msteams: { width: "Full" },
            // A text run is no Markdown, so that no text can become a link or a mention:
            // https://learn.microsoft.com/adaptive-cards/schema-explorer/rich-text-block
            body: [
              {
                type: "RichTextBlock",
                inlines: [
                  { type: "TextRun", text: "{{ title }}", weight: "Bolder", size: "Medium" },
                ],
              },
              { type: "RichTextBlock", inlines: [{ type: "TextRun", text: "{{ text }}" }] },
            ],
          },
        },
      ],
    },
  },
  answers: {
    // A workflow answers 202. The connectors before them answer 200 and say in words that nothing was delivered.
    success: {
      status: ["2xx"],
      where: { not: { body: { contains: "Webhook message delivery failed" } } },
    },
    giveUpOn: { status: [400, 413] },
    words: { code: ["body.error.code"], message: ["body.error.message"] },
  },
  oracle: "`adaptivecards`",
};
