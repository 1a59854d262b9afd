// Discord's REST API v10 and its Gateway WebSocket.
// https://discord.com/developers/docs/events/gateway · https://discord.com/developers/docs/resources/message
// Error codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
import type { Channel, Shown } from "../../channel.ts";
import { asText, serve, type Answer, type Asked, type Connection } from "../../loopback.ts";

/** `<base64 of the bot's id>.<time>.<hmac>` */
const TOKEN = "MTEwMDAwMDAwMDAwMDAwMDAx.GloopB.ack-token-of-the-stand-in-0000000000000";
const BOT = { id: "110000000000000001", username: "clawbot", discriminator: "0", bot: true };
const ADA = { id: "220000000000000002", username: "ada", discriminator: "0", global_name: "Ada" };
const GUILD = "330000000000000003";
const DIRECT = { id: "440000000000000004", type: 1, recipients: [ADA] };
const GROUP = { id: "550000000000000005", type: 0, name: "ops", guild_id: GUILD };

type Fields = Record<string, unknown>;

export const discord: Channel = {
  id: "discord",
  package: "@openclaw/discord",
  version: "2026.9.6",
  async open() {
    const shown: Shown[] = [];
    let refused = false;
    let count = 0;
    let current: Connection | undefined;
    let listening: (() => void) | undefined;
    const identified = new Promise<void>((resolve) => (listening = resolve));
    const snowflake = (): string => `9${String((count += 1)).padStart(17, "0")}`;
    const error = (status: number, code: number, message: string): Answer => ({
      status,
      json: { code, message },
    });
    const message = (channel: string, author: object, fields: Fields): Fields => ({
      id: snowflake(),
      channel_id: channel,
      author,
      timestamp: new Date().toISOString(),
      edited_timestamp: null,
      tts: false,
      mention_everyone: false,
      mentions: [],
      mention_roles: [],
      attachments: [],
      embeds: [],
      pinned: false,
      type: 0,
      ...fields,
    });
    const posted = (channel: string, { headers, raw, body }: Asked, edit: boolean): Answer => {
      if (refused) return error(403, 50_007, "Cannot send messages to this user");
      const files = headers["content-type"]?.startsWith("multipart/") === true;
      const payload = files ? multipartPayload(raw.toString()) : body;
      const text = asText(payload["content"]);
      // "Must be 2000 or fewer in length."
      if (text.length > 2000) return error(400, 50_035, "Invalid Form Body");
      const media = files || Array.isArray(payload["attachments"]);
      shown.push({ kind: edit ? "edit" : media ? "media" : "text", text });
      return { json: message(channel, BOT, { content: text }) };
    };
    const channelCall = (asked: Asked, id: string, rest: readonly string[]): Answer => {
      const { method } = asked;
      const channel = [DIRECT, GROUP].find((each) => each.id === id);
      if (channel === undefined) return error(404, 10_003, "Unknown Channel");
      if (rest.length === 0) return { json: channel };
      if (rest[0] === "typing") return { status: 204 };
      if (rest[0] === "attachments")
        return {
          json: {
            attachments: [
              { id: 0, upload_url: `${api.url}/upload/1`, upload_filename: "uploaded/pic.png" },
            ],
          },
        };
      if (rest[0] !== "messages") return error(404, 0, "404: Not Found");
      if (method === "POST") return posted(id, asked, false);
      if (method === "PATCH") return posted(id, asked, true);
      if (method === "DELETE" || rest[2] === "reactions") return { status: 204 };
      return rest.length === 1 ? { json: [] } : error(404, 10_008, "Unknown Message");
    };
    const api = await serve(
      (asked): Answer => {
        const { method, path, headers } = asked;
        if (path.startsWith("/upload/")) return { status: 200 };
        const [, , , what = "", id = "", ...rest] = path.split("/");
        if (headers.authorization !== `Bot ${TOKEN}`) return error(401, 0, "401: Unauthorized");
        if (what === "gateway")
          return {
            json: {
              url: api.url.replace("http", "ws"),
              shards: 1,
              session_start_limit: {
                total: 1000,
                remaining: 999,
                reset_after: 1,
                max_concurrency: 1,
              },
            },
          };
        if (what === "users" && id === "@me")
          return rest[0] === "channels" ? { json: DIRECT } : { json: BOT };
        if (what === "users") return { json: id === ADA.id ? ADA : BOT };
        if (what === "oauth2" || (what === "applications" && rest.length === 0))
          return { json: { id: BOT.id, name: "clawbot", flags: 1 << 19, bot: BOT } };
        if (what === "applications") return { json: method === "GET" ? [] : [] };
        if (what === "channels") return channelCall(asked, id, rest);
        if (what === "guilds" && id === GUILD && rest.length === 0)
          return { json: { id: GUILD, name: "Loopback", roles: [] } };
        if (what === "guilds" && rest[0] === "channels") return { json: [GROUP] };
        if (what === "guilds" && rest[0] === "members")
          return { json: { user: rest[1] === ADA.id ? ADA : BOT, roles: [] } };
        return error(404, 0, "404: Not Found");
      },
      {
        socket: (opened) => {
          let sequence = 0;
          const dispatch = (t: string, d: unknown): void => {
            sequence += 1;
            opened.send({ op: 0, s: sequence, t, d });
          };
          opened.send({ op: 10, d: { heartbeat_interval: 41_250 } });
          opened.onMessage(({ op, d }) => {
            if (op === 1) opened.send({ op: 11 });
            if (op !== 2) return;
            if ((d as Fields)["token"] !== TOKEN) return opened.close();
            current = { ...opened, send: (event) => dispatch("MESSAGE_CREATE", event) };
            dispatch("READY", {
              v: 10,
              user: BOT,
              guilds: [{ id: GUILD, unavailable: true }],
              session_id: "session-1",
              resume_gateway_url: api.url.replace("http", "ws"),
              application: { id: BOT.id, flags: 1 << 19 },
            });
            dispatch("GUILD_CREATE", {
              id: GUILD,
              name: "Loopback",
              channels: [GROUP],
              threads: [],
              members: [],
              roles: [],
              voice_states: [],
              presences: [],
              emojis: [],
            });
            listening?.();
          });
        },
      },
    );
    return {
      config: {
        enabled: true,
        token: TOKEN,
        dmPolicy: "open",
        allowFrom: ["*"],
        groupPolicy: "open",
        guilds: { [GUILD]: { requireMention: true } },
        streaming: { mode: "off" },
      },
      streaming: { streaming: { mode: "partial" } },
      environment: { DISCORD_API_URL: `${api.url}/api/v10` },
      shown,
      connected: () => identified,
      async write(text) {
        current?.send(message(DIRECT.id, ADA, { content: text, channel_type: 1 }));
      },
      async writeInGroup(text, mention) {
        const content = mention ? `<@${BOT.id}> ${text}` : text;
        const mentions = mention ? [BOT] : [];
        const member = { roles: [], joined_at: "2024-01-01T00:00:00.000Z" };
        current?.send(
          message(GROUP.id, ADA, { content, mentions, guild_id: GUILD, member, channel_type: 0 }),
        );
      },
      async refuse(now) {
        refused = now;
      },
      close: () => api.close(),
    };
  },
};

/** The field `payload_json` of a message with files. */
function multipartPayload(raw: string): Fields {
  const json = /name="payload_json"[^\n]*\r\n(?:[^\n]+\r\n)*\r\n(.*?)\r\n--/s.exec(raw)?.[1];
  return JSON.parse(json ?? "{}") as Fields;
}
