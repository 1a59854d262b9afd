// A Mattermost server as a bot sees it: the events WebSocket, posts, files, channels, users.
// https://developers.mattermost.com/api-documentation/ (posts, files, channels, users, websocket)
import type { Channel, Shown } from "../../channel.ts";
import { serve, type Answer, type Asked, type Connection } from "../../loopback.ts";

const TOKEN = "mattermost-bot-token-1";
/** Ids have 26 letters and digits. */
const id = (name: string): string => name.padEnd(26, "0");
const BOT = { id: id("bot"), username: "clawbot", is_bot: true, update_at: 1 };
const ADA = { id: id("ada"), username: "ada", first_name: "Ada", update_at: 1 };
const TEAM = { id: id("team"), name: "team", display_name: "Team" };
const DIRECT = { id: id("direct"), type: "D", name: `${BOT.id}__${ADA.id}`, display_name: "" };
const GROUP = { id: id("ops"), type: "O", name: "ops", display_name: "Ops", team_id: TEAM.id };

export const mattermost: Channel = {
  id: "mattermost",
  package: "@openclaw/mattermost",
  version: "2026.9.5",
  async open() {
    const shown: Shown[] = [];
    const posts = new Map<string, Record<string, unknown>>();
    let refused = false;
    let count = 0;
    let authenticated: ((connection: Connection) => void) | undefined;
    const connection = new Promise<Connection>((resolve) => (authenticated = resolve));
    let current: Connection | undefined;
    const error = (status: number, message: string): Answer => ({
      status,
      json: { id: "api.context.error", message, status_code: status },
    });
    const posted = (body: Record<string, unknown>): Answer => {
      if (refused) return error(403, "You do not have the appropriate permissions.");
      count += 1;
      const post = { user_id: BOT.id, create_at: Date.now(), ...body, id: id(`post${count}x`) };
      posts.set(post.id, post);
      const files = (body["file_ids"] ?? []) as unknown[];
      shown.push({ kind: files.length > 0 ? "media" : "text", text: String(body["message"]) });
      return { status: 201, json: post };
    };
    const edited = (postId: string, body: Record<string, unknown>): Answer => {
      if (refused) return error(403, "You do not have the appropriate permissions.");
      const post = { ...posts.get(postId), ...body };
      posts.set(postId, post);
      shown.push({ kind: "edit", text: String(body["message"]) });
      return { json: post };
    };
    const server = await serve(
      ({ method, path, headers, body }: Asked) => {
        if (headers.authorization !== `Bearer ${TOKEN}`) return error(401, "Invalid session.");
        const [, , , first, second, third] = path.split("/");
        const call = `${method} ${[first, second, third].filter((part) => part !== undefined).join("/")}`;
        if (call === "GET users/me" || call === `GET users/${BOT.id}`) return { json: BOT };
        if (call === `GET users/${ADA.id}` || path.endsWith("/username/ada")) return { json: ADA };
        if (call === "POST users/ids") return { json: [ADA] };
        if (call === "POST users/me/typing") return { json: { status: "OK" } };
        if (first === "users" && third === "teams") return { json: [TEAM] };
        if (call === "POST channels/direct") return { status: 201, json: DIRECT };
        if (call === `GET channels/${DIRECT.id}`) return { json: DIRECT };
        if (call === `GET channels/${GROUP.id}`) return { json: GROUP };
        if (call === "POST files")
          return { status: 201, json: { file_infos: [{ id: id("file") }] } };
        if (call === "POST posts") return posted(body);
        if (method === "PUT" && first === "posts") return edited(String(second), body);
        if (method === "DELETE" && first === "posts") return { json: { status: "OK" } };
        if (method === "GET" && first === "posts" && posts.has(String(second)))
          return { json: posts.get(String(second)) };
        if (method === "GET" && first === "commands") return { json: [] };
        return error(404, `${call} is not there`);
      },
      {
        socket: (opened) => {
          opened.onMessage((message) => {
            const { token } = (message["data"] ?? {}) as { token?: string };
            if (message["action"] !== "authentication_challenge") return;
            if (token !== TOKEN) return opened.close();
            opened.send({ status: "OK", seq_reply: message["seq"] });
            current = opened;
            authenticated?.(opened);
          });
        },
      },
    );
    const say = async (channel: typeof DIRECT | typeof GROUP, text: string): Promise<void> => {
      count += 1;
      const post = {
        id: id(`post${count}x`),
        create_at: Date.now(),
        update_at: Date.now(),
        user_id: ADA.id,
        channel_id: channel.id,
        root_id: "",
        message: text,
        type: "",
        props: {},
        file_ids: [],
      };
      posts.set(post.id, post);
      current?.send({
        event: "posted",
        data: {
          channel_display_name: channel.display_name,
          channel_name: channel.name,
          channel_type: channel.type,
          post: JSON.stringify(post),
          sender_name: `@${ADA.username}`,
          team_id: channel.type === "D" ? "" : TEAM.id,
        },
        broadcast: { channel_id: channel.id, team_id: "", user_id: "" },
        seq: count,
      });
    };
    return {
      config: {
        enabled: true,
        baseUrl: server.url,
        botToken: TOKEN,
        network: { dangerouslyAllowPrivateNetwork: true },
        dmPolicy: "open",
        allowFrom: ["*"],
        groupPolicy: "open",
        requireMention: true,
        streaming: { mode: "off" },
      },
      streaming: { streaming: { mode: "partial" } },
      shown,
      connected: async () => void (await connection),
      write: (text) => say(DIRECT, text),
      writeInGroup: (text, mention) => say(GROUP, mention ? `@clawbot ${text}` : text),
      async refuse(now) {
        refused = now;
      },
      close: () => server.close(),
    };
  },
};
