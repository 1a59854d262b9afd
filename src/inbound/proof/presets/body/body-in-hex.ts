// Senders that sign the body and no time, and write the signature in hex: as data.
// Must not hold code of one provider.
import { hmacSha256 } from "../../../../signature/scheme.ts";
import { ONFLEET_HANDSHAKE } from "../../handshakes/rows.ts";
import type { Preset } from "../preset.ts";

const sha256Prefix = { kind: "whole", prefix: "sha256=" } as const;

export const BODY_IN_HEX: readonly Preset[] = [
  {
    name: "airtable",
    title: "Airtable (the secret is the webhook's macSecretBase64)",
    docs: "https://airtable.com/developers/web/api/webhooks-overview#webhook-notification-delivery",
    oracle: "published vector",
    check: hmacSha256({
      header: "x-airtable-content-mac",
      extract: { kind: "whole", prefix: "hmac-sha256=" },
      key: { encoding: "base64" },
    }),
    secretForm: "base64",
  },
  {
    name: "calcom",
    title: "Cal.com",
    docs: "https://cal.com/docs/developing/guides/automation/webhooks",
    oracle: "n8n-nodes-base@2.41.2",
    check: hmacSha256({ header: "x-cal-signature-256" }),
  },
  {
    name: "clickup",
    title: "ClickUp",
    docs: "https://developer.clickup.com/docs/webhooksignature",
    oracle: "n8n-nodes-base@2.41.2",
    check: hmacSha256({ header: "x-signature" }),
  },
  {
    name: "coinbase-commerce",
    title: "Coinbase Commerce",
    docs: "https://github.com/coinbase/coinbase-commerce-node#webhooks",
    oracle: "coinbase-commerce-node@1.0.4",
    check: hmacSha256({ header: "x-cc-webhook-signature", id: { body: "event.id" } }),
  },
  {
    name: "formstack",
    title: "Formstack",
    docs: "https://developers.formstack.com/reference/webhooks",
    oracle: "n8n-nodes-base@2.41.2",
    check: hmacSha256({ header: "x-fs-signature", extract: sha256Prefix }),
  },
  {
    name: "forgejo",
    title: "Forgejo",
    docs: "https://forgejo.org/docs/latest/user/webhooks/",
    oracle: "own vector",
    // It sends Gitea's names, too.
    check: ["x-forgejo-", "x-gitea-"].map((prefix) =>
      hmacSha256({ header: `${prefix}signature`, id: { header: `${prefix}delivery` } }),
    ),
  },
  {
    name: "gitea",
    title: "Gitea",
    docs: "https://docs.gitea.com/usage/webhooks",
    oracle: "published vector",
    check: hmacSha256({ header: "x-gitea-signature", id: { header: "x-gitea-delivery" } }),
  },
  {
    name: "getstream",
    title: "Stream (chat)",
    docs: "https://getstream.io/chat/docs/node/webhooks_overview/",
    oracle: "stream-chat@9.53.0",
    check: hmacSha256({ header: "x-signature", id: { header: "x-webhook-id" } }),
  },
  {
    name: "gocardless",
    title: "GoCardless",
    docs: "https://developer.gocardless.com/getting-started/stay-up-to-date-with-webhooks-v2/",
    oracle: "gocardless-nodejs@10.1.2",
    check: hmacSha256({ header: "webhook-signature", id: { body: "meta.webhook_id" } }),
  },
  {
    name: "mailerlite",
    title: "MailerLite",
    docs: "https://developers.mailerlite.com/docs/webhooks.html",
    oracle: "n8n-nodes-base@2.41.2",
    check: hmacSha256({ header: "signature" }),
  },
  {
    name: "modern-treasury",
    title: "Modern Treasury",
    docs: "https://docs.moderntreasury.com/platform/reference/webhooks",
    oracle: "modern-treasury@3.3.0",
    check: hmacSha256({ header: "x-signature" }),
  },
  {
    name: "onfido",
    title: "Onfido",
    docs: "https://documentation.onfido.com/guide/webhooks/",
    oracle: "@onfido/api@6.2.0",
    check: hmacSha256({ header: "x-sha2-signature" }),
  },
  {
    name: "onfleet",
    title: "Onfleet",
    docs: "https://docs.onfleet.com/reference/validation",
    oracle: "n8n-nodes-base@2.41.2",
    check: hmacSha256({
      algorithm: "sha512",
      header: "x-onfleet-signature",
      key: { encoding: "hex" },
    }),
    secretForm: "hex",
    handshake: ONFLEET_HANDSHAKE,
  },
  {
    name: "pusher",
    title: "Pusher Channels",
    docs: "https://pusher.com/docs/channels/server_api/webhooks/",
    oracle: "pusher@5.3.4",
    check: hmacSha256({ header: "x-pusher-signature" }),
  },
  {
    name: "storyblok",
    title: "Storyblok",
    docs: "https://www.storyblok.com/docs/guide/in-depth/webhooks",
    oracle: "own vector",
    check: hmacSha256({ algorithm: "sha1", header: "webhook-signature" }),
    // "Webhooks will not be retried": https://www.storyblok.com/docs/guide/in-depth/webhooks
    retryMs: 0,
  },
  {
    name: "taiga",
    title: "Taiga",
    docs: "https://docs.taiga.io/webhooks.html",
    oracle: "n8n-nodes-base@2.41.2",
    check: hmacSha256({ algorithm: "sha1", header: "x-taiga-webhook-signature" }),
  },
  {
    name: "viber",
    title: "Viber",
    docs: "https://developers.viber.com/docs/api/rest-bot-api/",
    oracle: "viber-bot@1.0.18",
    check: hmacSha256({ header: "x-viber-content-signature", id: { body: "message_token" } }),
  },
  {
    name: "webex",
    title: "Webex",
    docs: "https://developer.webex.com/docs/webhooks",
    oracle: "n8n-nodes-base@2.41.2",
    check: hmacSha256({ algorithm: "sha1", header: "x-spark-signature" }),
  },
  {
    name: "easypost",
    title: "EasyPost",
    docs: "https://docs.easypost.com/docs/webhooks",
    oracle: "@easypost/api@8.9.0",
    check: hmacSha256({
      header: "x-hmac-signature",
      extract: { kind: "whole", prefix: "hmac-sha256-hex=" },
      id: { body: "id" },
    }),
  },
];
