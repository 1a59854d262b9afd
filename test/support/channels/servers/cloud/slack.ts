// Slack's Web API and its Events API by Request URL, signed with the app's signing secret.
// https://docs.slack.dev/apis/events-api/ · https://docs.slack.dev/authentication/verifying-requests-from-slack
// https://docs.slack.dev/reference/methods (each method's errors and answers)
import { createHmac } from "node:crypto";
import { refuses, untilAnswered } from "../../answering.ts";
import type { Channel, Shown } from "../../channel.ts";
import { asText, serve, type Answer } from "../../loopback.ts";

const BOT_TOKEN = "xoxb-1111111111-2222222222-loopback";
const SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
const WEBHOOK_PATH = "/slack/events";
const TEAM = "T0LOOPBACK";
const APP = "A0LOOPBACK";
const BOT_USER = "U0CLAWBOT";
const ADA = "U0ADA";
const DIRECT = "D0DIRECT";
const GROUP = "C0OPS";

export const slack: Channel = {
  id: "slack",
  package: "@openclaw/slack",
  version: "2026.9.6",
  async open({ gatewayPort }) {
    const shown: Shown[] = [];
    const url = `http://127.0.0.1:${gatewayPort}${WEBHOOK_PATH}`;
    let refused = false;
    let count = 0;
    const ts = (): string => {
      count += 1;
      return `${Math.floor(Date.now() / 1000)}.${String(count).padStart(6, "0")}`;
    };
    const fail = (error: string): Answer => ({ json: { ok: false, error } });
    const api = await serve(({ path, headers, body }) => {
      if (path.startsWith("/upload/")) return { text: "OK" };
      const method = path.split("/").at(-1) ?? "";
      const token = headers.authorization?.replace("Bearer ", "") ?? body["token"];
      if (token !== BOT_TOKEN) return fail("invalid_auth");
      const ok = (answer: object = {}): Answer => ({ json: { ok: true, ...answer } });
      switch (method) {
        case "auth.test":
          return ok({
            url: "https://loopback.slack.com/",
            team: "Loopback",
            user: "clawbot",
            team_id: TEAM,
            user_id: BOT_USER,
            bot_id: "B0CLAWBOT",
          });
        case "bots.info":
          return ok({ bot: { id: "B0CLAWBOT", app_id: APP, user_id: BOT_USER, name: "clawbot" } });
        case "users.info":
          return ok({
            user: { id: body["user"], team_id: TEAM, name: "ada", real_name: "Ada", is_bot: false },
          });
        case "conversations.info":
          return ok({
            channel:
              body["channel"] === DIRECT
                ? { id: DIRECT, is_im: true, user: ADA }
                : { id: GROUP, name: "ops", is_channel: true, is_member: true },
          });
        case "conversations.open":
          return ok({ channel: { id: DIRECT } });
        case "conversations.replies":
        case "conversations.history":
          return ok({ messages: [], has_more: false });
        case "chat.postMessage": {
          if (refused) return fail("is_archived");
          if (![DIRECT, GROUP].includes(String(body["channel"]))) return fail("channel_not_found");
          shown.push({ kind: "text", text: String(body["text"]) });
          return ok({ channel: body["channel"], ts: ts(), message: { text: body["text"] } });
        }
        case "chat.update":
          if (refused) return fail("is_archived");
          shown.push({ kind: "edit", text: String(body["text"]) });
          return ok({ channel: body["channel"], ts: body["ts"], text: body["text"] });
        case "files.getUploadURLExternal":
          return ok({ upload_url: `${api.url}/upload/1`, file_id: "F0FILE" });
        case "files.completeUploadExternal":
          if (refused) return fail("is_archived");
          shown.push({ kind: "media", text: asText(body["initial_comment"]) });
          return ok({
            files: [{ id: "F0FILE", shares: { private: { [DIRECT]: [{ ts: ts() }] } } }],
          });
        case "reactions.add":
        case "reactions.remove":
        case "assistant.threads.setStatus":
          return ok();
        default:
          return fail("unknown_method");
      }
    });
    const say = async (event: Record<string, unknown>): Promise<void> => {
      const stamp = ts();
      const raw = JSON.stringify({
        token: "legacy-verification-token",
        team_id: TEAM,
        api_app_id: APP,
        event: { user: ADA, team: TEAM, ts: stamp, event_ts: stamp, ...event },
        type: "event_callback",
        event_id: `Ev${String(count).padStart(8, "0")}`,
        event_time: Math.floor(Date.now() / 1000),
        authorizations: [{ team_id: TEAM, user_id: BOT_USER, is_bot: true }],
      });
      const time = String(Math.floor(Date.now() / 1000));
      const hmac = createHmac("sha256", SIGNING_SECRET).update(`v0:${time}:${raw}`).digest("hex");
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-slack-request-timestamp": time,
          "x-slack-signature": `v0=${hmac}`,
        },
        body: raw,
      });
      if (!response.ok) throw new Error(`the adapter answered ${response.status}`);
    };
    return {
      config: {
        enabled: true,
        mode: "http",
        botToken: BOT_TOKEN,
        signingSecret: SIGNING_SECRET,
        webhookPath: WEBHOOK_PATH,
        dmPolicy: "open",
        allowFrom: ["*"],
        groupPolicy: "open",
        requireMention: true,
        streaming: { mode: "off" },
      },
      streaming: { streaming: { mode: "partial", nativeTransport: false } },
      environment: { SLACK_API_URL: `${api.url}/api/` },
      shown,
      connected: () => untilAnswered(url, { method: "POST", body: "{}" }, refuses),
      write: (text) => say({ type: "message", channel: DIRECT, channel_type: "im", text }),
      writeInGroup: (text, mention) =>
        mention
          ? say({
              type: "app_mention",
              channel: GROUP,
              channel_type: "channel",
              text: `<@${BOT_USER}> ${text}`,
            })
          : say({ type: "message", channel: GROUP, channel_type: "channel", text }),
      async refuse(now) {
        refused = now;
      },
      close: () => api.close(),
    };
  },
};
