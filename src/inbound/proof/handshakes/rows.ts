// How senders test an address, and what each wants to hear. Data alone.
import type { HandshakeRow } from "./row.ts";

type Rows = readonly HandshakeRow[];

const body = (path: string) => ({ body: path });
const query = (name: string) => ({ query: name });
const header = (name: string) => ({ header: name });

/** https://docs.slack.dev/reference/events/url_verification */
export const SLACK_HANDSHAKE: Rows = [
  {
    when: [{ at: body("type"), is: "url_verification" }],
    signed: true,
    answer: { text: "{body.challenge}" },
  },
];

/** https://dev.twitch.tv/docs/eventsub/handling-webhook-events/#responding-to-a-challenge-request */
export const TWITCH_HANDSHAKE: Rows = [
  {
    when: [{ at: header("twitch-eventsub-message-type"), is: "webhook_callback_verification" }],
    signed: true,
    answer: { text: "{body.challenge}" },
  },
];

/** https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests */
export const META_HANDSHAKE: Rows = [
  {
    methods: ["GET"],
    when: [{ at: query("hub.mode"), is: "subscribe" }],
    word: query("hub.verify_token"),
    answer: { text: "{query.hub.challenge}" },
  },
];

/** https://www.dropbox.com/developers/reference/webhooks#documentation */
export const DROPBOX_HANDSHAKE: Rows = [
  { methods: ["GET"], answer: { text: "{query.challenge}" } },
];

/** https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks#notificationurl-validation */
export const GRAPH_HANDSHAKE: Rows = [
  { methods: ["POST", "GET"], answer: { text: "{query.validationToken}" } },
];

/** https://developer.okta.com/docs/concepts/event-hooks/#one-time-verification-request */
export const OKTA_HANDSHAKE: Rows = [
  {
    methods: ["GET"],
    answer: { json: { verification: "{header.x-okta-verification-challenge}" } },
  },
];

/**
 * An event has more than its challenge, and must not be taken for a handshake.
 * https://developer.monday.com/api-reference/reference/webhooks#url-verification
 */
export const MONDAY_HANDSHAKE: Rows = [
  { when: [{ only: ["challenge"] }], answer: { json: { challenge: "{body.challenge}" } } },
];

/** https://docs.onfleet.com/reference/validation: the text of `check` as it came. */
export const ONFLEET_HANDSHAKE: Rows = [{ methods: ["GET"], answer: { text: "{query.check}" } }];

/**
 * Encrypted under the route's secret, which is the proof that its sender has it.
 * https://open.feishu.cn/document/server-docs/event-subscription-guide/event-subscription-configure-/encrypt-key-encryption-configuration-case
 */
export const FEISHU_HANDSHAKE: Rows = [
  {
    encrypted: { at: body("encrypt"), layout: "iv-first" },
    when: [{ at: body("type"), is: "url_verification" }],
    answer: { json: { challenge: "{body.challenge}" } },
  },
];

/**
 * Interactions ask with type 1, webhook events with type 0, where 1 is an event.
 * https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint
 * https://docs.discord.com/developers/events/webhook-events#preparing-for-events
 */
export const DISCORD_HANDSHAKE: Rows = [
  {
    when: [{ at: body("type"), is: "0" }],
    signed: true,
    answer: { status: 204, headers: { "Content-Type": "application/json" } },
  },
  {
    when: [{ at: body("type"), is: "1" }, { absent: "event" }],
    signed: true,
    answer: { json: { type: 1 } },
  },
];

/**
 * Sent when a webhook is saved, as a form without a signature; anything but 200 disables the webhook.
 * `deliver_ping` in https://github.com/woocommerce/woocommerce, includes/class-wc-webhook.php
 */
export const WOOCOMMERCE_HANDSHAKE: Rows = [
  {
    when: [
      { at: header("content-type"), matches: /^application\/x-www-form-urlencoded\b/i },
      { only: ["webhook_id"] },
      { at: body("webhook_id"), matches: /^\d{1,20}$/ },
    ],
    answer: {},
  },
];

/** https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/#creating-a-webhook */
export const TRELLO_HANDSHAKE: Rows = [{ methods: ["HEAD"], answer: {} }];

/** CloudEvents, HTTP 1.1 web hooks, 4: leave to call, at any rate where a rate was asked for. */
const LEAVE = {
  Allow: "POST, OPTIONS",
  "WebHook-Allowed-Origin": "{header.webhook-request-origin}",
};
const ORIGIN = { at: header("webhook-request-origin"), matches: /^[A-Za-z0-9.:*-]{1,253}$/ };
export const CLOUD_EVENTS_HANDSHAKE: Rows = [
  {
    methods: ["OPTIONS"],
    when: [ORIGIN, { at: header("webhook-request-rate"), matches: /^/ }],
    answer: { headers: { ...LEAVE, "WebHook-Allowed-Rate": "*" } },
  },
  { methods: ["OPTIONS"], when: [ORIGIN], answer: { headers: LEAVE } },
];

/** https://learn.microsoft.com/en-us/azure/event-grid/end-point-validation-event-grid-events-schema */
export const EVENT_GRID_HANDSHAKE: Rows = [
  {
    when: [
      { at: header("aeg-event-type"), is: "SubscriptionValidation" },
      // One event stands in its list.
      { absent: "1" },
    ],
    answer: { json: { validationResponse: "{body.0.data.validationCode}" } },
  },
];

/** https://developers.zoom.us/docs/api/webhooks/#validate-your-webhook-endpoint */
export const ZOOM_HANDSHAKE: Rows = [
  {
    when: [{ at: body("event"), is: "endpoint.url_validation" }],
    signed: true,
    proof: { of: body("payload.plainToken"), digest: "sha256", encoding: "hex" },
    answer: { json: { plainToken: "{body.payload.plainToken}", encryptedToken: "{proof}" } },
  },
];

/** https://docs.x.com/x-api/webhooks/quickstart: unsigned, so anybody may ask. */
export const X_HANDSHAKE: Rows = [
  {
    methods: ["GET"],
    proof: { of: query("crc_token"), digest: "sha256", encoding: "base64" },
    answer: { json: { response_token: "sha256={proof}" } },
  },
];
