// Senders that sign a time with the body, so that a request cannot be replayed later: as data.
// Must not hold code of one provider.
import { DISCORD_ANSWER, SLACK_ANSWER } from "../../../answer/conversations.ts";
import { hmacSha256, type SignatureScheme } from "../../../../signature/scheme.ts";
import { stripeForm } from "../../schemes/stripe-form.ts";
import {
  DISCORD_HANDSHAKE,
  SLACK_HANDSHAKE,
  TWITCH_HANDSHAKE,
  ZOOM_HANDSHAKE,
} from "../../handshakes/rows.ts";
import type { Preset } from "../preset.ts";

const stripeMs: SignatureScheme["timestamp"] = {
  from: { part: "t", items: ",", pair: "=" },
  format: "ms",
};

export const TIME_SIGNED: readonly Preset[] = [
  {
    name: "stripe",
    title: "Stripe",
    docs: "https://docs.stripe.com/webhooks/signature",
    oracle: "stripe@23.1.0",
    check: stripeForm({ header: "stripe-signature", id: { body: "id" } }),
  },
  {
    name: "slack",
    title: "Slack",
    docs: "https://docs.slack.dev/authentication/verifying-requests-from-slack",
    oracle: "@slack/bolt@5.1.0",
    check: hmacSha256({
      header: "x-slack-signature",
      extract: { kind: "whole", prefix: "v0=" },
      signed: "v0:{timestamp}:{body}",
      timestamp: { from: { header: "x-slack-request-timestamp" }, format: "s" },
      id: { body: "event_id" },
    }),
    // The verification token of apps that are older than signatures; and addresses whose holder can post as the app.
    secrets: { body: ["token", "response_url", "response_urls.response_url"] },
    handshake: SLACK_HANDSHAKE,
    answer: SLACK_ANSWER,
  },
  {
    name: "zoom",
    title: "Zoom",
    docs: "https://developers.zoom.us/docs/api/webhooks/#verify-webhook-events",
    oracle: "@trigger.dev/core@4.8.3",
    check: hmacSha256({
      header: "x-zm-signature",
      extract: { kind: "whole", prefix: "v0=" },
      signed: "v0:{timestamp}:{body}",
      timestamp: { from: { header: "x-zm-request-timestamp" }, format: "s" },
    }),
    // After 5, 20 and 60 minutes more: https://devsupport.zoom.us/hc/en-us/articles/360059893812-Webhook-delays
    retryMs: 5_400_000,
    // Signed with the secret in the handshake: a pair of text and proof.
    secrets: { body: ["payload.plainToken"] },
    handshake: ZOOM_HANDSHAKE,
  },
  {
    name: "discord",
    title: "Discord",
    docs: "https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint",
    oracle: "discord-interactions@4.4.0",
    check: hmacSha256({
      algorithm: "ed25519",
      header: "x-signature-ed25519",
      signed: "{timestamp}{body}",
      timestamp: { from: { header: "x-signature-timestamp" }, format: "s" },
      id: { body: "id" },
      key: { encoding: "hex" },
    }),
    // Lets its holder answer an interaction in the app's name.
    secrets: { body: ["token"] },
    handshake: DISCORD_HANDSHAKE,
    answer: DISCORD_ANSWER,
  },
  {
    name: "twitch",
    title: "Twitch EventSub",
    // Its page: "older than 10 minutes".
    toleranceMs: 600_000,
    docs: "https://dev.twitch.tv/docs/eventsub/handling-webhook-events/#verifying-the-event-message",
    oracle: "nuxt-webhook-validators@0.2.12",
    check: hmacSha256({
      header: "twitch-eventsub-message-signature",
      extract: { kind: "whole", prefix: "sha256=" },
      signed: "{id}{timestamp}{body}",
      timestamp: { from: { header: "twitch-eventsub-message-timestamp" }, format: "rfc3339" },
      id: { header: "twitch-eventsub-message-id" },
    }),
    handshake: TWITCH_HANDSHAKE,
  },
  {
    name: "paddle",
    title: "Paddle",
    docs: "https://developer.paddle.com/webhooks/signature-verification",
    oracle: "@paddle/paddle-node-sdk@3.10.0",
    check: hmacSha256({
      header: "paddle-signature",
      extract: { kind: "part", name: "h1", items: ";", pair: "=" },
      signed: "{timestamp}:{body}",
      timestamp: { from: { part: "ts", items: ";", pair: "=" }, format: "s" },
      id: { body: "event_id" },
    }),
  },
  {
    name: "zendesk",
    title: "Zendesk",
    docs: "https://developer.zendesk.com/documentation/webhooks/verifying/",
    oracle: "n8n-nodes-base@2.41.2",
    check: hmacSha256({
      header: "x-zendesk-webhook-signature",
      encoding: "base64",
      signed: "{timestamp}{body}",
      timestamp: { from: { header: "x-zendesk-webhook-signature-timestamp" }, format: "rfc3339" },
      id: { header: "x-zendesk-webhook-invocation-id" },
    }),
  },
  {
    name: "webflow",
    title: "Webflow",
    docs: "https://developers.webflow.com/data/docs/working-with-webhooks",
    oracle: "n8n-nodes-base@2.41.2",
    check: hmacSha256({
      header: "x-webflow-signature",
      signed: "{timestamp}:{body}",
      timestamp: { from: { header: "x-webflow-timestamp" }, format: "ms" },
    }),
    // Three times, 10 minutes apart: https://docs.developers.webflow.com/reference/webhook-limits-retries
    retryMs: 1_800_000,
  },
  {
    name: "grafana-timestamped",
    title: "Grafana Alerting, with its timestamp header X-Grafana-Alerting-Timestamp",
    docs: "https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/",
    oracle: "own vector",
    check: hmacSha256({
      header: "x-grafana-alerting-signature",
      signed: "{timestamp}:{body}",
      timestamp: { from: { header: "x-grafana-alerting-timestamp" }, format: "s" },
    }),
    // Within `group_interval`, 5 minutes by default; its reminders, which repeat the body, come after 4 hours.
    // https://grafana.com/docs/grafana/latest/alerting/fundamentals/notifications/group-alert-notifications/
    retryMs: 300_000,
  },
  {
    name: "calendly",
    title: "Calendly",
    docs: "https://developer.calendly.com/api-docs/4c305798a61d3-webhook-signatures",
    oracle: "n8n-nodes-base@2.41.2",
    check: stripeForm({ header: "calendly-webhook-signature" }),
    // 24 hours: https://community.calendly.com/developer-faq-62/why-am-i-not-receiving-webhook-data-how-does-a-webhook-become-disabled-548
    retryMs: 86_400_000,
  },
  {
    name: "workos",
    title: "WorkOS",
    docs: "https://workos.com/docs/events/data-syncing/webhooks",
    oracle: "@workos-inc/node@11.0.0",
    check: stripeForm({ header: "workos-signature", timestamp: stripeMs, id: { body: "id" } }),
  },
  {
    name: "sanity",
    title: "Sanity",
    docs: "https://github.com/sanity-io/webhook-toolkit",
    oracle: "@sanity/webhook@4.0.4",
    check: stripeForm({
      header: "sanity-webhook-signature",
      encoding: "base64url",
      timestamp: stripeMs,
      id: { header: "idempotency-key" },
    }),
  },
];
