// LINE's Messaging API: webhooks signed with the channel secret (HMAC-SHA256, base64), and
// reply and push messages, at most five text objects of at most 5,000 characters each.
// https://developers.line.biz/en/reference/messaging-api/
import { createHmac } from "node:crypto";
import { untilAnswered } from "../../answering.ts";
import type { Channel, Shown } from "../../channel.ts";
import { serve, type Answer } from "../../loopback.ts";

const TOKEN = "line-channel-access-token";
const SECRET = "line-channel-secret-0123456789ab";
const PATH = "/line/webhook";
const BOT = `U${"b".repeat(32)}`;
const ADA = `U${"a".repeat(32)}`;
const GROUP = `C${"c".repeat(32)}`;

export const line: Channel = {
  id: "line",
  package: "@openclaw/line",
  version: "2026.9.5",
  without: { edit: "LINE has no edits" },
  async open({ gatewayPort }) {
    const shown: Shown[] = [];
    let refused = false;
    let count = 0;
    const tokens = new Set<string>();
    const fail = (status: number, message: string): Answer => ({ status, json: { message } });
    const api = await serve(
      ({ method, path, headers, body }) => {
        if (headers.authorization !== `Bearer ${TOKEN}`) return fail(401, "Authentication failed");
        if (path === "/v2/bot/info")
          return { json: { userId: BOT, basicId: "@clawbot", displayName: "clawbot" } };
        if (path.startsWith("/v2/bot/profile/") || path.includes("/member/"))
          return { json: { userId: ADA, displayName: "Ada" } };
        if (path.startsWith("/v2/bot/group/"))
          return { json: { groupId: GROUP, groupName: "Ops" } };
        if (path === "/v2/bot/chat/loading/start") return { status: 202, json: {} };
        if (method !== "POST" || !/\/message\/(reply|push)$/.test(path))
          return fail(404, "Not found");
        const reply = path.endsWith("/reply");
        if (reply && !tokens.delete(String(body["replyToken"])))
          return fail(400, "Invalid reply token");
        if (refused) return fail(400, "Failed to send messages");
        const messages = body["messages"] as Array<{ type: string; text?: string }>;
        if (messages.length > 5 || messages.some(({ text = "" }) => text.length > 5000))
          return fail(400, "The request body has 1 error(s)");
        for (const { type, text = "" } of messages)
          shown.push({ kind: type === "text" ? "text" : "media", text });
        const sentMessages = messages.map(() => ({ id: String(4_000 + (count += 1)) }));
        return { json: { sentMessages } };
      },
      { tls: true },
    );
    const say = async (source: object, text: string, mention?: object): Promise<void> => {
      count += 1;
      const replyToken = `reply-token-${count}`;
      tokens.add(replyToken);
      const raw = JSON.stringify({
        destination: BOT,
        events: [
          {
            type: "message",
            mode: "active",
            timestamp: Date.now(),
            webhookEventId: `01EVENT${String(count).padStart(19, "0")}`,
            deliveryContext: { isRedelivery: false },
            replyToken,
            source,
            message: { id: String(4_000 + count), type: "text", text, quoteToken: "q", mention },
          },
        ],
      });
      const signature = createHmac("sha256", SECRET).update(raw).digest("base64");
      const response = await fetch(`http://127.0.0.1:${gatewayPort}${PATH}`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-line-signature": signature },
        body: raw,
      });
      if (!response.ok) throw new Error(`the adapter answered ${response.status}`);
    };
    return {
      config: {
        enabled: true,
        channelAccessToken: TOKEN,
        channelSecret: SECRET,
        dmPolicy: "open",
        allowFrom: ["*"],
        groupPolicy: "open",
        groups: { "*": { requireMention: true } },
      },
      vendorHosts: { "api.line.me": api.port, "api-data.line.me": api.port },
      shown,
      connected: () => verified(`http://127.0.0.1:${gatewayPort}${PATH}`),
      write: (text) => say({ type: "user", userId: ADA }, text),
      writeInGroup: (text, mention) =>
        say(
          { type: "group", groupId: GROUP, userId: ADA },
          mention ? `@clawbot ${text}` : text,
          mention
            ? { mentionees: [{ index: 0, length: 8, type: "user", userId: BOT, isSelf: true }] }
            : undefined,
        ),
      async refuse(now) {
        refused = now;
      },
      close: () => api.close(),
    };
  },
};

/** LINE's own verification of a webhook: no events, signed. */
function verified(url: string): Promise<void> {
  const body = JSON.stringify({ destination: BOT, events: [] });
  const signature = createHmac("sha256", SECRET).update(body).digest("base64");
  const headers = { "content-type": "application/json", "x-line-signature": signature };
  return untilAnswered(url, { method: "POST", headers, body }, (status) => status === 200);
}
