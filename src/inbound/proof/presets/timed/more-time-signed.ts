// Senders that sign a time with the body, in headers of their own or in a list like Stripe's: as data.
// Must not hold code of one provider.
import { hmacSha256, type SignatureScheme } from "../../../../signature/scheme.ts";
import { stripeForm } from "../../schemes/stripe-form.ts";
import type { Preset } from "../preset.ts";

/** Box signs with two keys at once, so that one of them can be changed. */
function boxSignature(which: "primary" | "secondary"): SignatureScheme {
  return hmacSha256({
    header: `box-signature-${which}`,
    encoding: "base64",
    signed: "{body}{timestamp}",
    timestamp: { from: { header: "box-delivery-timestamp" }, format: "rfc3339" },
    id: { header: "box-delivery-id" },
  });
}

export const MORE_TIME_SIGNED: readonly Preset[] = [
  {
    name: "box",
    title: "Box",
    docs: "https://developer.box.com/en/guides/webhooks/handle/setup-signatures/",
    oracle: "box-node-sdk@10.12.0",
    check: [boxSignature("primary"), boxSignature("secondary")],
    toleranceMs: 600_000,
  },
  {
    name: "buildkite",
    title: "Buildkite (with the signature, not the token)",
    docs: "https://buildkite.com/docs/apis/webhooks/pipelines#webhook-signature",
    oracle: "own vector",
    check: stripeForm({
      header: "x-buildkite-signature",
      extract: { kind: "part", name: "signature", items: ",", pair: "=" },
      timestamp: { from: { part: "timestamp", items: ",", pair: "=" }, format: "s" },
    }),
  },
  {
    name: "cashfree",
    title: "Cashfree Payments",
    docs: "https://www.cashfree.com/docs/payments/online/webhooks/signature-verification",
    oracle: "cashfree-pg@6.0.6",
    check: hmacSha256({
      header: "x-webhook-signature",
      encoding: "base64",
      signed: "{timestamp}{body}",
      timestamp: { from: { header: "x-webhook-timestamp" }, format: "ms" },
    }),
  },
  {
    name: "cloudflare-stream",
    title: "Cloudflare Stream",
    docs: "https://developers.cloudflare.com/stream/manage-video-library/using-webhooks/",
    oracle: "published vector",
    check: stripeForm({
      header: "webhook-signature",
      extract: { kind: "part", name: "sig1", items: ",", pair: "=" },
      timestamp: { from: { part: "time", items: ",", pair: "=" }, format: "s" },
    }),
  },
  {
    name: "customerio",
    title: "Customer.io",
    docs: "https://docs.customer.io/messaging/webhooks-action/",
    oracle: "n8n-nodes-base@2.41.2",
    check: hmacSha256({
      header: "x-cio-signature",
      signed: "v0:{timestamp}:{body}",
      timestamp: { from: { header: "x-cio-timestamp" }, format: "s" },
      id: { body: "event_id" },
    }),
  },
  {
    name: "elevenlabs",
    title: "ElevenLabs",
    docs: "https://elevenlabs.io/docs/eleven-api/resources/webhooks",
    oracle: "@elevenlabs/elevenlabs-js@2.73.0",
    check: stripeForm({
      header: "elevenlabs-signature",
      extract: { kind: "part", name: "v0", items: ",", pair: "=" },
    }),
    // Its library takes half an hour.
    toleranceMs: 1_800_000,
  },
  {
    name: "fintoc",
    title: "Fintoc",
    docs: "https://docs.fintoc.com/docs/webhooks-validating",
    oracle: "fintoc@1.15.0",
    check: stripeForm({ header: "fintoc-signature", id: { body: "id" } }),
  },
  {
    name: "hygraph",
    title: "Hygraph",
    docs: "https://hygraph.com/docs/api-reference/basics/webhooks",
    oracle: "@hygraph/utils@1.2.1",
    check: hmacSha256({
      header: "gcms-signature",
      extract: {
        kind: "part",
        name: "sign",
        items: ", ",
        pair: "=",
        others: { env: "master" },
        leads: true,
      },
      encoding: "base64",
      signed: '{"Body":{body|json},"EnvironmentName":"{part.env}","TimeStamp":{timestamp}}',
      timestamp: { from: { part: "t", items: ", ", pair: "=" }, format: "ms" },
    }),
  },
  {
    name: "langfuse",
    title: "Langfuse",
    docs: "https://langfuse.com/docs/prompt-management/features/webhooks-slack-integrations",
    oracle: "@trigger.dev/core@4.8.3",
    check: stripeForm({ header: "x-langfuse-signature", id: { body: "id" } }),
  },
  {
    name: "mux",
    title: "Mux",
    docs: "https://www.mux.com/docs/core/verify-webhook-signatures",
    oracle: "@mux/mux-node@15.3.0",
    check: stripeForm({ header: "mux-signature", id: { body: "id" } }),
  },
  {
    name: "retell",
    title: "Retell AI (the secret is the API key)",
    docs: "https://docs.retellai.com/features/secure-webhook",
    oracle: "retell-sdk@5.66.1",
    check: hmacSha256({
      header: "x-retell-signature",
      extract: { kind: "part", name: "d", items: ",", pair: "=" },
      signed: "{body}{timestamp}",
      timestamp: { from: { part: "v", items: ",", pair: "=" }, format: "ms" },
    }),
  },
  {
    name: "tailscale",
    title: "Tailscale",
    docs: "https://tailscale.com/docs/features/webhooks",
    oracle: "@trigger.dev/core@4.8.3",
    check: stripeForm({ header: "tailscale-webhook-signature" }),
  },
  {
    name: "tosspayments",
    title: "Toss Payments payouts and sellers (it signs no other events)",
    docs: "https://docs.tosspayments.com/reference/using-api/webhook-events",
    oracle: "own vector",
    check: hmacSha256({
      header: "tosspayments-webhook-signature",
      // Two of them, of which one is right.
      extract: { kind: "list", items: ",", prefix: "v1:" },
      encoding: "base64",
      signed: "{body}:{timestamp}",
      timestamp: { from: { header: "tosspayments-webhook-transmission-time" }, format: "rfc3339" },
      id: { body: "eventId" },
    }),
  },
];
