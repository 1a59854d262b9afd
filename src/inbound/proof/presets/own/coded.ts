// Senders whose check no scheme as data can say, each by its own file.
// Must not hold the checks themselves.
import { TWIML } from "../../../answer/conversations.ts";
import { verifyBearer, verifyHeader } from "../../credentials.ts";
import { bodyText, header } from "../../../request/request.ts";
import { verifyGitlab } from "../../schemes/gitlab.ts";
import { HUBSPOT } from "../../schemes/hubspot.ts";
import { verifyMicrosoftGraph } from "../../schemes/microsoft-graph.ts";
import { MONDAY } from "../../schemes/monday.ts";
import {
  CLOUD_EVENTS_HANDSHAKE,
  EVENT_GRID_HANDSHAKE,
  GRAPH_HANDSHAKE,
  MONDAY_HANDSHAKE,
  OKTA_HANDSHAKE,
  X_HANDSHAKE,
} from "../../handshakes/rows.ts";
import type { Preset } from "../preset.ts";
import { standardHmac, standardWebhooks } from "../../schemes/standard-webhooks.ts";
import { TWILIO, verifyTwilio } from "../../schemes/twilio.ts";
import { verifyX, X } from "../../schemes/x.ts";

export const CODED: readonly Preset[] = [
  {
    name: "standard-webhooks",
    title: "Standard Webhooks",
    docs: "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md",
    oracle: "standardwebhooks@1.1.1",
    check: standardWebhooks(),
  },
  {
    name: "svix",
    title: "Svix",
    docs: "https://docs.svix.com/receiving/verifying-payloads/how-manual",
    oracle: "svix@2.5.0",
    check: standardWebhooks("svix-"),
  },
  {
    name: "gitlab",
    title: "GitLab (secret token, or signing token)",
    docs: "https://docs.gitlab.com/user/project/integrations/webhooks/",
    oracle: "n8n-nodes-base@2.41.2",
    check: verifyGitlab,
    // Any other secret is a token that it shows.
    signedBy: standardHmac("webhook-", {
      encoding: "base64",
      stripPrefix: "whsec_",
      only: "whsec_",
    }),
    secrets: { headers: ["x-gitlab-token", "webhook-signature"] },
  },
  {
    name: "twilio",
    title: "Twilio",
    docs: "https://www.twilio.com/docs/usage/webhooks/webhooks-security",
    oracle: "twilio@6.2.0",
    needsUrl: true,
    // https://www.twilio.com/docs/usage/webhooks/getting-started-twilio-webhooks: voice and messages, as configured.
    methods: ["GET"],
    check: verifyTwilio,
    signedBy: TWILIO,
    readsBody: true,
    secrets: { headers: ["x-twilio-signature"] },
    answer: TWIML,
  },
  {
    name: "sendgrid",
    title: "SendGrid event webhook",
    docs: "https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features",
    oracle: "@sendgrid/eventwebhook@8.0.0",
    check: {
      algorithm: "ecdsa-sha256",
      from: { header: "x-twilio-email-event-webhook-signature" },
      extract: { kind: "whole" },
      encoding: "base64",
      signed: "{timestamp}{body}",
      timestamp: { from: { header: "x-twilio-email-event-webhook-timestamp" }, format: "s" },
      key: { encoding: "base64" },
    },
    // 24 hours: https://docs.sendgrid.com/for-developers/tracking-events/troubleshooting
    retryMs: 86_400_000,
  },
  {
    name: "hubspot",
    title: "HubSpot (signature version 3)",
    docs: "https://developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests",
    oracle: "@hubspot/api-client@14.0.1",
    needsUrl: true,
    check: HUBSPOT,
    secrets: { headers: ["x-hubspot-signature"] },
  },
  {
    name: "x",
    title: "X (Twitter)",
    docs: "https://docs.x.com/x-api/webhooks/quickstart",
    oracle: "own vector",
    check: verifyX,
    signedBy: X,
    secrets: { headers: ["x-twitter-webhooks-signature"], query: ["crc_token"] },
    handshake: X_HANDSHAKE,
  },
  {
    name: "microsoft-graph",
    title: "Microsoft Graph (clientState)",
    docs: "https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks",
    oracle: "n8n-nodes-base@2.41.2",
    check: verifyMicrosoftGraph,
    readsBody: true,
    // "id: Unique ID for the notification" https://learn.microsoft.com/en-us/graph/api/resources/changenotification
    eventIds: { at: "value", fields: ["id"] },
    secrets: { query: ["validationToken"], body: ["clientState", "value.clientState"] },
    handshake: GRAPH_HANDSHAKE,
  },
  {
    name: "monday",
    title: "monday.com",
    docs: "https://developer.monday.com/api-reference/reference/webhooks",
    // No library of monday.com's checks it; its own sample does, with this package.
    oracle: "jsonwebtoken@9.0.3",
    check: { jwt: MONDAY },
    handshake: MONDAY_HANDSHAKE,
  },
  {
    name: "okta",
    title: "Okta event hooks (the secret is the whole Authorization header)",
    docs: "https://developer.okta.com/docs/concepts/event-hooks/",
    oracle: "no signature",
    readsBody: true,
    check: (request, auth, now) => {
      const expected = { name: "authorization", secrets: auth.secrets };
      return verifyHeader(request, expected, now, bodyText(request, "eventId"));
    },
    secrets: { headers: ["authorization"] },
    handshake: OKTA_HANDSHAKE,
  },
  {
    name: "event-grid",
    title: "Azure Event Grid (the secret is the delivery property Authorization)",
    docs: "https://learn.microsoft.com/en-us/azure/event-grid/end-point-validation-event-grid-events-schema",
    oracle: "no signature",
    check: (request, auth, now) =>
      verifyHeader(request, { name: "authorization", secrets: auth.secrets }, now),
    // "id: Unique identifier for the event" https://learn.microsoft.com/en-us/azure/event-grid/event-schema
    eventIds: { at: "", fields: ["id"] },
    // The code and the address with it prove the subscription to Azure.
    secrets: {
      headers: ["authorization"],
      body: ["data.validationCode", "data.validationUrl"],
    },
    handshake: EVENT_GRID_HANDSHAKE,
  },
  {
    name: "cloudevents",
    title: "CloudEvents (bearer token)",
    docs: "https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md",
    oracle: "no signature",
    check: (request, auth, now) => {
      const [source, id] = [header(request, "ce-source"), header(request, "ce-id")];
      // Only the two together are unique (CloudEvents 1.0.2, 3.1.1).
      const deliveryId = source === undefined || id === undefined ? undefined : `${source} ${id}`;
      return verifyBearer(request, auth, now, deliveryId);
    },
    // Structured and batched mode: CloudEvents 1.0.2, 3.1.1, and the HTTP binding, 3.2 and 3.3.
    eventIds: { at: "", fields: ["source", "id"] },
    secrets: { headers: ["authorization"], query: ["access_token"] },
    handshake: CLOUD_EVENTS_HANDSHAKE,
  },
];
