// How more senders test an address: those that bring their secret, and those that encrypt. Data alone.
import { signedByWecom } from "../schemes/wecom.ts";
import type { HandshakeRow } from "./row.ts";

type Rows = readonly HandshakeRow[];

const body = (path: string) => ({ body: path });
const query = (name: string) => ({ query: name });
const header = (name: string) => ({ header: name });

/**
 * Comes once, when the webhook is made, and is the key of all that it sends later; has to go back in the same header.
 * https://developers.asana.com/docs/webhooks-guide#the-webhook-handshake
 */
export const ASANA_HANDSHAKE: Rows = [
  {
    when: [{ at: header("x-hook-secret"), matches: /^/ }],
    brings: header("x-hook-secret"),
    answer: { headers: { "X-Hook-Secret": "{header.x-hook-secret}" } },
  },
];

/**
 * Comes once, when the subscription is made: it is shown to the operator, who pastes it into Notion, and signs all that
 * is sent later. https://developers.notion.com/reference/webhooks#step-2-verifying-your-webhook-subscription
 */
export const NOTION_HANDSHAKE: Rows = [
  { when: [{ only: ["verification_token"] }], brings: body("verification_token"), answer: {} },
];

/**
 * "Intent to receive": a body without events, sent with right and with wrong signatures; the wrong ones have to get a
 * 401, the right ones a 200 without a body.
 * https://developer.xero.com/documentation/guides/webhooks/configuring-your-server/
 */
export const XERO_HANDSHAKE: Rows = [{ when: [{ empty: "events" }], signed: true, answer: {} }];

/** https://developer.nylas.com/docs/v3/notifications/#respond-to-webhook-challenge-parameter */
export const NYLAS_HANDSHAKE: Rows = [{ methods: ["GET"], answer: { text: "{query.challenge}" } }];

/** https://developer.work.weixin.qq.com/document/path/90930: what opens goes back as it is. */
export const WECOM_HANDSHAKE: Rows = [
  {
    methods: ["GET"],
    signed: signedByWecom(query("echostr"), "s"),
    encrypted: { at: query("echostr"), layout: "length-first" },
    answer: { text: "{clear}" },
  },
];

/** https://open.dingtalk.com/document/orgapp/configure-event-subcription */
export const DINGTALK_HANDSHAKE: Rows = [
  {
    encrypted: { at: body("encrypt"), layout: "length-first" },
    when: [{ at: body("EventType"), is: "check_url" }],
    signed: true,
    answer: { text: "success", sealed: true },
  },
];

/**
 * Sent when a notification is made, and when somebody asks for it: nothing has happened.
 * https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings/notifications
 */
export const TERRAFORM_HANDSHAKE: Rows = [
  {
    when: [{ at: body("notifications.0.trigger"), is: "verification" }],
    signed: true,
    answer: {},
  },
];
