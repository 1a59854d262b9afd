// Signs as the presets do that no scheme as data can say, and names the header in which a sender tells its event.
// Must not show a secret.
import { randomBytes } from "node:crypto";
import { isPublicKeyAlgorithm, type SignatureScheme } from "../../../signature/scheme.ts";
import { schemesOf, type Preset } from "../../../inbound/proof/presets/preset.ts";
import { encrypt } from "../../../signature/decrypt.ts";
import { presetNamed } from "../../../inbound/proof/presets/presets.ts";
import type { InboundRequest } from "../../../inbound/request/request.ts";
import { standardHmac } from "../../../inbound/proof/schemes/standard-webhooks.ts";
import { TWILIO } from "../../../inbound/proof/schemes/twilio.ts";
import { X } from "../../../inbound/proof/schemes/x.ts";
import { withBodyField, withObject } from "./body.ts";
import { onlyTheSender, signed, withHeader, withToken, type Signer } from "./sign.ts";

/** The header in which a sender tells its event, where it does not stand in the body. */
export const EVENT_HEADERS: Readonly<Record<string, string>> = {
  bitbucket: "x-event-key",
  buildkite: "x-buildkite-event",
  circleci: "circleci-event-type",
  coding: "x-coding-event",
  gitee: "x-gitee-event",
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
  (scheme: SignatureScheme): Sign =>
  (request, signer) =>
    signed(request, scheme, signer);

const byAuthorization =
  (prefix: string): Sign =>
  (request, { secret }) =>
    withHeader(request, "authorization", prefix + secret);

const byBasic: Sign = (request, { secret }) =>
  withHeader(request, "authorization", `Basic ${Buffer.from(secret).toString("base64")}`);

const byQuery =
  (name: string): Sign =>
  (request, { secret }) => {
    const mark = request.url.includes("?") ? "&" : "?";
    return { ...request, url: `${request.url}${mark}${name}=${encodeURIComponent(secret)}` };
  };

const SIGN: Readonly<Record<string, Sign>> = {
  x: byScheme(X),
  gitlab: (request, signer) =>
    signer.secret.startsWith("whsec_")
      ? signed(request, standardHmac("webhook-"), signer)
      : withHeader(request, "x-gitlab-token", signer.secret),
  twilio: byScheme(TWILIO),
  alertmanager: byAuthorization("Bearer "),
  brevo: byAuthorization("Bearer "),
  "azure-devops": byBasic,
  postmark: byBasic,
  datadog: byAuthorization(""),
  newrelic: byAuthorization(""),
  channeltalk: byQuery("token"),
  cloudflare: (request, { secret }) => withHeader(request, "cf-webhook-auth", secret),
  "docker-hub": byQuery("token"),
  flutterwave: (request, { secret }) => withHeader(request, "verif-hash", secret),
  mailgun: (request, signer) => {
    const token = randomBytes(25).toString("hex");
    const timestamp = String(Math.floor(signer.now / 1000));
    const dated = withBodyField(request, "signature", { timestamp, token });
    return byFirstScheme(dated, "mailgun", signer);
  },
  okta: byAuthorization(""),
  "event-grid": byAuthorization(""),
  cloudevents: byAuthorization("Bearer "),
  figma: (request, { secret }) => withBodyField(request, "passcode", secret),
  telegram: (request, { secret }) => withHeader(request, "x-telegram-bot-api-secret-token", secret),
  "microsoft-graph": (request, { secret }) =>
    withObject(request, ({ value, ...rest }) => ({
      ...rest,
      value: (Array.isArray(value) ? (value as object[]) : [{}]).map((one) => ({
        ...one,
        clientState: secret,
      })),
    })),
};

/** Throws `Failure` for what only the sender itself can sign. */
export function signedByPreset(
  request: InboundRequest,
  preset: string,
  signer: Signer,
): InboundRequest {
  const sign = SIGN[preset];
  if (sign !== undefined) return sign(request, signer);
  return byFirstScheme(request, preset, signer);
}

function byFirstScheme(request: InboundRequest, preset: string, signer: Signer): InboundRequest {
  const found = presetNamed(preset);
  const [scheme] = found === undefined ? [] : schemesOf(found);
  if (scheme !== undefined && !isPublicKeyAlgorithm(scheme.algorithm)) {
    return signed(sealed(request, found, signer), scheme, signer);
  }
  if (typeof found?.check === "object" && "jwt" in found.check) {
    return withToken(request, found.check.jwt, signer);
  }
  throw onlyTheSender(`"${preset}"`);
}

function sealed(
  request: InboundRequest,
  preset: Preset | undefined,
  { secret, decrypt: { key = secret, receiver } = {} }: Signer,
): InboundRequest {
  const encryption = preset?.encryption;
  if (encryption === undefined || !("body" in encryption.at)) return request;
  const { at, layout } = encryption;
  const text = encrypt(request.rawBody, layout, { key, receiver, random: randomBytes(16) });
  return { ...request, rawBody: Buffer.from(JSON.stringify({ [at.body]: text })) };
}
