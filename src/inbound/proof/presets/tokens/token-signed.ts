// Senders that prove themselves with a JSON Web Token which holds the body's hash: as data.
// Must not hold code of one provider.
import type { Preset } from "../preset.ts";

export const TOKEN_SIGNED: readonly Preset[] = [
  {
    name: "livekit",
    title: "LiveKit (the secret is the API secret)",
    docs: "https://docs.livekit.io/home/server/webhooks/",
    oracle: "livekit-server-sdk@2.19.2",
    check: {
      jwt: {
        from: { header: "authorization" },
        algorithms: ["HS256"],
        key: { encoding: "utf8" },
        bodyHash: { claim: "sha256", digest: "sha256", encoding: "base64" },
        id: { body: "id" },
      },
    },
  },
  {
    name: "messagebird",
    title: "MessageBird (Bird)",
    docs: "https://developers.messagebird.com/api/#verifying-http-requests",
    oracle: "messagebird@4.0.1",
    check: {
      jwt: {
        from: { header: "messagebird-signature-jwt" },
        algorithms: ["HS256", "HS384", "HS512"],
        key: { encoding: "utf8" },
        claims: { iss: "MessageBird" },
        bodyHash: { claim: "payload_hash", digest: "sha256", encoding: "hex" },
        id: { claim: "jti" },
      },
    },
  },
  {
    name: "netlify",
    title: "Netlify",
    docs: "https://docs.netlify.com/deploy/deploy-notifications/",
    oracle: "n8n-nodes-base@2.41.2",
    check: {
      jwt: {
        from: { header: "x-webhook-signature" },
        algorithms: ["HS256"],
        key: { encoding: "utf8" },
        claims: { iss: "netlify" },
        bodyHash: { claim: "sha256", digest: "sha256", encoding: "hex" },
      },
    },
  },
  {
    name: "plaid",
    title: "Plaid (the secret is its verification key, a JWK)",
    docs: "https://plaid.com/docs/api/webhooks/webhook-verification/",
    // No library of Plaid's checks it; its own sample does, with this package.
    oracle: "jose@6.2.18",
    check: {
      jwt: {
        from: { header: "plaid-verification" },
        algorithms: ["ES256"],
        key: { encoding: "utf8" },
        bodyHash: { claim: "request_body_sha256", digest: "sha256", encoding: "hex" },
        // Its page: no more than five minutes.
        maxAgeMs: 300_000,
      },
    },
    secretForm: "JWK",
  },
  {
    name: "qstash",
    title: "Upstash QStash",
    docs: "https://upstash.com/docs/qstash/howto/signature",
    oracle: "@upstash/qstash@2.12.0",
    check: {
      jwt: {
        from: { header: "upstash-signature" },
        algorithms: ["HS256"],
        key: { encoding: "utf8" },
        claims: { iss: "Upstash" },
        bodyHash: { claim: "body", digest: "sha256", encoding: "base64url" },
        id: { claim: "jti" },
      },
    },
  },
  {
    name: "vonage",
    title: "Vonage (signed webhooks)",
    docs: "https://developer.vonage.com/en/getting-started/concepts/webhooks",
    oracle: "@vonage/jwt@1.17.1",
    check: {
      jwt: {
        from: { header: "authorization" },
        algorithms: ["HS256"],
        key: { encoding: "utf8" },
        bodyHash: { claim: "payload_hash", digest: "sha256", encoding: "hex" },
        id: { claim: "jti" },
      },
    },
  },
];
