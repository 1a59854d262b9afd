// Synology Chat's two webhooks. Outgoing: a form with token, channel_id, user_id, username, post_id,
// timestamp and text; incoming: `payload={"text", "user_ids", "file_url"?}`, answered with `success`.
// https://kb.synology.com/en-us/DSM/help/Chat/chat_integration
import type { Channel, Shown } from "../../channel.ts";
import { serve } from "../../loopback.ts";

const TOKEN = "synology-token-1";
const WEBHOOK_PATH = "/webhook/synology";
let post = 100;

export const synologyChat: Channel = {
  id: "synology-chat",
  package: "@openclaw/synology-chat",
  version: "2026.9.4",
  without: {
    "group-mention": "the adapter answers direct messages only",
    "group-silent": "the adapter answers direct messages only",
    edit: "the channel has no edits",
  },
  async open({ gatewayPort }) {
    const shown: Shown[] = [];
    let refused = false;
    const nas = await serve(({ query, body }) => {
      // Errors come with status 200; 117 is what Chat answers where a bot may not write.
      if (query.get("method") !== "incoming")
        return { json: { success: true, data: { users: [{ user_id: 4, username: "ada" }] } } };
      if (refused || query.get("token") !== "incoming-1")
        return { json: { success: false, error: { code: refused ? 117 : 105 } } };
      const payload = JSON.parse(String(body["payload"])) as { text?: string; file_url?: string };
      const kind = payload.file_url === undefined ? "text" : "media";
      shown.push({ kind, text: payload.text ?? payload.file_url ?? "" });
      return { json: { success: true } };
    });
    return {
      config: {
        enabled: true,
        token: TOKEN,
        incomingUrl: `${nas.url}/webapi/entry.cgi?api=SYNO.Chat.External&method=incoming&version=2&token=incoming-1`,
        webhookUrl: `https://gateway.example.com${WEBHOOK_PATH}`,
        webhookPath: WEBHOOK_PATH,
        dmPolicy: "open",
        allowedUserIds: ["*"],
      },
      shown,
      connected: async () => undefined,
      async write(text) {
        post += 1;
        const form = {
          token: TOKEN,
          channel_id: "9",
          channel_name: "",
          user_id: "4",
          username: "ada",
          post_id: String(post),
          timestamp: String(Date.now()),
          text,
        };
        const url = `http://127.0.0.1:${gatewayPort}${WEBHOOK_PATH}`;
        const response = await fetch(url, { method: "POST", body: new URLSearchParams(form) });
        if (!response.ok) throw new Error(`the adapter answered ${response.status}`);
      },
      async refuse(now) {
        refused = now;
      },
      close: () => nas.close(),
    };
  },
};
