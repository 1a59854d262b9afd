// Services for those who build software, that sign the body and no time, and write the signature in hex: as data.
// Must not hold code of one provider.
import { hmacSha256 } from "../../../../signature/scheme.ts";
import { TERRAFORM_HANDSHAKE } from "../../handshakes/more-rows.ts";
import type { Preset } from "../preset.ts";

const sha256Prefix = { kind: "whole", prefix: "sha256=" } as const;

export const BUILDERS_IN_HEX: readonly Preset[] = [
  {
    name: "attio",
    title: "Attio",
    docs: "https://docs.attio.com/rest-api/guides/webhooks",
    oracle: "@trigger.dev/core@4.8.3",
    check: hmacSha256({ header: "attio-signature", id: { header: "idempotency-key" } }),
  },
  {
    name: "circleci",
    title: "CircleCI",
    docs: "https://circleci.com/docs/guides/integration/outbound-webhooks/",
    oracle: "published vector",
    check: hmacSha256({
      header: "circleci-signature",
      extract: { kind: "list", items: ",", prefix: "v1=" },
      // "Use the id property to identify": its page, on duplicates.
      id: { body: "id" },
    }),
  },
  {
    name: "coding",
    title: "CODING (with a token, which signs)",
    docs: "https://coding.net/help/docs/project-settings/open/webhook.html",
    oracle: "own vector",
    check: hmacSha256({
      algorithm: "sha1",
      header: "x-coding-signature",
      extract: { kind: "whole", prefix: "sha1=" },
      id: { header: "x-coding-delivery" },
    }),
  },
  {
    name: "firecrawl",
    title: "Firecrawl",
    docs: "https://docs.firecrawl.dev/webhooks/security",
    oracle: "@trigger.dev/core@4.8.3",
    check: hmacSha256({ header: "x-firecrawl-signature", extract: sha256Prefix }),
  },
  {
    name: "komoju",
    title: "KOMOJU",
    docs: "https://doc.komoju.com/docs/webhooks",
    oracle: "own vector",
    check: hmacSha256({ header: "x-komoju-signature", id: { header: "x-komoju-id" } }),
  },
  {
    name: "mollie",
    title: "Mollie (next-gen webhooks)",
    docs: "https://docs.mollie.com/reference/webhooks-best-practices",
    oracle: "own vector",
    // Its page compares the bare hex.
    check: [
      hmacSha256({ header: "x-mollie-signature", id: { body: "id" } }),
      hmacSha256({ header: "x-mollie-signature", extract: sha256Prefix, id: { body: "id" } }),
    ],
  },
  {
    name: "paystack",
    title: "Paystack (the secret is the secret key)",
    docs: "https://paystack.com/docs/payments/webhooks/",
    oracle: "own vector",
    check: hmacSha256({ algorithm: "sha512", header: "x-paystack-signature" }),
  },
  {
    name: "plain",
    title: "Plain",
    docs: "https://www.plain.com/docs/api-reference/request-signing",
    oracle: "@trigger.dev/core@4.8.3",
    check: hmacSha256({
      header: "plain-request-signature",
      timestamp: {
        from: { body: "webhookMetadata.webhookDeliveryAttemptTimestamp" },
        format: "rfc3339",
      },
      id: { body: "id" },
    }),
  },
  {
    name: "planetscale",
    title: "PlanetScale",
    docs: "https://planetscale.com/docs/api/webhooks",
    oracle: "@trigger.dev/core@4.8.3",
    check: hmacSha256({ header: "x-planetscale-signature" }),
  },
  {
    name: "vapi",
    title: "Vapi",
    docs: "https://docs.vapi.ai/server-url/server-authentication",
    oracle: "@trigger.dev/core@4.8.3",
    check: hmacSha256({ header: "x-vapi-signature" }),
  },
  {
    name: "terraform",
    title: "HCP Terraform (Terraform Cloud) and Terraform Enterprise notifications",
    docs: "https://developer.hashicorp.com/terraform/cloud-docs/api-docs/notification-configurations",
    oracle: "own vector",
    check: hmacSha256({ algorithm: "sha512", header: "x-tfe-notification-signature" }),
    handshake: TERRAFORM_HANDSHAKE,
  },
];
