// Senders that encrypt their bodies with the secret that they sign with: as data.
// Must not hold code of one provider.
import { hmacSha256, type SignatureScheme } from "../../../../signature/scheme.ts";
import { DINGTALK_HANDSHAKE, WECOM_HANDSHAKE } from "../../handshakes/more-rows.ts";
import { FEISHU_HANDSHAKE } from "../../handshakes/rows.ts";
import { SUCCESS } from "../../../answer/words.ts";
import { signedByWecom } from "../../schemes/wecom.ts";
import type { Preset } from "../preset.ts";

/** The digest of a text with the Encrypt Key in it; no HMAC. */
const FEISHU: SignatureScheme = hmacSha256({
  header: "x-lark-signature",
  keyed: "text",
  signed: "{timestamp}{header.x-lark-request-nonce}{secret}{body}",
  timestamp: { from: { header: "x-lark-request-timestamp" }, format: "s" },
});

const FEISHU_AND_LARK: readonly Preset[] = (
  [
    ["feishu", "Feishu", "open.feishu.cn/document/server-docs/event-subscription-guide"],
    ["lark", "Lark", "open.larksuite.com/document/ukTMukTMukTM/uYDNxYjL2QTM24iN0EjN"],
  ] as const
).map(([name, title, folder]) => ({
  name,
  title: `${title} (the secret is the Encrypt Key)`,
  docs: `https://${folder}/event-subscription-configure-/encrypt-key-encryption-configuration-case`,
  oracle: "@larksuiteoapi/node-sdk@1.74.0",
  check: FEISHU,
  encryption: { at: { body: "encrypt" }, layout: "iv-first" },
  clearId: "header.event_id",
  // Of apps that are older than signatures.
  secrets: { body: ["token", "header.token"] },
  handshake: FEISHU_HANDSHAKE,
}));

export const ENCRYPTED: readonly Preset[] = [
  ...FEISHU_AND_LARK,
  {
    name: "wecom",
    title:
      "WeCom (the secret is the Token, decrypt.key the EncodingAESKey, decrypt.receiver the corp id)",
    docs: "https://developer.work.weixin.qq.com/document/path/90930",
    oracle: "@wecom/crypto@1.0.1",
    check: signedByWecom({ body: "Encrypt" }, "s"),
    encryption: { at: { body: "Encrypt" }, layout: "length-first", hasOwnKey: true },
    clearId: "MsgId",
    // An empty text is heard; anything else is taken for a message.
    answer: { body: "" },
    handshake: WECOM_HANDSHAKE,
  },
  {
    name: "dingtalk-event",
    title: "DingTalk event subscriptions (the secret is the token, decrypt.key the aes_key)",
    docs: "https://open.dingtalk.com/document/orgapp/configure-event-subcription",
    oracle: "dingtalk-encrypt@1.2.3",
    check: signedByWecom({ body: "encrypt" }, "ms"),
    encryption: { at: { body: "encrypt" }, layout: "length-first", hasOwnKey: true },
    clearId: "EventId",
    // Signed and encrypted as the request is, or it sends again.
    answer: { ...SUCCESS, sealed: true },
    handshake: DINGTALK_HANDSHAKE,
  },
];
