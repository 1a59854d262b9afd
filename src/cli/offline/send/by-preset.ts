// Signs as the presets do that no scheme as data can say, and names the header in which a sender tells its event.
// Must not show a secret.
import { createHash, createHmac, randomUUID } from "node:crypto";
import type { HmacScheme } from "../../../config/route/route-settings.ts";
import { presetNamed } from "../../../inbound/proof/schemes/presets.ts";
import { calledAddress, type InboundRequest } from "../../../inbound/request/request.ts";
import { HUBSPOT } from "../../../inbound/proof/schemes/hubspot.ts";
import { standardHmac } from "../../../inbound/proof/schemes/standard-webhooks.ts";
import { coveredFields } from "../../../inbound/proof/schemes/twilio.ts";
import { X } from "../../../inbound/proof/schemes/x.ts";
import { Failure } from "../../failure.ts";
import { withObject } from "./body.ts";
import { signed, withHeader, type Signer } from "./sign.ts";

/** The header in which a sender tells its event, where it does not stand in the body. */
export const EVENT_HEADERS: Readonly<Record<string, string>> = {
  bitbucket: "x-event-key",
  github: "x-github-event",
  gitlab: "x-gitlab-event",
  linear: "linear-event",
  sentry: "sentry-hook-resource",
  shopify: "x-shopify-topic",
  twitch: "twitch-eventsub-message-type",
  woocommerce: "x-wc-webhook-topic",
};

type Sign = (request: InboundRequest, signer: Signer) => InboundRequest;

const byScheme =
  (scheme: HmacScheme): Sign =>
  (request, signer) =>
    signed(request, scheme, signer);

const byAuthorization =
  (prefix: string): Sign =>
  (request, { secret }) =>
    withHeader(request, "authorization", prefix + secret);

const SIGN: Readonly<Record<string, Sign>> = {
  "standard-webhooks": byScheme(standardHmac("webhook-")),
  svix: byScheme(standardHmac("svix-")),
  hubspot: byScheme(HUBSPOT),
  x: byScheme(X),
  gitlab: (request, signer) =>
    signer.secret.startsWith("whsec_")
      ? signed(request, standardHmac("webhook-"), signer)
      : withHeader(request, "x-gitlab-token", signer.secret),
  twilio,
  okta: byAuthorization(""),
  "event-grid": byAuthorization(""),
  cloudevents: byAuthorization("Bearer "),
  "microsoft-graph": (request, { secret }) =>
    withObject(request, ({ value, ...rest }) => ({
      ...rest,
      value: (Array.isArray(value) ? (value as object[]) : [{}]).map((one) => ({
        ...one,
        clientState: secret,
      })),
    })),
  monday: (request, { secret, now }) => withHeader(request, "authorization", jwt(secret, now)),
};

/** Throws `Failure` for what only the sender itself can sign. */
export function signedByPreset(
  request: InboundRequest,
  preset: string,
  signer: Signer,
): InboundRequest {
  const check = presetNamed(preset)?.check;
  if (typeof check === "object") return signed(request, check, signer);
  const sign = SIGN[preset];
  if (sign !== undefined) return sign(request, signer);
  throw new Failure("failed", `only the sender has the private key that signs for "${preset}"`);
}

function twilio(given: InboundRequest, { secret, url = "" }: Signer): InboundRequest {
  const isForm = given.headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  const hash = createHash("sha256").update(given.rawBody).digest("hex");
  const mark = given.url.includes("?") ? "&" : "?";
  const request =
    isForm === true ? given : { ...given, url: `${given.url}${mark}bodySHA256=${hash}` };
  const fields = coveredFields(request);
  const text = calledAddress(request, url) + (fields.ok ? fields.value : "");
  const signature = createHmac("sha1", secret).update(text).digest("base64");
  return withHeader(request, "x-twilio-signature", signature);
}

const JWT_LIFE_S = 300;

function jwt(secret: string, now: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const iat = Math.floor(now / 1000);
  const claims = { iat, exp: iat + JWT_LIFE_S, jti: randomUUID() };
  const text = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}
