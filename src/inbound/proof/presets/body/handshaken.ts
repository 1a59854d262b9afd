// Senders whose secret, or whose leave to send, is agreed on by a request of their own: as data.
// Must not hold code of one provider.
import { hmacSha256 } from "../../../../signature/scheme.ts";
import {
  ASANA_HANDSHAKE,
  NOTION_HANDSHAKE,
  NYLAS_HANDSHAKE,
  XERO_HANDSHAKE,
} from "../../handshakes/more-rows.ts";
import type { Preset } from "../preset.ts";

export const HANDSHAKEN: readonly Preset[] = [
  {
    name: "asana",
    title: "Asana (without a secret in the settings it brings its own; a route for each webhook)",
    docs: "https://developers.asana.com/docs/webhooks-guide",
    oracle: "n8n-nodes-base@2.41.2",
    check: hmacSha256({ header: "x-hook-signature" }),
    // The secret itself, which Asana shows once when a webhook is made.
    secrets: { headers: ["x-hook-secret"] },
    handshake: ASANA_HANDSHAKE,
  },
  {
    name: "notion",
    title: "Notion (the secret is the verification token, which it brings itself)",
    docs: "https://developers.notion.com/reference/webhooks",
    oracle: "@trigger.dev/core@4.8.3",
    check: hmacSha256({
      header: "x-notion-signature",
      extract: { kind: "whole", prefix: "sha256=" },
      id: { body: "id" },
    }),
    secrets: { body: ["verification_token"] },
    handshake: NOTION_HANDSHAKE,
  },
  {
    name: "nylas",
    title: "Nylas",
    docs: "https://developer.nylas.com/docs/v3/notifications/",
    oracle: "own vector",
    check: hmacSha256({ header: "x-nylas-signature", id: { body: "id" } }),
    handshake: NYLAS_HANDSHAKE,
  },
  {
    name: "xero",
    title: "Xero",
    docs: "https://developer.xero.com/documentation/guides/webhooks/configuring-your-server/",
    oracle: "own vector",
    check: hmacSha256({ header: "x-xero-signature", encoding: "base64" }),
    // A 200 with nothing in it.
    answer: { body: "" },
    handshake: XERO_HANDSHAKE,
  },
];
