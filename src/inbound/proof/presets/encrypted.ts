// Senders that encrypt their bodies with the secret that they sign with: as data.
// Must not hold code of one provider.
import { hmacSha256, type SignatureScheme } from "../../../signature/scheme.ts";
import { feishuHandshake } from "../handshakes/feishu.ts";
import type { Preset } from "./preset.ts";

/** The digest of a text with the Encrypt Key in it; no HMAC. */
const FEISHU: SignatureScheme = hmacSha256({
  header: "x-lark-signature",
  keyed: "text",
  signed: "{timestamp}{header.x-lark-request-nonce}{secret}{body}",
  timestamp: { from: { header: "x-lark-request-timestamp" }, format: "s" },
});

export const ENCRYPTED: readonly Preset[] = (
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
  encryption: { field: "encrypt" },
  clearId: "header.event_id",
  // Of apps that are older than signatures.
  secrets: { body: ["token", "header.token"] },
  handshake: feishuHandshake,
}));
