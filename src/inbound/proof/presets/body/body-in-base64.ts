// Senders that sign the body and no time, and write the signature in base64: as data.
// Must not hold code of one provider.
import { hmacSha256 } from "../../../../signature/scheme.ts";
import type { Preset } from "../preset.ts";

export const BODY_IN_BASE64: readonly Preset[] = [
  {
    name: "acuity",
    title: "Acuity Scheduling (the secret is the API key)",
    docs: "https://developers.acuityscheduling.com/docs/webhooks",
    oracle: "n8n-nodes-base@2.41.2",
    check: hmacSha256({ header: "x-acuity-signature", encoding: "base64" }),
  },
  {
    name: "adyen-platform",
    title: "Adyen platform, banking and management webhooks",
    docs: "https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures",
    oracle: "@adyen/api-library@32.1.0",
    check: hmacSha256({ header: "hmacsignature", encoding: "base64", key: { encoding: "hex" } }),
    secretForm: "hex",
  },
  {
    name: "chatwork",
    title: "Chatwork (the secret is the webhook's token)",
    docs: "https://developer.chatwork.com/docs/webhook",
    oracle: "published vector",
    check: hmacSha256({
      header: "x-chatworkwebhooksignature",
      encoding: "base64",
      key: { encoding: "base64" },
    }),
    secretForm: "base64",
  },
  {
    name: "docusign",
    title: "Docusign Connect",
    docs: "https://developers.docusign.com/platform/webhooks/connect/validate",
    oracle: "@trigger.dev/core@4.8.3",
    // One header for each active key, up to a hundred; a second key is there while one is changed.
    check: [1, 2, 3].map((number) =>
      hmacSha256({ header: `x-docusign-signature-${number}`, encoding: "base64" }),
    ),
  },
  {
    name: "helpscout",
    title: "Help Scout",
    docs: "https://developer.helpscout.com/webhooks/",
    oracle: "n8n-nodes-base@2.41.2",
    check: hmacSha256({ algorithm: "sha1", header: "x-helpscout-signature", encoding: "base64" }),
  },
  {
    name: "hookdeck",
    title: "Hookdeck Event Gateway",
    docs: "https://hookdeck.com/docs/authentication",
    oracle: "@trigger.dev/core@4.8.3",
    // The second one is there while the secret is changed.
    check: ["", "-2"].map((which) =>
      hmacSha256({
        header: `x-hookdeck-signature${which}`,
        encoding: "base64",
        id: { header: "x-hookdeck-eventid" },
      }),
    ),
  },
  {
    name: "kontent",
    title: "Kontent.ai",
    docs: "https://kontent.ai/learn/docs/webhooks/webhooks/javascript#a-validate-received-notifications",
    oracle: "@kontent-ai/webhook-helper@3.0.3",
    check: hmacSha256({ header: "x-kontent-ai-signature", encoding: "base64" }),
  },
  {
    name: "line",
    title: "LINE Messaging API",
    docs: "https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/",
    oracle: "@line/bot-sdk@11.2.0",
    check: hmacSha256({ header: "x-line-signature", encoding: "base64" }),
  },
  {
    name: "lineworks",
    title: "LINE WORKS, and NAVER WORKS (the secret is the Bot Secret)",
    docs: "https://developers.worksmobile.com/jp/docs/bot-callback",
    oracle: "own vector",
    check: hmacSha256({ header: "x-works-signature", encoding: "base64" }),
  },
  {
    name: "mautic",
    title: "Mautic",
    docs: "https://docs.mautic.org/en/5.x/configuration/settings.html",
    oracle: "n8n-nodes-base@2.41.2",
    check: hmacSha256({ header: "webhook-signature", encoding: "base64" }),
  },
];
