// Senders that sign the time of sending and nothing of what they send: as data.
// Must not let such a signature stand for one of the body: whoever has seen it may say anything while it is good.
import { DINGTALK_ANSWER } from "../../../answer/conversations.ts";
import type { SignatureScheme } from "../../../../signature/scheme.ts";
import type { Preset } from "../preset.ts";

/** HMAC of `<ms>\n<secret>` under the secret. */
const TIME_AND_SECRET: Omit<SignatureScheme, "from"> = {
  algorithm: "sha256",
  extract: { kind: "whole" },
  encoding: "base64",
  signed: "{timestamp}\n{secret}",
  key: { encoding: "utf8" },
};

const HOUR_MS = 60 * 60_000;

export const TIME_SHOWN: readonly Preset[] = [
  {
    name: "dingtalk",
    title: "DingTalk robots (the secret is the app secret; the body is not signed)",
    docs: "https://open.dingtalk.com/document/orgapp/receive-message",
    oracle: "own vector",
    check: {
      ...TIME_AND_SECRET,
      from: { header: "sign" },
      timestamp: { from: { header: "timestamp" }, format: "ms" },
      id: { body: "msgId" },
    },
    toleranceMs: HOUR_MS,
    answer: DINGTALK_ANSWER,
  },
  {
    name: "gitee",
    title: "Gitee (with the signing key, not the password; the body is not signed)",
    docs: "https://help.gitee.com/webhook/how-to-verify-webhook-keys",
    oracle: "published vector",
    check: {
      ...TIME_AND_SECRET,
      from: { header: "x-gitee-token" },
      timestamp: { from: { header: "x-gitee-timestamp" }, format: "ms" },
    },
    // Its page: "no more than an hour" from the time of the request.
    toleranceMs: HOUR_MS,
    // The signature once more, and the password of a hook that has one.
    // https://help.gitee.com/webhook/gitee-webhook-push-data-format
    secrets: { body: ["sign", "password"] },
  },
];
