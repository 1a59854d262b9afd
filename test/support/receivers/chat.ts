// Chat rooms as their pages describe them: limits, required fields, answers, and what in a text is more than text.
import * as AdaptiveCards from "adaptivecards";
import { parse } from "discord-markdown-parser";
import markdownIt from "markdown-it";
import { at, json, seen, text, type StandIn } from "./stand-in.ts";

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors */
const slack: StandIn = {
  settings: { url: "https://hooks.slack.com/services/T00/B00/s3cr3tS3cr3t" },
  receive(request) {
    const body = json(request);
    if (text(body, "text") === "") return { status: 400, body: "no_text" };
    for (const block of at(body, "blocks") as unknown[]) {
      if (text(block, "text", "text").length > 3000) return { status: 400, body: "invalid_blocks" };
    }
    return { status: 200, body: "ok" };
  },
  // https://docs.slack.dev/messaging/formatting-message-text : what stands in angle brackets is a link or a mention.
  active: (request) => mrkdwn(request).match(/<[^>]*>/g) ?? [],
  reads: (request) =>
    mrkdwn(request).replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
  refuses: [
    {
      answer: { status: 400, body: "invalid_payload" },
      status: "dead",
      error: "HTTP 400: Slack invalid_payload (no retry: giveUpOn)",
    },
    {
      answer: { status: 404, body: "no_service" },
      status: "failed",
      error: "HTTP 404: Slack no_service",
    },
    // A workflow's webhook.
    { answer: { status: 200, body: { ok: true } }, status: "delivered" },
    {
      answer: { status: 200, body: { ok: false, error: "invalid_workflow_input" } },
      status: "failed",
      error: "Slack invalid_workflow_input",
    },
    {
      answer: { status: 200, body: "<!doctype html><title>Sign in</title>" },
      status: "failed",
      error: "HTTP 200, but the answer is not what success asks for",
    },
  ],
};

const mrkdwn = (request: Parameters<typeof json>[0]): string =>
  text(json(request), "blocks", 0, "text", "text");

/** https://docs.discord.com/developers/resources/webhook#execute-webhook , reference#error-messages */
const discord: StandIn = {
  settings: { url: "https://discord.com/api/webhooks/1/t0k3n-T0K3N-t0k3n" },
  receive(request) {
    const content = text(json(request), "content");
    if (content === "") {
      return { status: 400, body: { message: "Cannot send an empty message", code: 50_006 } };
    }
    if (content.length <= 2000) return { status: 204 };
    const error = { code: "BASE_TYPE_MAX_LENGTH", message: "Must be 2000 or fewer in length." };
    return {
      status: 400,
      body: {
        message: "Invalid Form Body",
        code: 50_035,
        errors: { content: { _errors: [error] } },
      },
    };
  },
  active(request) {
    const body = json(request);
    const nodes = kindsOf(parse(text(body, "content"), "normal"));
    // Without `allowed_mentions` every mention in the text calls.
    const calls = Array.isArray(at(body, "allowed_mentions", "parse")) ? [] : ["allowed_mentions"];
    return [
      ...nodes.filter((kind) => !["text", "br", "url", "strong", "twemoji"].includes(kind)),
      ...calls,
    ];
  },
  reads: (request) => seen(shownBy(parse(text(json(request), "content"), "normal"))),
  refuses: [
    {
      answer: { status: 400, body: { message: "Invalid Form Body", code: 50_035 } },
      status: "dead",
      error: "HTTP 400: Discord 50035: Invalid Form Body (no retry: giveUpOn)",
    },
    {
      answer: { status: 404, body: { message: "Unknown Webhook", code: 10_015 } },
      status: "failed",
      error: "HTTP 404: Discord 10015: Unknown Webhook",
    },
    {
      answer: { status: 429, body: { message: "You are being rate limited.", retry_after: 1.5 } },
      status: "failed",
      busy: true,
    },
  ],
};

interface DiscordNode {
  type: string;
  name?: string;
  content?: string | DiscordNode[];
}

function kindsOf(nodes: readonly DiscordNode[]): string[] {
  return nodes.flatMap(({ type, content }) => [
    type,
    ...(Array.isArray(content) ? kindsOf(content) : []),
  ]);
}

function shownBy(nodes: readonly DiscordNode[]): string {
  return nodes
    .map(({ type, name = "", content = name }) => {
      if (type === "br") return "\n";
      return Array.isArray(content) ? shownBy(content) : content;
    })
    .join("");
}

/** https://learn.microsoft.com/microsoftteams/limits-specifications-teams ; the card is held to its own library. */
const teams: StandIn = {
  settings: {
    url: "https://prod-1.westeurope.logic.azure.com/workflows/1/triggers/manual/paths/invoke?sig=s3cr3tS3cr3t",
  },
  receive(request) {
    if (Buffer.byteLength(request.body) > 28 * 1024) {
      return {
        status: 413,
        body: { error: { code: "RequestEntityTooLarge", message: "The request is too large." } },
      };
    }
    const card = new AdaptiveCards.AdaptiveCard();
    const context = new AdaptiveCards.SerializationContext();
    const attachment = at(json(request), "attachments", 0);
    card.parse(at(attachment, "content"), context);
    const broken = context.eventCount > 0 || card.validateProperties().validationEvents.length > 0;
    const isCard = at(attachment, "contentType") === "application/vnd.microsoft.card.adaptive";
    if (isCard && !broken && card.getItemCount() === 2) return { status: 202 };
    return {
      status: 400,
      body: { error: { code: "TriggerInputSchemaMismatch", message: "no card" } },
    };
  },
  active: (request) =>
    runs(request)
      .filter(({ type }) => type !== "TextRun")
      .map(({ type }) => String(type)),
  reads: (request) => text(at(runs(request), 1), "text"),
  refuses: [
    {
      answer: {
        status: 200,
        body: "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429",
      },
      status: "failed",
      error:
        "Teams Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429",
    },
    {
      answer: {
        status: 400,
        body: { error: { code: "InvalidRequestContent", message: "no JSON" } },
      },
      status: "dead",
      error: "HTTP 400: Teams InvalidRequestContent: no JSON (no retry: giveUpOn)",
    },
  ],
};

function runs(request: Parameters<typeof json>[0]): { type?: unknown; text?: unknown }[] {
  const blocks = at(json(request), "attachments", 0, "content", "body") as unknown[];
  return blocks.flatMap((block) => at(block, "inlines") as { type: unknown }[]);
}

/** https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages/create */
const googleChat: StandIn = {
  settings: {
    url: "https://chat.googleapis.com/v1/spaces/AAAA/messages?key=k3yk3yk3yk3y&token=t0k3nt0k3n",
  },
  receive(request) {
    if (Buffer.byteLength(request.body) > 32_000 || text(json(request), "text") === "") {
      const error = {
        code: 400,
        message: "Message cannot be empty or too long.",
        status: "INVALID_ARGUMENT",
      };
      return { status: 400, body: { error } };
    }
    return { status: 200, body: { name: "spaces/AAAA/messages/1" } };
  },
  // https://developers.google.com/workspace/chat/format-messages : mentions and links stand in angle brackets.
  active: (request) => text(json(request), "text").match(/<[a-z]\w*[/:|][^>]*>/gi) ?? [],
  reads: (request) => seen(text(json(request), "text")),
  refuses: [
    {
      answer: {
        status: 400,
        body: { error: { code: 400, message: "Invalid JSON", status: "INVALID_ARGUMENT" } },
      },
      status: "dead",
      error: "HTTP 400: Google Chat INVALID_ARGUMENT: Invalid JSON (no retry: giveUpOn)",
    },
    {
      answer: {
        status: 403,
        body: { error: { code: 403, message: "no", status: "PERMISSION_DENIED" } },
      },
      status: "failed",
      error: "HTTP 403: Google Chat PERMISSION_DENIED: no",
    },
  ],
};

const markdown = markdownIt({ linkify: false, html: true });

/** Inline tokens of CommonMark that are more than text. */
function markupIn(source: string): string[] {
  const tokens = markdown.parse(source, {}).flatMap((token) => [token, ...(token.children ?? [])]);
  const harmless = [
    "paragraph_open",
    "paragraph_close",
    "inline",
    "text",
    "softbreak",
    "hardbreak",
    "text_special",
  ];
  return tokens
    .map(({ type }) => type)
    .filter((type) => !harmless.includes(type) && !type.startsWith("strong_"));
}

/** https://developers.mattermost.com/integrate/webhooks/incoming/ ; `@all`, `@channel`, `@here` and names call. */
const mattermost: StandIn = {
  settings: { url: "https://chat.example/hooks/s3cr3tS3cr3t" },
  receive(request) {
    const body = json(request);
    if (text(body, "text") === "") {
      const error = {
        id: "web.incoming_webhook.parse.app_error",
        message: "Unable to parse incoming data",
        status_code: 400,
      };
      return { status: 400, body: error };
    }
    // The server takes longer texts apart; a part of ours is one post.
    if (text(body, "text").length > 16_383) return { status: 200, body: "ok (2 posts)" };
    return { status: 200, body: "ok" };
  },
  active: (request) => [
    ...markupIn(text(json(request), "text")),
    ...(text(json(request), "text").match(/@[a-z][\w.-]*|(?<!\\)~[a-z][\w-]*/gi) ?? []),
  ],
  refuses: [
    {
      answer: {
        status: 400,
        body: {
          id: "web.incoming_webhook.parse.app_error",
          message: "Unable to parse",
          status_code: 400,
        },
      },
      status: "dead",
      error:
        "HTTP 400: Mattermost web.incoming_webhook.parse.app_error: Unable to parse (no retry: giveUpOn)",
    },
    {
      answer: {
        status: 400,
        body: { id: "web.incoming_webhook.invalid.app_error", message: "Invalid webhook" },
      },
      status: "failed",
    },
    { answer: { status: 200, body: "<html>Sign in</html>" }, status: "failed" },
  ],
};

/** https://docs.rocket.chat/docs/integrations */
const rocketchat: StandIn = {
  settings: { url: "https://rocket.example/hooks/1/s3cr3tS3cr3t" },
  receive(request) {
    const length = text(json(request), "text").length;
    if (length > 0 && length <= 5000) return { status: 200, body: { success: true } };
    return { status: 400, body: { success: false, error: "error-message-size-exceeded" } };
  },
  active: mattermost.active!,
  refuses: [
    {
      answer: {
        status: 200,
        body: { success: false, error: "Invalid integration id or token provided." },
      },
      status: "failed",
      error: "Rocket.Chat Invalid integration id or token provided.",
    },
  ],
};

/** https://core.telegram.org/bots/api#making-requests and #html-style */
const telegramBot: StandIn = {
  settings: {
    url: "https://api.telegram.org/bot1:s3cr3tS3cr3t/sendMessage",
    options: { chatId: -1001 },
  },
  receive(request) {
    const body = json(request);
    const said = text(body, "text");
    const refuse = (description: string) => ({
      status: 400,
      body: { ok: false, error_code: 400, description: `Bad Request: ${description}` },
    });
    if (at(body, "chat_id") !== -1001) return refuse("chat not found");
    if (said === "") return refuse("message text is empty");
    if (/<(?!\/?b>)|&(?!amp;|lt;|gt;)/.test(said))
      return refuse("can't parse entities: Unsupported start tag");
    if (htmlText(said).length > 4096) return refuse("message is too long");
    return { status: 200, body: { ok: true, result: { message_id: 1 } } };
  },
  active: (request) => text(json(request), "text").match(/<(?!\/?b>)[^>]*>|@\w+/g) ?? [],
  reads: (request) => seen(htmlText(text(json(request), "text"))),
  refuses: [
    {
      settings: { options: { chatId: 5 } },
      status: "failed",
      error: "HTTP 400: Telegram 400: Bad Request: chat not found",
    },
    {
      settings: { text: "<i>{{ id }}" },
      status: "dead",
      error:
        "HTTP 400: Telegram 400: Bad Request: can't parse entities: Unsupported start tag (no retry: giveUpOn)",
    },
    {
      answer: {
        status: 429,
        body: {
          ok: false,
          error_code: 429,
          description: "Too Many Requests: retry after 5",
          parameters: { retry_after: 5 },
        },
      },
      status: "failed",
      busy: true,
    },
    {
      answer: { status: 200, body: { ok: false, error_code: 403, description: "Forbidden" } },
      status: "failed",
      error: "Telegram 403: Forbidden",
    },
    // A long answer, of which only the beginning is read.
    {
      answer: { status: 200, body: `{"ok":true,"result":{"text":"${"\\u4f60".repeat(2500)}` },
      status: "delivered",
    },
  ],
};

function htmlText(html: string): string {
  return html
    .replaceAll(/<\/?b>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

export const CHAT: Readonly<Record<string, StandIn>> = {
  slack,
  discord,
  teams,
  "google-chat": googleChat,
  mattermost,
  rocketchat,
  "telegram-bot": telegramBot,
};
