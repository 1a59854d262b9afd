// Senders that sign with keys which they publish at an address: as data.
// Must not hold code of one provider.
import type { SignatureScheme } from "../../../../signature/scheme.ts";
import type { Preset } from "../preset.ts";

/** Of AWS's own regions, also those in China; nothing else of Amazon's stands below these names. */
const SNS_HOST = String.raw`https:\/\/sns\.[a-z0-9-]{3,30}\.amazonaws\.com(?:\.cn)?`;

/** In this order, each with its name; `Subject` where there is one. */
const SNS_TEXTS = [
  {
    type: "Notification",
    names: ["Message", "MessageId", "Subject?", "Timestamp", "TopicArn"],
  },
  ...["SubscriptionConfirmation", "UnsubscribeConfirmation"].map((type) => ({
    type,
    names: ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn"],
  })),
];

/**
 * SignatureVersion 1 is SHA-1, 2 is SHA-256; which one it is stands beside the signature and is not signed.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
const SNS: readonly SignatureScheme[] = (["rsa-sha256", "rsa-sha1"] as const).flatMap((algorithm) =>
  SNS_TEXTS.map(({ type, names }): SignatureScheme => ({
    algorithm,
    from: { body: "Signature" },
    extract: { kind: "whole" },
    encoding: "base64",
    signed: {
      pieces: [
        ...names.map((name) => {
          const bare = name.replace("?", "");
          const text = `${bare}\n{body.${bare}}\n`;
          return name === bare ? text : { ifThere: text };
        }),
        `Type\n${type}\n`,
      ],
    },
    timestamp: { from: { body: "Timestamp" }, format: "rfc3339" },
    id: { body: "MessageId" },
    key: { encoding: "base64" },
  })),
);

const HOUR_MS = 60 * 60_000;

export const PUBLISHED_KEYS: readonly Preset[] = [
  {
    name: "sns",
    title: "Amazon SNS (subscriptions of the topic are confirmed)",
    docs: "https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html",
    oracle: "sns-payload-validator@2.1.0",
    check: SNS,
    // Confirm and unsubscribe with them whoever has them.
    secrets: { body: ["Token", "SubscribeURL", "UnsubscribeURL"] },
    published: {
      form: "certificate",
      at: { body: "SigningCertURL" },
      address: new RegExp(
        String.raw`^${SNS_HOST}\/SimpleNotificationService-[A-Za-z0-9]{1,64}\.pem$`,
      ),
    },
    needsNoSecret: true,
    expects: {
      of: "body",
      names: ["TopicArn"],
      why: "anybody can have a topic that Amazon signs for",
    },
    // The time is the publication's, and retries may go on for an hour:
    // https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
    toleranceMs: HOUR_MS + 5 * 60_000,
    textIsJson: true,
    handshake: [
      {
        when: [{ at: { body: "Type" }, is: "SubscriptionConfirmation" }],
        signed: true,
        confirms: {
          at: { body: "SubscribeURL" },
          address: new RegExp(
            String.raw`^${SNS_HOST}\/\?Action=ConfirmSubscription&[^#\s]{1,1000}$`,
          ),
        },
        answer: {},
      },
      // Somebody has ended the subscription: heard, and not gone back on.
      {
        when: [{ at: { body: "Type" }, is: "UnsubscribeConfirmation" }],
        signed: true,
        answer: {},
      },
    ],
  },
  {
    name: "paypal",
    title: "PayPal (the secret is the webhook's id)",
    docs: "https://developer.paypal.com/api/rest/webhooks/rest/#link-selfverificationmethod",
    // No library of PayPal's checks it offline; its own sample does, with this package for the CRC.
    oracle: "buffer-crc32@1.0.0",
    check: {
      algorithm: "rsa-sha256",
      from: { header: "paypal-transmission-sig" },
      extract: { kind: "whole" },
      encoding: "base64",
      signed: "{id}|{timestamp}|{secret}|{bodyHash.crc32}",
      timestamp: { from: { header: "paypal-transmission-time" }, format: "rfc3339" },
      id: { header: "paypal-transmission-id" },
      key: { encoding: "base64" },
    },
    secretForm: "the webhook's id",
    // It tries for three days, and no page says whether a retry has a new time; its id makes a repeat one.
    toleranceMs: 72 * HOUR_MS,
    published: {
      form: "certificate",
      at: { header: "paypal-cert-url" },
      address:
        /^https:\/\/api(?:-m)?(?:\.sandbox)?\.paypal\.com\/v1\/notifications\/certs\/[\w-]{1,100}$/,
    },
  },
  {
    name: "pubsub",
    title: "Google Pub/Sub push with authentication (the token says who sends, not what)",
    docs: "https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions",
    oracle: "google-auth-library@11.3.4",
    check: {
      jwt: {
        from: { header: "authorization" },
        algorithms: ["RS256"],
        key: { encoding: "utf8" },
        claims: {
          iss: ["https://accounts.google.com", "accounts.google.com"],
          email_verified: "true",
        },
        id: { body: "message.messageId" },
      },
    },
    published: { form: "jwks", url: "https://www.googleapis.com/oauth2/v3/certs" },
    needsNoSecret: true,
    expects: {
      of: "claims",
      names: ["aud", "email"],
      why: "Google signs for every service account of everybody",
    },
  },
];
