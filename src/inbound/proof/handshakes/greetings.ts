// Handshakes that want a fixed answer, or leave to call.
// Must not put a sender's text into a header before its form is checked.
import { header, type InboundRequest } from "../../request/request.ts";
import {
  echoJson,
  empty,
  json,
  postedJson,
  postedObject,
  type Handshake,
  type HandshakeContext,
} from "./answers.ts";

type Answer = Handshake | undefined;

/**
 * Interactions ask with type 1, webhook events with type 0, where 1 is an event.
 * https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint
 * https://docs.discord.com/developers/events/webhook-events#preparing-for-events
 */
export function discordHandshake(request: InboundRequest, context: HandshakeContext): Answer {
  const body = postedObject(request);
  const isEventPing = body?.["type"] === 0;
  const isInteractionPing = body?.["type"] === 1 && !Object.hasOwn(body, "event");
  if (!isEventPing && !isInteractionPing) return undefined;
  if (!context.isVerified(context.auth.secrets)) return undefined;
  return isEventPing ? empty(204, { "Content-Type": "application/json" }) : json({ type: 1 });
}

/**
 * Sent when a webhook is saved, as a form without a signature; anything but 200 disables the webhook.
 * `deliver_ping` in https://github.com/woocommerce/woocommerce, includes/class-wc-webhook.php
 */
export function woocommerceHandshake({ method, headers, rawBody }: InboundRequest): Answer {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers["content-type"] ?? "");
  const isPing =
    method === "POST" && isForm && rawBody.byteLength <= MAX_PING_BYTES && PING.test(text(rawBody));
  return isPing ? empty(200) : undefined;
}

const MAX_PING_BYTES = 40;
const PING = /^webhook_id=\d{1,20}$/;

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

/** https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/#creating-a-webhook */
export function trelloHandshake({ method }: InboundRequest): Answer {
  return method === "HEAD" ? empty(200) : undefined;
}

/** CloudEvents, HTTP 1.1 web hooks, 4: leave to call, at any rate where a rate was asked for. */
export function cloudEventsHandshake(request: InboundRequest): Answer {
  if (request.method !== "OPTIONS") return undefined;
  const origin = header(request, "webhook-request-origin");
  if (origin === undefined || !/^[A-Za-z0-9.:*-]{1,253}$/.test(origin)) return undefined;
  const isRateAsked = header(request, "webhook-request-rate") !== undefined;
  return empty(200, {
    Allow: "POST, OPTIONS",
    "WebHook-Allowed-Origin": origin,
    ...(isRateAsked && { "WebHook-Allowed-Rate": "*" }),
  });
}

/** https://learn.microsoft.com/en-us/azure/event-grid/end-point-validation-event-grid-events-schema */
export function eventGridHandshake(request: InboundRequest): Answer {
  if (header(request, "aeg-event-type") !== "SubscriptionValidation") return undefined;
  const events = postedJson(request);
  const event: unknown = Array.isArray(events) && events.length === 1 ? events[0] : undefined;
  const data = (event as { data?: { validationCode?: unknown } | null } | null | undefined)?.data;
  return echoJson("validationResponse", data?.validationCode);
}
