// Handshakes that want a text back.
// Must not echo to senders that sign their handshake before the signature is checked.
import { header, type InboundRequest } from "../../request/request.ts";
import { isSameText } from "../usable-secrets.ts";
import {
  echo,
  echoJson,
  empty,
  postedObject,
  type Handshake,
  type HandshakeContext,
} from "./answers.ts";

type Answer = Handshake | undefined;

/** https://docs.slack.dev/reference/events/url_verification */
export function slackHandshake(request: InboundRequest, context: HandshakeContext): Answer {
  const body = postedObject(request);
  if (body?.["type"] !== "url_verification") return undefined;
  return context.isVerified(context.auth.secrets) ? echo(body["challenge"]) : undefined;
}

/** https://dev.twitch.tv/docs/eventsub/handling-webhook-events/#responding-to-a-challenge-request */
export function twitchHandshake(request: InboundRequest, context: HandshakeContext): Answer {
  const kind = header(request, "twitch-eventsub-message-type");
  if (kind !== "webhook_callback_verification") return undefined;
  const challenge = postedObject(request)?.["challenge"];
  return context.isVerified(context.auth.secrets) ? echo(challenge) : undefined;
}

/**
 * 403 when the word is not the configured one, or none is configured.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests
 */
export function metaHandshake(request: InboundRequest, { auth }: HandshakeContext): Answer {
  const { query, method } = request;
  if (method !== "GET" || query["hub.mode"] !== "subscribe") return undefined;
  const expected = auth.verifyToken ?? "";
  const isTheirs = isSameText(query["hub.verify_token"] ?? "", expected);
  return expected !== "" && isTheirs ? echo(query["hub.challenge"]) : empty(403);
}

/** https://www.dropbox.com/developers/reference/webhooks#documentation */
export function dropboxHandshake({ method, query }: InboundRequest): Answer {
  return method === "GET" ? echo(query["challenge"]) : undefined;
}

/** https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks#notificationurl-validation */
export function graphHandshake({ method, query }: InboundRequest): Answer {
  return method === "POST" || method === "GET" ? echo(query["validationToken"]) : undefined;
}

/** https://developer.okta.com/docs/concepts/event-hooks/#one-time-verification-request */
export function oktaHandshake(request: InboundRequest): Answer {
  if (request.method !== "GET") return undefined;
  return echoJson("verification", header(request, "x-okta-verification-challenge"));
}

/** https://developer.monday.com/api-reference/reference/webhooks#url-verification */
export function mondayHandshake(request: InboundRequest): Answer {
  const body = postedObject(request);
  // An event has more than its challenge, and must not be taken for a handshake.
  if (body === undefined || Object.keys(body).length !== 1) return undefined;
  return echoJson("challenge", body["challenge"]);
}

/** https://docs.onfleet.com/reference/validation: the text of `check` as it came. */
export function onfleetHandshake({ method, query }: InboundRequest): Answer {
  return method === "GET" ? echo(query["check"]) : undefined;
}
