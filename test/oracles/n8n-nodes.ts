// Senders whose check n8n's trigger nodes hold.
import type { Message } from "../../src/signature/message.ts";
import { askN8n } from "./n8n.ts";
import { post, type Oracle } from "./oracle.ts";

const SECRET = "n8n-made-this-secret";
const URL = "https://me.example.com/hooks/a";

interface Node {
  preset: string;
  file: string;
  credential?: string;
  stored?: string;
  secret?: string;
  check?: string;
  url?: string;
  unboundThere?: true;
  bodies?: readonly string[];
  headers?: Record<string, string>;
  sign?: (body: string) => Message;
}

const NODES: readonly Node[] = [
  // It signs the JSON that it has read, written anew: of other bodies it cannot be asked.
  {
    preset: "clickup",
    file: "ClickUp/ClickUpTrigger.node",
    stored: "secret",
    bodies: ["plain", "unicode"],
  },
  { preset: "helpscout", file: "HelpScout/HelpScoutTrigger.node", stored: "secret" },
  { preset: "webex", file: "Cisco/Webex/CiscoWebexTrigger.node", stored: "secret" },
  {
    preset: "acuity",
    file: "AcuityScheduling/AcuitySchedulingTriggerHelpers",
    credential: "apiKey",
  },
  { preset: "asana", file: "Asana/AsanaTriggerHelpers", stored: "hookSecret" },
  { preset: "calcom", file: "Cal/CalTriggerHelpers" },
  { preset: "calendly", file: "Calendly/CalendlyTriggerHelpers" },
  {
    preset: "customerio",
    file: "CustomerIo/CustomerIoTriggerHelpers",
    credential: "webhookSigningKey",
  },
  { preset: "formstack", file: "Formstack/FormstackTriggerHelpers" },
  { preset: "mailerlite", file: "MailerLite/v2/MailerLiteTriggerHelpers" },
  { preset: "mautic", file: "Mautic/MauticTriggerHelpers" },
  { preset: "netlify", file: "Netlify/NetlifyTriggerHelpers" },
  {
    preset: "onfleet",
    file: "Onfleet/OnfleetTriggerHelpers",
    credential: "signingSecret",
    secret: "6f70656e636c6177",
  },
  { preset: "taiga", file: "Taiga/TaigaTriggerHelpers", stored: "key" },
  { preset: "trello", file: "Trello/TrelloTriggerHelpers", credential: "oauthSecret", url: URL },
  { preset: "typeform", file: "Typeform/TypeformTriggerHelpers" },
  { preset: "webflow", file: "Webflow/WebflowTriggerHelpers", credential: "clientSecret" },
  {
    preset: "woocommerce",
    file: "WooCommerce/WooCommerceTrigger.node",
    stored: "secret",
    headers: { "x-wc-webhook-id": "5" },
  },
  {
    preset: "microsoft-graph",
    file: "Microsoft/Teams/v2/helpers/utils-trigger",
    check: "verifyWebhook",
    unboundThere: true,
    sign: (body) =>
      post(
        JSON.stringify({ value: [{ ...(JSON.parse(body) as object), clientState: SECRET }] }),
        {},
      ),
  },
  { preset: "zendesk", file: "Zendesk/ZendeskTriggerHelpers" },
  {
    preset: "figma",
    file: "Figma/FigmaTriggerHelpers",
    unboundThere: true,
    sign: (body) => post(JSON.stringify({ ...(JSON.parse(body) as object), passcode: SECRET }), {}),
  },
  {
    preset: "gitlab",
    file: "Gitlab/GitlabTriggerHelpers",
    unboundThere: true,
    sign: (body) => post(body, { "x-gitlab-token": SECRET }),
  },
];

export const N8N_NODES: readonly Oracle[] = NODES.map(
  ({
    preset,
    file,
    secret = SECRET,
    check,
    url,
    unboundThere,
    bodies,
    headers,
    sign,
    ...places
  }) => ({
    preset,
    secret,
    ...(url !== undefined && { url }),
    ...(unboundThere && { unboundThere }),
    ...(bodies && { bodies }),
    ...(headers && { headers }),
    ...(sign && { sign }),
    accepts: (message) =>
      askN8n(file, message, { secret, ...places, ...(url !== undefined && { url }) }, check),
  }),
);
