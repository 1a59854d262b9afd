// The libraries of vendors that send Standard Webhooks.
import { Webhook } from "standardwebhooks";
import { Webhook as Svix } from "svix";
import type { Message } from "../../src/signature/message.ts";
import { load } from "./load.ts";
import type { Oracle } from "./oracle.ts";

const KEY = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SECRET = `whsec_${KEY}`;

const webRequest = ({ headers }: Message, body: string): Request =>
  new Request("https://me.example.com/hooks/a", { method: "POST", headers, body });

/** Stainless makes these: `unwrap` verifies and parses. */
const byUnwrap =
  (
    name: string,
    path: (client: ReturnType<typeof load>) => ReturnType<typeof load>,
    options = {},
  ) =>
  ({ headers }: Message, body: string): unknown => {
    const library = load(name);
    const Client = library.default ?? library;
    const client = new Client({ apiKey: "k", bearerToken: "k", webhookSecret: SECRET, ...options });
    return path(client)(body, headers);
  };

const pick = ({ headers }: Message, names: readonly string[]): string[] =>
  names.map((name) => headers[name] ?? "");

export const STANDARD_LIBRARIES: readonly Oracle[] = [
  {
    preset: "standard-webhooks",
    secret: SECRET,
    accepts: ({ headers }, body) => new Webhook(SECRET).verify(body, { ...headers }),
  },
  {
    preset: "supabase",
    secret: `v1,${SECRET}`,
    // Its page: `secret.replace('v1,whsec_', '')` before the library.
    accepts: ({ headers }, body) => new Webhook(KEY).verify(body, { ...headers }),
  },
  {
    preset: "svix",
    secret: SECRET,
    accepts: ({ headers }, body) => new Svix(SECRET).verify(body, { ...headers }),
  },
  {
    preset: "clerk",
    secret: SECRET,
    accepts: (message, body) =>
      load("@clerk/backend/webhooks").verifyWebhook(webRequest(message, body), {
        signingSecret: SECRET,
      }),
  },
  {
    preset: "resend",
    secret: SECRET,
    accepts: (message, payload) => {
      const [id, timestamp, signature] = pick(message, [
        "svix-id",
        "svix-timestamp",
        "svix-signature",
      ]);
      const { Resend } = load("resend");
      const headers = { id, timestamp, signature };
      return new Resend("re_1").webhooks.verify({ payload, headers, webhookSecret: SECRET });
    },
  },
  {
    preset: "seam",
    secret: SECRET,
    accepts: ({ headers }, body) => {
      const { SeamWebhook, isSeamInvalidWebhookPayloadError } = load("@seamapi/webhook");
      try {
        return new SeamWebhook(SECRET).verify(body, { ...headers });
      } catch (error) {
        // Verified, and then found to be no event of Seam's.
        return isSeamInvalidWebhookPayloadError(error);
      }
    },
  },
  {
    preset: "polar",
    secret: "polar_whs_pM3xZ0ib8Qd1",
    accepts: async ({ headers }, body) => {
      const { webhooks } = load("@polar-sh/sdk/2026-10");
      try {
        return await webhooks.validateEvent(body, { ...headers }, "polar_whs_pM3xZ0ib8Qd1");
      } catch (error) {
        // Verified, and then found to be no event of Polar's.
        return error instanceof webhooks.PolarWebhookUnknownTypeError;
      }
    },
  },
  {
    preset: "openai",
    secret: SECRET,
    accepts: byUnwrap("openai", (client) => client.webhooks.unwrap.bind(client.webhooks)),
  },
  {
    preset: "anthropic",
    secret: SECRET,
    accepts: ({ headers }, body) => {
      const { Anthropic } = load("@anthropic-ai/sdk");
      const client = new Anthropic({ apiKey: "k" });
      return client.beta.webhooks.unwrap(body, { headers, key: SECRET });
    },
  },
  {
    preset: "replicate",
    secret: SECRET,
    accepts: ({ headers }, body) =>
      load("replicate").validateWebhook({ headers, body }, SECRET) as Promise<boolean>,
  },
  {
    preset: "portone",
    secret: SECRET,
    accepts: ({ headers }, body) =>
      load("@portone/server-sdk").Webhook.verify(SECRET, body, headers),
  },
  {
    preset: "liveblocks",
    secret: SECRET,
    // It then refuses an event of a kind that Liveblocks does not send.
    accepts: ({ headers }, rawBody) => {
      const { WebhookHandler } = load("@liveblocks/node");
      try {
        return new WebhookHandler(SECRET).verifyRequest({ headers, rawBody });
      } catch (error) {
        return (error as Error).message.startsWith("Unknown event type");
      }
    },
  },
  {
    preset: "dodopayments",
    secret: SECRET,
    accepts: ({ headers }, body) => {
      const { DodoPayments } = load("dodopayments");
      return new DodoPayments({ bearerToken: "k" }).webhooks.unwrap(body, { headers, key: SECRET });
    },
  },
  {
    preset: "lithic",
    secret: SECRET,
    accepts: byUnwrap("lithic", (client) => client.webhooks.unwrap.bind(client.webhooks)),
  },
  {
    preset: "whop",
    secret: SECRET,
    accepts: ({ headers }, body) => {
      const { Whop } = load("@whop/sdk");
      return new Whop({ apiKey: "k" }).webhooks.unwrap(body, { headers, key: SECRET });
    },
  },
];
