// Senders that sign with a private key of their own, so that the secret here is their public key: as data.
// Must not hold code of one provider.
import { SUCCESS } from "../../../answer/words.ts";
import type { Preset } from "../preset.ts";

export const KEY_SIGNED: readonly Preset[] = [
  {
    name: "telnyx",
    title: "Telnyx",
    docs: "https://developers.telnyx.com/docs/voice/programmable-voice/voice-api-webhooks",
    oracle: "telnyx@7.24.0",
    check: {
      algorithm: "ed25519",
      from: { header: "telnyx-signature-ed25519" },
      extract: { kind: "whole" },
      encoding: "base64",
      signed: "{timestamp}|{body}",
      timestamp: { from: { header: "telnyx-timestamp" }, format: "s" },
      id: { body: "data.id" },
      key: { encoding: "base64" },
    },
    secretForm: "ed25519 public key in base64",
  },
  {
    name: "wechatpay",
    title: "WeChat Pay (the secret is the platform's public key or certificate)",
    docs: "https://pay.weixin.qq.com/doc/v3/merchant/4012365342",
    oracle: "wechatpay-node-v3@2.2.1",
    check: {
      algorithm: "rsa-sha256",
      from: { header: "wechatpay-signature" },
      extract: { kind: "whole" },
      encoding: "base64",
      signed: "{timestamp}\n{header.wechatpay-nonce}\n{body}\n",
      timestamp: { from: { header: "wechatpay-timestamp" }, format: "s" },
      id: { body: "id" },
      key: { encoding: "base64" },
    },
    secretForm: "PEM",
  },
  {
    name: "alipay",
    title: "Alipay (the secret is Alipay's public key)",
    docs: "https://opendocs.alipay.com/common/02mse7",
    oracle: "alipay-sdk@4.14.0",
    check: {
      algorithm: "rsa-sha256",
      from: { body: "sign" },
      extract: { kind: "whole" },
      encoding: "base64",
      signed: "{fields}",
      fields: { of: "form", except: ["sign", "sign_type"], pair: "=", join: "&" },
      id: { body: "notify_id" },
      key: { encoding: "base64" },
    },
    secretForm: "PEM or base64",
    answer: SUCCESS,
  },
];
