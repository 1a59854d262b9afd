// Vendors' own libraries that check a shared secret.
import { sign as signGitHub, verify as verifyGitHub } from "@octokit/webhooks-methods";
import { Stripe } from "stripe";
import { load } from "./load.ts";
import { post, type Oracle } from "./oracle.ts";

const SECRET = "a-shared-secret";
const URL = "https://me.example.com/hooks/a";

export const VENDOR_LIBRARIES: readonly Oracle[] = [
  {
    preset: "github",
    secret: SECRET,
    sign: async (body) => post(body, { "x-hub-signature-256": await signGitHub(SECRET, body) }),
    accepts: ({ headers }, body) =>
      verifyGitHub(SECRET, body, headers["x-hub-signature-256"] ?? ""),
  },
  {
    preset: "stripe",
    secret: SECRET,
    sign: (payload, now) => {
      const timestamp = Math.floor(now / 1000);
      const header = Stripe.webhooks.generateTestHeaderString({
        payload,
        secret: SECRET,
        timestamp,
      });
      return post(payload, { "stripe-signature": header });
    },
    accepts: ({ headers }, body) =>
      Stripe.webhooks.constructEvent(body, headers["stripe-signature"] ?? "", SECRET),
  },
  {
    preset: "adyen-platform",
    secret: "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056",
    accepts: ({ headers }, body) => {
      const { hmacValidator: Validator } = load("@adyen/api-library");
      const key = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
      return new Validator().validateHMACSignature(key, headers["hmacsignature"], body);
    },
  },
  {
    preset: "box",
    secret: SECRET,
    headers: { "box-signature-version": "1", "box-signature-algorithm": "HmacSHA256" },
    accepts: ({ headers }, body) =>
      load("box-node-sdk/managers").WebhooksManager.validateMessage(body, headers, SECRET),
  },
  {
    preset: "cashfree",
    secret: SECRET,
    accepts: ({ headers }, body) => {
      const { Cashfree, CFEnvironment } = load("cashfree-pg");
      const client = new Cashfree(CFEnvironment.SANDBOX, "id", SECRET);
      const { "x-webhook-signature": signature, "x-webhook-timestamp": time } = headers;
      return client.PGVerifyWebhookSignature(signature, body, time);
    },
  },
  {
    preset: "coinbase-commerce",
    secret: SECRET,
    accepts: ({ headers }, body) =>
      load("coinbase-commerce-node").Webhook.verifySigHeader(
        body,
        headers["x-cc-webhook-signature"],
        SECRET,
      ),
  },
  {
    preset: "easypost",
    secret: SECRET,
    accepts: ({ headers }, body) =>
      new (load("@easypost/api").default ?? load("@easypost/api"))("key").Utils.validateWebhook(
        Buffer.from(body),
        headers,
        SECRET,
      ),
  },
  {
    preset: "elevenlabs",
    secret: SECRET,
    accepts: ({ headers }, body) => {
      const { ElevenLabsClient } = load("@elevenlabs/elevenlabs-js");
      const client = new ElevenLabsClient({ apiKey: "k" });
      return client.webhooks.constructEvent(body, headers["elevenlabs-signature"], SECRET);
    },
  },
  {
    preset: "fintoc",
    secret: SECRET,
    accepts: ({ headers }, body) =>
      load("fintoc").WebhookSignature.verifyHeader(body, headers["fintoc-signature"], SECRET),
  },
  {
    preset: "getstream",
    secret: SECRET,
    accepts: ({ headers }, body) =>
      load("stream-chat").CheckSignature(body, SECRET, headers["x-signature"]),
  },
  {
    preset: "gocardless",
    secret: SECRET,
    accepts: ({ headers }, body) =>
      load("gocardless-nodejs/webhooks").verifySignature(
        body,
        SECRET,
        headers["webhook-signature"],
      ),
  },
  {
    preset: "hygraph",
    secret: SECRET,
    sign: (rawPayload) =>
      post(rawPayload, {
        "gcms-signature": load("@hygraph/utils").generateWebhookSignature({
          rawPayload,
          secret: SECRET,
        }),
      }),
    accepts: ({ headers }, rawPayload) =>
      load("@hygraph/utils").verifyWebhookSignature({
        rawPayload,
        signature: headers["gcms-signature"],
        secret: SECRET,
      }),
  },
  {
    preset: "hubspot",
    secret: SECRET,
    url: URL,
    sign: (requestBody, now) => {
      const { Signature } = load("@hubspot/api-client");
      const made = { clientSecret: SECRET, requestBody, timestamp: now, url: URL };
      return post(requestBody, {
        "x-hubspot-request-timestamp": String(now),
        "x-hubspot-signature-v3": Signature.getSignature("POST", "v3", made),
      });
    },
    accepts: ({ headers }, requestBody) =>
      load("@hubspot/api-client").Signature.isValid({
        signature: headers["x-hubspot-signature-v3"],
        clientSecret: SECRET,
        requestBody,
        url: URL,
        signatureVersion: "v3",
        timestamp: Number(headers["x-hubspot-request-timestamp"]),
      }),
  },
  {
    preset: "kontent",
    secret: SECRET,
    accepts: ({ headers }, body) =>
      load("@kontent-ai/webhook-helper").signatureHelper.isValidSignatureFromString(
        body,
        SECRET,
        headers["x-kontent-ai-signature"],
      ),
  },
  {
    preset: "line",
    secret: SECRET,
    accepts: ({ headers }, body) =>
      load("@line/bot-sdk").validateSignature(body, SECRET, headers["x-line-signature"]),
  },
  ...["meta", "whatsapp"].map((preset): Oracle => ({
    preset,
    secret: SECRET,
    // Meta sends and signs JSON with its letters escaped; the library escapes them once more, for bodies that were read.
    bodies: ["plain", "with a newline at its end", "pretty"],
    accepts: ({ headers }, body) => {
      const { WhatsAppAPI } = load("whatsapp-api-js");
      const client = new WhatsAppAPI({ token: "t", appSecret: SECRET, v: "v20.0" });
      return client.verifyRequestSignature(body, headers["x-hub-signature-256"]);
    },
  })),
  {
    preset: "modern-treasury",
    secret: SECRET,
    accepts: ({ headers }, body) => {
      const ModernTreasury = load("modern-treasury").default ?? load("modern-treasury");
      const client = new ModernTreasury({ organizationID: "o", apiKey: "k" });
      return client.webhooks.validateSignature(body, headers, { key: SECRET });
    },
  },
  {
    preset: "mux",
    secret: SECRET,
    accepts: ({ headers }, body) => {
      const Mux = load("@mux/mux-node").default;
      const client = new Mux({ tokenId: "i", tokenSecret: "s" });
      return client.webhooks.verifySignature(body, headers, SECRET);
    },
  },
  {
    preset: "onfido",
    secret: SECRET,
    accepts: ({ headers }, body) => {
      const { WebhookEventVerifier } = load("@onfido/api");
      return new WebhookEventVerifier(SECRET).readPayload(body, headers["x-sha2-signature"]);
    },
  },
  {
    preset: "pusher",
    secret: SECRET,
    accepts: ({ headers }, rawBody) => {
      const client = new (load("pusher"))({ appId: "1", key: "k", secret: SECRET });
      return client.webhook({ headers: { ...headers, "x-pusher-key": "k" }, rawBody }).isValid();
    },
  },
  {
    preset: "razorpay",
    secret: SECRET,
    accepts: ({ headers }, body) =>
      load("razorpay").validateWebhookSignature(body, headers["x-razorpay-signature"], SECRET),
  },
  {
    preset: "retell",
    secret: SECRET,
    accepts: ({ headers }, body) =>
      load("retell-sdk").Retell.verify(body, SECRET, headers["x-retell-signature"]),
  },
  {
    preset: "sanity",
    secret: SECRET,
    accepts: ({ headers }, body) =>
      load("@sanity/webhook").isValidSignature(body, headers["sanity-webhook-signature"], SECRET),
  },
  {
    preset: "shopify",
    secret: SECRET,
    accepts: async ({ headers }, rawBody) => {
      load("@shopify/shopify-api/adapters/node");
      const { shopifyApi } = load("@shopify/shopify-api");
      const api = shopifyApi({
        apiKey: "k",
        apiSecretKey: SECRET,
        hostName: "me.example.com",
        apiVersion: "2026-01",
        isEmbeddedApp: false,
      });
      const given = {
        ...headers,
        "x-shopify-topic": "orders/paid",
        "x-shopify-shop-domain": "a.myshopify.com",
        "x-shopify-api-version": "2026-01",
        "x-shopify-webhook-id": "1",
      };
      const rawRequest = { method: "POST", url: "/", headers: given };
      return (await api.webhooks.validate({ rawBody, rawRequest, rawResponse: {} })).valid;
    },
  },
  {
    preset: "slack",
    secret: SECRET,
    accepts: ({ headers }, body) => {
      load("@slack/bolt").verifySlackRequest({ signingSecret: SECRET, body, headers });
    },
  },
  {
    preset: "square",
    secret: SECRET,
    url: URL,
    accepts: ({ headers }, requestBody) =>
      load("square").WebhooksHelper.verifySignature({
        requestBody,
        signatureHeader: headers["x-square-hmacsha256-signature"],
        signatureKey: SECRET,
        notificationUrl: URL,
      }),
  },
  {
    preset: "viber",
    secret: SECRET,
    accepts: ({ headers }, body) => {
      const Validator = load("viber-bot/lib/message/message-validator");
      const quiet = { debug: () => undefined };
      return new Validator(quiet, SECRET).validateMessage(
        headers["x-viber-content-signature"],
        body,
      );
    },
  },
  {
    preset: "paddle",
    secret: SECRET,
    accepts: ({ headers }, body) => {
      const { Paddle } = load("@paddle/paddle-node-sdk");
      return new Paddle("k").webhooks.isSignatureValid(body, SECRET, headers["paddle-signature"]);
    },
  },
  {
    preset: "workos",
    secret: SECRET,
    accepts: ({ headers }, body) => {
      const { WorkOS } = load("@workos-inc/node");
      const sigHeader = headers["workos-signature"];
      return new WorkOS("sk_1").webhooks.verifyHeader({ payload: body, sigHeader, secret: SECRET });
    },
  },
];
