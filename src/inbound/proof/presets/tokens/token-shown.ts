// Senders that show the secret itself, each in a place of its own.
// Must not let a token stand for a signature: nothing binds the body to it.
import { isSameText, usableSecrets } from "../../usable-secrets.ts";
import { verifyBearer, verifyHeader } from "../../credentials.ts";
import { queryValue } from "../../../../signature/message.ts";
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

/** The secret stands in the address that the sender was given, as this parameter. */
function inQuery(name: string): PresetCheck {
  return (request, auth, now) => {
    const usable = usableSecrets(auth.secrets, now);
    if (!usable.ok) return refuse(usable.reason);
    const given = queryValue(request, name);
    if (given === undefined) return refuse(`query parameter "${name}" is missing`);
    return usable.values.some((value) => isSameText(given, value))
      ? acceptCaller(request, { verified: true })
      : refuse(`query parameter "${name}" is wrong`);
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
    name: "channeltalk",
    title: "Channel Talk (the secret is the webhook's token, which stands in the address)",
    docs: "https://developers.channel.io/docs/getting-started-1",
    oracle: "no signature",
    check: inQuery("token"),
    secrets: { query: ["token"] },
  },
  {
    name: "cloudflare",
    title: "Cloudflare notifications (the secret is the webhook's)",
    docs: "https://developers.cloudflare.com/notifications/get-started/configure-webhooks/",
    oracle: "no signature",
    check: (request, { secrets }, now) =>
      verifyHeader(request, { name: "cf-webhook-auth", secrets }, now),
    secrets: { headers: ["cf-webhook-auth"] },
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
    name: "docker-hub",
    title:
      "Docker Hub (it shows and signs nothing: write ?token= and the secret behind the address)",
    docs: "https://docs.docker.com/docker-hub/repos/manage/webhooks/",
    oracle: "no signature",
    check: inQuery("token"),
    // Whoever has the address may say how the push went on.
    secrets: { query: ["token"], body: ["callback_url"] },
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
