// Senders that sign the body and no time: as data.
// Must not hold code of one provider.
import { hmacSha256 } from "../../../../signature/scheme.ts";
import { DROPBOX_HANDSHAKE, META_HANDSHAKE, WOOCOMMERCE_HANDSHAKE } from "../../handshakes/rows.ts";
import type { Preset } from "../preset.ts";

const sha256Prefix = { kind: "whole", prefix: "sha256=" } as const;

export const BODY_SIGNED: readonly Preset[] = [
  {
    name: "github",
    title: "GitHub",
    docs: "https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries",
    oracle: "@octokit/webhooks-methods@6.0.0",
    check: hmacSha256({
      header: "x-hub-signature-256",
      extract: sha256Prefix,
      id: { header: "x-github-delivery" },
    }),
  },
  {
    name: "bitbucket",
    title: "Bitbucket Cloud",
    docs: "https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/",
    oracle: "published vector",
    check: hmacSha256({
      header: "x-hub-signature",
      extract: sha256Prefix,
      id: { header: "x-request-uuid" },
    }),
  },
  {
    name: "jira",
    title: "Jira (webhooks of an administrator)",
    docs: "https://developer.atlassian.com/cloud/jira/platform/webhooks/",
    oracle: "published vector",
    check: hmacSha256({
      header: "x-hub-signature",
      extract: sha256Prefix,
      id: { header: "x-atlassian-webhook-identifier" },
    }),
  },
  {
    name: "shopify",
    title: "Shopify",
    docs: "https://shopify.dev/docs/apps/build/webhooks/subscribe/https",
    oracle: "@shopify/shopify-api@15.0.0",
    // Webhooks have the names with x-, events those without.
    check: ["x-shopify-", "shopify-"].map((prefix) =>
      hmacSha256({
        header: `${prefix}hmac-sha256`,
        encoding: "base64",
        id: { header: `${prefix}webhook-id` },
      }),
    ),
  },
  {
    name: "linear",
    title: "Linear",
    docs: "https://linear.app/developers/webhooks#securing-webhooks",
    oracle: "@linear/sdk@98.0.0",
    check: hmacSha256({
      header: "linear-signature",
      timestamp: { from: { body: "webhookTimestamp" }, format: "ms" },
      id: { header: "linear-delivery" },
    }),
  },
  {
    name: "pagerduty",
    title: "PagerDuty",
    docs: "https://developer.pagerduty.com/docs/verifying-webhook-signatures",
    oracle: "published vector",
    check: hmacSha256({
      header: "x-pagerduty-signature",
      extract: { kind: "list", items: ",", prefix: "v1=" },
      id: { body: "event.id" },
    }),
  },
  {
    name: "sentry",
    title: "Sentry",
    docs: "https://docs.sentry.io/organization/integrations/integration-platform/webhooks/",
    oracle: "@hookflo/tern@4.1.0",
    check: hmacSha256({ header: "sentry-hook-signature", id: { header: "request-id" } }),
  },
  {
    name: "grafana",
    title: "Grafana Alerting, without a timestamp header",
    docs: "https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/",
    oracle: "@hookflo/tern@4.1.0",
    check: hmacSha256({ header: "x-grafana-alerting-signature" }),
    // Within `group_interval`, 5 minutes by default; its reminders, which repeat the body, come after 4 hours.
    // https://grafana.com/docs/grafana/latest/alerting/fundamentals/notifications/group-alert-notifications/
    retryMs: 300_000,
  },
  {
    name: "meta",
    title: "Meta (Facebook, Instagram, WhatsApp)",
    docs: "https://developers.facebook.com/docs/graph-api/webhooks/getting-started",
    oracle: "whatsapp-api-js@6.3.0",
    check: hmacSha256({ header: "x-hub-signature-256", extract: sha256Prefix }),
    secrets: { query: ["hub.verify_token"] },
    handshake: META_HANDSHAKE,
  },
  {
    name: "whatsapp",
    title: "WhatsApp Cloud API (the secret is the app's)",
    docs: "https://developers.facebook.com/docs/graph-api/webhooks/getting-started",
    oracle: "whatsapp-api-js@6.3.0",
    check: hmacSha256({ header: "x-hub-signature-256", extract: sha256Prefix }),
    // 36 hours: https://developers.facebook.com/docs/graph-api/webhooks/getting-started#event-notifications
    retryMs: 129_600_000,
    secrets: { query: ["hub.verify_token"] },
    handshake: META_HANDSHAKE,
  },
  {
    name: "typeform",
    title: "Typeform",
    docs: "https://www.typeform.com/developers/webhooks/secure-your-webhooks/",
    oracle: "n8n-nodes-base@2.41.2",
    check: hmacSha256({
      header: "typeform-signature",
      extract: sha256Prefix,
      encoding: "base64",
      id: { body: "event_id" },
    }),
  },
  {
    name: "dropbox",
    title: "Dropbox",
    docs: "https://www.dropbox.com/developers/reference/webhooks",
    oracle: "nuxt-webhook-validators@0.2.12",
    check: hmacSha256({ header: "x-dropbox-signature" }),
    // It repeats for ten minutes, but the body names the account alone, and is the same for each of its changes.
    retryMs: 0,
    handshake: DROPBOX_HANDSHAKE,
  },
  {
    name: "intercom",
    title: "Intercom",
    docs: "https://developers.intercom.com/docs/webhooks/setting-up-webhooks",
    oracle: "@trigger.dev/core@4.8.3",
    check: hmacSha256({
      algorithm: "sha1",
      header: "x-hub-signature",
      extract: { kind: "whole", prefix: "sha1=" },
      id: { body: "id" },
    }),
  },
  {
    name: "vercel",
    title: "Vercel",
    docs: "https://vercel.com/docs/webhooks/webhooks-api",
    oracle: "@trigger.dev/core@4.8.3",
    check: hmacSha256({ algorithm: "sha1", header: "x-vercel-signature", id: { body: "id" } }),
  },
  {
    name: "woocommerce",
    title: "WooCommerce",
    docs: "https://woocommerce.com/document/webhooks/",
    oracle: "n8n-nodes-base@2.41.2",
    check: hmacSha256({
      header: "x-wc-webhook-signature",
      encoding: "base64",
      id: { header: "x-wc-webhook-delivery-id" },
    }),
    // Its id is a hash of webhook and second: `get_new_delivery_id` in includes/class-wc-webhook.php.
    idWithBody: true,
    handshake: WOOCOMMERCE_HANDSHAKE,
  },
  {
    name: "lemonsqueezy",
    title: "Lemon Squeezy",
    docs: "https://docs.lemonsqueezy.com/help/webhooks/signing-requests",
    oracle: "@hookflo/tern@4.1.0",
    check: hmacSha256({ header: "x-signature" }),
    // After 5, 25 and 125 s: https://docs.lemonsqueezy.com/help/webhooks/webhook-requests
    retryMs: 300_000,
  },
  {
    name: "razorpay",
    title: "Razorpay",
    docs: "https://razorpay.com/docs/webhooks/validate-test/",
    oracle: "razorpay@2.9.8",
    check: hmacSha256({ header: "x-razorpay-signature", id: { header: "x-razorpay-event-id" } }),
  },
  {
    name: "doppler",
    title: "Doppler",
    docs: "https://docs.doppler.com/docs/webhooks",
    oracle: "@hookflo/tern@4.1.0",
    check: hmacSha256({ header: "x-doppler-signature", extract: sha256Prefix }),
    // "Generally delivered once", and a payload of the operator's own is the same for every change (docs above).
    retryMs: 0,
  },
];
