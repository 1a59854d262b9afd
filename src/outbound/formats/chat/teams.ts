// Microsoft Teams, by a workflow that takes an adaptive card.
import { PLAIN } from "../../format/escape.ts";
import type { Format } from "../../format/format.ts";

export const teams: Format = {
  name: "teams",
  title: "Teams",
  page: "https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook",
  url: "https://<region>.logic.azure.com/workflows/<id>/triggers/manual/paths/invoke?…&sig=<secret>",
  // The page: 28 KB for the whole message, with what the card adds to the text. Others measured less than that
  // (https://www.rubydoc.info/gems/msteams_hermes/MsTeamsHermes/Message : 21 KB), so there is room.
  text: {
    most: 20_000,
    unit: "json bytes",
    escape: PLAIN,
    bold: ["", ""],
    title: { most: 500, unit: "characters" },
  },
  // The first page: more than four requests in a second are throttled.
  rates: [{ requests: 4, perMs: 1000 }],
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
