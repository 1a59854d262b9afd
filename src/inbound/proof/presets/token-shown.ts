// Senders that show the secret itself, each in a place of its own.
// Must not let a token stand for a signature: nothing binds the body to it.
import { DINGTALK_ANSWER } from "../../answer/conversations.ts";
import { isSameText, usableSecrets } from "../usable-secrets.ts";
import { verifyHeader } from "../credentials.ts";
import { bodyText } from "../../request/request.ts";
import { acceptCaller, refuse, type PresetCheck } from "../verdict.ts";
import type { Preset } from "./preset.ts";

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
    name: "figma",
    title: "Figma (the secret is the webhook's passcode)",
    docs: "https://developers.figma.com/docs/rest-api/webhooks-security/",
    oracle: "n8n-nodes-base@2.41.2",
    readsBody: true,
    check: inBody("passcode"),
    secrets: { body: ["passcode"] },
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
