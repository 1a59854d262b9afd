// Feishu's open platform: events by webhook, encrypted and signed with the app's encrypt key, and the
// message API behind a tenant access token.
// https://open.feishu.cn/document/event-subscription-guide/event-subscriptions/event-subscription-configure-/encrypt-key-encryption-configuration-case
// https://open.feishu.cn/document/server-docs/im-v1/message/reply · .../message/events/receive
// https://open.feishu.cn/document/cardkit-v1/card/create
import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { freePort } from "../../../gateway.ts";
import { untilAnswered } from "../../answering.ts";
import type { Channel, Shown } from "../../channel.ts";
import { asText, serve, type Answer } from "../../loopback.ts";

const APP = "cli_a000000000000001";
const APP_SECRET = "feishu-app-secret-of-the-stand-in";
const ENCRYPT_KEY = "feishu-encrypt-key";
const VERIFICATION_TOKEN = "feishu-verification-token";
const TENANT_TOKEN = "t-loopback-tenant-token";
const PATH = "/feishu/events";
const BOT = "ou_bot0000000000000000000000000000";
const ADA = "ou_ada0000000000000000000000000000";
const DIRECT = "oc_direct0000000000000000000000000";
const GROUP = "oc_ops0000000000000000000000000000";

export const feishu: Channel = {
  id: "feishu",
  package: "@openclaw/feishu",
  version: "2026.9.5",
  async open() {
    const shown: Shown[] = [];
    let refused = false;
    let count = 0;
    const ok = (data: object): Answer => ({ json: { code: 0, msg: "success", data } });
    const fail = (status: number, code: number, msg: string): Answer => ({
      status,
      json: { code, msg },
    });
    const show = (kind: Shown["kind"], text: string): Answer => {
      if (refused) return fail(400, 230_002, "Bot/User can NOT be out of the chat.");
      count += 1;
      shown.push({ kind, text });
      return ok({ message_id: `om_sent${count}`, chat_id: DIRECT });
    };
    const posted = (body: Record<string, unknown>): Answer => {
      const type = String(body["msg_type"]);
      return show(
        ["image", "file", "media"].includes(type) ? "media" : "text",
        words(body["content"]),
      );
    };
    const api = await serve(
      ({ method, path, headers, body }): Answer => {
        if (path === "/open-apis/auth/v3/tenant_access_token/internal")
          return body["app_secret"] === APP_SECRET
            ? { json: { code: 0, msg: "ok", tenant_access_token: TENANT_TOKEN, expire: 7200 } }
            : fail(400, 10_014, "app secret invalid");
        if (headers.authorization !== `Bearer ${TENANT_TOKEN}`)
          return fail(400, 99_991_663, "Invalid access token for authorization.");
        if (path === "/open-apis/bot/v3/info")
          return { json: { code: 0, msg: "ok", bot: { app_name: "clawbot", open_id: BOT } } };
        if (path.startsWith("/open-apis/contact/v3/users/"))
          return ok({ user: { name: "Ada", open_id: ADA } });
        if (path.startsWith("/open-apis/im/v1/chats/"))
          return ok({ name: "Ops", chat_mode: path.endsWith(GROUP) ? "group" : "p2p" });
        if (path === "/open-apis/im/v1/images") return ok({ image_key: "img_1" });
        if (path === "/open-apis/im/v1/files") return ok({ file_key: "file_1" });
        if (path.includes("/reactions")) return ok({ reaction_id: "reaction_1" });
        if (path.startsWith("/open-apis/im/v1/messages")) {
          if (method === "POST") return posted(body);
          if (method === "GET") return ok({ items: [] });
          return show("edit", words(body["content"]));
        }
        if (path === "/open-apis/cardkit/v1/cards") return ok({ card_id: "card_1" });
        if (path.startsWith("/open-apis/cardkit/v1/cards/"))
          return path.endsWith("/content") || method === "PUT"
            ? show("edit", asText(body["content"]) + asText(body["element"]))
            : ok({});
        return fail(404, 404, "404 page not found");
      },
      { tls: true },
    );
    const port = await freePort();
    const url = `http://127.0.0.1:${port}${PATH}`;
    const say = async (chat: string, text: string, mentioned: boolean): Promise<void> => {
      count += 1;
      const mention = { key: "@_user_1", id: { open_id: BOT }, name: "clawbot", tenant_key: "t1" };
      const plain = JSON.stringify({
        schema: "2.0",
        header: {
          event_id: `event${count}`,
          event_type: "im.message.receive_v1",
          create_time: String(Date.now()),
          token: VERIFICATION_TOKEN,
          app_id: APP,
          tenant_key: "t1",
        },
        event: {
          sender: { sender_id: { open_id: ADA }, sender_type: "user", tenant_key: "t1" },
          message: {
            message_id: `om_said${count}`,
            create_time: String(Date.now()),
            chat_id: chat,
            chat_type: chat === GROUP ? "group" : "p2p",
            message_type: "text",
            content: JSON.stringify({ text: mentioned ? `@_user_1 ${text}` : text }),
            ...(mentioned ? { mentions: [mention] } : {}),
          },
        },
      });
      const raw = JSON.stringify({ encrypt: encrypt(plain) });
      const time = String(Math.floor(Date.now() / 1000));
      const nonce = String(count);
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-lark-request-timestamp": time,
          "x-lark-request-nonce": nonce,
          "x-lark-signature": createHash("sha256")
            .update(time + nonce + ENCRYPT_KEY + raw)
            .digest("hex"),
        },
        body: raw,
      });
      if (!response.ok) throw new Error(`the adapter answered ${response.status}`);
    };
    return {
      config: {
        enabled: true,
        appId: APP,
        appSecret: APP_SECRET,
        connectionMode: "webhook",
        verificationToken: VERIFICATION_TOKEN,
        encryptKey: ENCRYPT_KEY,
        webhookHost: "127.0.0.1",
        webhookPort: port,
        webhookPath: PATH,
        dmPolicy: "open",
        allowFrom: ["*"],
        groupPolicy: "open",
        requireMention: true,
        streaming: { mode: "off" },
      },
      streaming: { streaming: { mode: "partial" } },
      vendorHosts: { "open.feishu.cn": api.port, "accounts.feishu.cn": api.port },
      shown,
      connected: () => untilAnswered(url, { method: "POST", body: "{}" }, () => true),
      write: (text) => say(DIRECT, text, false),
      writeInGroup: (text, mention) => say(GROUP, text, mention),
      async refuse(now) {
        refused = now;
      },
      close: () => api.close(),
    };
  },
};

/** AES-256-CBC with SHA-256 of the key, the IV in front, as the first page above has it. */
function encrypt(text: string): string {
  const iv = randomBytes(16);
  const key = createHash("sha256").update(ENCRYPT_KEY).digest();
  const cipher = createCipheriv("aes-256-cbc", key, iv);
  return Buffer.concat([iv, cipher.update(text), cipher.final()]).toString("base64");
}

/** The words of a text, a post or a card. */
function words(content: unknown): string {
  const texts: string[] = [];
  JSON.parse(String(content), (key, value: unknown) => {
    if ((key === "text" || key === "content") && typeof value === "string") texts.push(value);
    return value;
  });
  return texts.join("");
}
