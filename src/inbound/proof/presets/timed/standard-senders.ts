// Senders of Standard Webhooks, each by its name: as data.
// Must not hold code of one provider.
import { standardHmac, standardWebhooks } from "../../schemes/standard-webhooks.ts";
import type { Preset } from "../preset.ts";

export const STANDARD_SENDERS: readonly Preset[] = [
  {
    name: "clerk",
    title: "Clerk",
    docs: "https://clerk.com/docs/guides/development/webhooks/overview",
    oracle: "@clerk/backend@3.25.0",
    check: standardWebhooks("svix-"),
  },
  {
    name: "resend",
    title: "Resend",
    docs: "https://resend.com/docs/webhooks/verify-webhooks-requests",
    oracle: "resend@6.38.0",
    check: standardWebhooks("svix-"),
  },
  {
    name: "seam",
    title: "Seam",
    docs: "https://github.com/seamapi/javascript-webhook",
    oracle: "@seamapi/webhook@1.5.0",
    check: standardWebhooks("svix-"),
  },
  {
    name: "supabase",
    title: "Supabase auth hooks",
    docs: "https://supabase.com/docs/guides/auth/auth-hooks",
    oracle: "standardwebhooks@1.1.1",
    secretForm: "v1,whsec_…",
    check: standardWebhooks(),
  },
  {
    name: "openai",
    title: "OpenAI",
    docs: "https://platform.openai.com/docs/guides/webhooks",
    oracle: "openai@7.55.0",
    check: standardWebhooks(),
  },
  {
    name: "anthropic",
    title: "Anthropic",
    docs: "https://platform.claude.com/docs/en/api/beta/webhooks/unwrap",
    oracle: "@anthropic-ai/sdk@1.10.0",
    check: standardWebhooks(),
  },
  {
    name: "replicate",
    title: "Replicate",
    docs: "https://replicate.com/docs/webhooks",
    oracle: "replicate@1.4.0",
    check: standardWebhooks(),
  },
  {
    name: "portone",
    title: "PortOne",
    docs: "https://developers.portone.io/opi/ko/integration/webhook/readme-v2",
    oracle: "@portone/server-sdk@0.19.0",
    check: standardWebhooks(),
  },
  {
    name: "liveblocks",
    title: "Liveblocks",
    docs: "https://liveblocks.io/docs/platform/webhooks",
    oracle: "@liveblocks/node@3.24.2",
    check: standardWebhooks(),
  },
  {
    name: "dodopayments",
    title: "Dodo Payments",
    docs: "https://docs.dodopayments.com/developer-resources/webhooks",
    oracle: "dodopayments@2.52.0",
    check: standardWebhooks(),
  },
  {
    name: "lithic",
    title: "Lithic",
    docs: "https://docs.lithic.com/docs/events-api",
    oracle: "lithic@0.145.0",
    check: standardWebhooks(),
  },
  {
    name: "loops",
    title: "Loops",
    docs: "https://loops.so/docs/webhooks",
    oracle: "@trigger.dev/core@4.8.3",
    check: standardWebhooks(),
  },
  {
    name: "recall",
    title: "Recall.ai",
    docs: "https://docs.recall.ai/docs/authenticating-requests-from-recallai",
    oracle: "@trigger.dev/core@4.8.3",
    check: standardWebhooks(),
  },
  {
    name: "whop",
    title: "Whop",
    docs: "https://docs.whop.com/developer/guides/webhooks",
    oracle: "@whop/sdk@0.0.42",
    check: standardWebhooks(),
  },
  {
    name: "polar",
    title: "Polar",
    docs: "https://polar.sh/docs/integrate/webhooks/delivery",
    oracle: "@polar-sh/sdk@1.0.1",
    check: [
      // The key is the whole text, `polar_whs_` included, and base64 behind `whsec_` where Polar shows that.
      ...standardWebhooks("webhook-", { encoding: "utf8" }),
      standardHmac("webhook-"),
    ],
    secretForm: "polar_whs_… or whsec_…",
  },
];
