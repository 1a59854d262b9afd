// Senders that show the secret itself, each in a place of its own.
// Must not let a token stand for a signature: nothing binds the body to it.
import { DINGTALK_ANSWER } from "../../../answer/conversations.ts";
import { isSameText, usableSecrets } from "../../usable-secrets.ts";
import { verifyBearer, verifyHeader } from "../../credentials.ts";
import { bodyText } from "../../../request/request.ts";
import { acceptCaller, refuse, type PresetCheck } from "../../verdict.ts";
import type { Preset } from "../preset.ts";

/** The secret stands at a path of the body. */
function inBody(path: string): PresetCheck {
  return (request, auth, now) => {
    const usable = usableSecrets(auth.secrets, now);
    if (!usable.ok) return refuse(usable.reason);
    const given = bodyText(request, path);
    if (given === undefined) return refuse(`the body has no "${path}"`);
    return usable.values.some((value) => isSameText(given, value))
      ? acceptCaller(request, { verified: true })
      : refuse(`"${path}" in the body is wrong`);
  };
}

/** The whole Authorization header, whatever it says. `id`: where the body holds the delivery's. */
function inAuthorization(id?: string): PresetCheck {
  return (request, { secrets }, now) =>
    verifyHeader(
      request,
      { name: "authorization", secrets },
      now,
      id === undefined ? undefined : bodyText(request, id),
    );
}

/** `user:password` as one secret, for senders that take both together in the address. */
function inBasic(id?: string): PresetCheck {
  const whole = inAuthorization(id);
  return (request, auth, now) => {
    const encoded = (value: string): string =>
      `Basic ${Buffer.from(value, "utf8").toString("base64")}`;
    const secrets = auth.secrets.map((secret) => ({ ...secret, value: encoded(secret.value) }));
    return whole(request, { ...auth, secrets }, now);
  };
}

const AUTHORIZATION = { headers: ["authorization"] } as const;

export const TOKEN_SHOWN: readonly Preset[] = [
  {
    name: "dingtalk",
    title: "DingTalk robots (the secret is the app secret; the body is not signed)",
    docs: "https://open.dingtalk.com/document/orgapp/receive-message",
    oracle: "own vector",
    // A signature of the time alone: whoever has seen one may say anything for an hour.
    check: {
      algorithm: "sha256",
      from: { header: "sign" },
      extract: { kind: "whole" },
      encoding: "base64",
      signed: "{timestamp}\n{secret}",
      timestamp: { from: { header: "timestamp" }, format: "ms" },
      id: { body: "msgId" },
      key: { encoding: "utf8" },
    },
    toleranceMs: 60 * 60_000,
    answer: DINGTALK_ANSWER,
  },
  {
    name: "alertmanager",
    title: "Prometheus Alertmanager (bearer token)",
    docs: "https://prometheus.io/docs/alerting/latest/configuration/#http_config",
    oracle: "no signature",
    check: verifyBearer,
    secrets: AUTHORIZATION,
  },
  {
    name: "azure-devops",
    title: "Azure DevOps service hooks (the secret is user:password)",
    docs: "https://learn.microsoft.com/en-us/azure/devops/service-hooks/services/webhooks",
    oracle: "no signature",
    readsBody: true,
    check: inBasic("id"),
    secrets: AUTHORIZATION,
  },
  {
    name: "brevo",
    title: "Brevo (bearer token)",
    docs: "https://developers.brevo.com/docs/secured-webhooks",
    oracle: "no signature",
    check: verifyBearer,
    secrets: AUTHORIZATION,
  },
  {
    name: "datadog",
    title: "Datadog (the secret is the whole Authorization header, set under custom headers)",
    docs: "https://docs.datadoghq.com/integrations/webhooks/",
    oracle: "no signature",
    check: inAuthorization(),
    secrets: AUTHORIZATION,
  },
  {
    name: "figma",
    title: "Figma (the secret is the webhook's passcode)",
    docs: "https://developers.figma.com/docs/rest-api/webhooks-security/",
    oracle: "n8n-nodes-base@2.41.2",
    readsBody: true,
    check: inBody("passcode"),
    secrets: { body: ["passcode"] },
  },
  {
    name: "flutterwave",
    title: "Flutterwave (the secret is the secret hash)",
    docs: "https://developer.flutterwave.com/docs/webhooks",
    oracle: "no signature",
    check: (request, { secrets }, now) =>
      verifyHeader(request, { name: "verif-hash", secrets }, now),
    secrets: { headers: ["verif-hash"] },
  },
  {
    name: "newrelic",
    title: "New Relic (the secret is the whole Authorization header, set under custom headers)",
    docs: "https://docs.newrelic.com/docs/alerts/get-notified/notification-integrations/",
    oracle: "no signature",
    check: inAuthorization(),
    secrets: AUTHORIZATION,
  },
  {
    name: "postmark",
    title: "Postmark (the secret is user:password)",
    docs: "https://postmarkapp.com/developer/webhooks/webhooks-overview",
    oracle: "no signature",
    check: inBasic(),
    secrets: AUTHORIZATION,
  },
  {
    name: "telegram",
    title: "Telegram (the secret is the webhook's secret_token)",
    docs: "https://core.telegram.org/bots/api#setwebhook",
    oracle: "grammy@1.46.0",
    readsBody: true,
    check: (request, auth, now) =>
      verifyHeader(
        request,
        { name: "x-telegram-bot-api-secret-token", secrets: auth.secrets },
        now,
        bodyText(request, "update_id"),
      ),
    secrets: { headers: ["x-telegram-bot-api-secret-token"] },
  },
];
