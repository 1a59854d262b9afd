// Twitch chat: IRC with tags over a WebSocket, and the token endpoint that the client asks first.
// https://dev.twitch.tv/docs/chat/irc/ · https://dev.twitch.tv/docs/authentication/validate-tokens/
import { randomUUID } from "node:crypto";
import type { Channel, Shown } from "../../channel.ts";
import { serve, type Answer, type Connection } from "../../loopback.ts";

const TOKEN = "loopbackaccesstoken0123456789";
const CLIENT = "loopbackclientid";
const BOT = "clawbot";
const ROOM = "#ops";

export const twitch: Channel = {
  id: "twitch",
  package: "@openclaw/twitch",
  version: "2026.9.4",
  without: {
    "group-mention":
      "every chat is one room; what stands here as direct was said there, naming the bot",
    edit: "Twitch has no edits",
  },
  async open() {
    const shown: Shown[] = [];
    let refused = false;
    let current: Connection | undefined;
    let joined: (() => void) | undefined;
    const ready = new Promise<void>((resolve) => (joined = resolve));
    const server = await serve(
      ({ path, headers }): Answer => {
        if (path !== "/oauth2/validate") return { status: 404, json: { status: 404 } };
        if (headers.authorization !== `OAuth ${TOKEN}`)
          return { status: 401, json: { status: 401, message: "invalid access token" } };
        const scopes = ["chat:read", "chat:edit"];
        return {
          json: { client_id: CLIENT, login: BOT, scopes, user_id: "100001", expires_in: 5_000_000 },
        };
      },
      {
        tls: true,
        socket: (connection) => {
          const say = (line: string): void => connection.sendText(`${line}\r\n`);
          connection.onText((text) => {
            for (const line of text.split("\r\n")) {
              const [command = "", ...rest] = line.split(" ");
              const words = rest.join(" ");
              if (command === "CAP" && rest[0] === "REQ")
                say(`:tmi.twitch.tv CAP * ACK ${words.slice(4)}`);
              if (command === "PASS" && words !== `oauth:${TOKEN}`) {
                say(":tmi.twitch.tv NOTICE * :Login authentication failed");
                connection.close();
              }
              if (command === "NICK") {
                say(`:tmi.twitch.tv 001 ${BOT} :Welcome, GLHF!`);
                say(`:tmi.twitch.tv 376 ${BOT} :>`);
              }
              if (command === "PING") say(`:tmi.twitch.tv PONG tmi.twitch.tv ${words}`);
              if (command === "JOIN") {
                say(`:${BOT}!${BOT}@${BOT}.tmi.twitch.tv JOIN ${ROOM}`);
                say(
                  `@emote-only=0;followers-only=-1;room-id=1;slow=0 :tmi.twitch.tv ROOMSTATE ${ROOM}`,
                );
                current = connection;
                joined?.();
              }
              const told = /^(?:@\S+ )?PRIVMSG \S+ :(.*)$/.exec(line)?.[1];
              if (told === undefined) continue;
              if (refused)
                say(
                  `@msg-id=msg_banned :tmi.twitch.tv NOTICE ${ROOM} :You are permanently banned.`,
                );
              else shown.push({ kind: "text", text: told });
            }
          });
        },
      },
    );
    const say = async (text: string): Promise<void> => {
      const tags = [
        "badge-info=",
        "badges=",
        "color=",
        "display-name=Ada",
        "emotes=",
        "first-msg=0",
        "flags=",
        `id=${randomUUID()}`,
        "mod=0",
        "room-id=1",
        "subscriber=0",
        `tmi-sent-ts=${Date.now()}`,
        "turbo=0",
        "user-id=100002",
        "user-type=",
      ].join(";");
      current?.sendText(`@${tags} :ada!ada@ada.tmi.twitch.tv PRIVMSG ${ROOM} :${text}\r\n`);
    };
    return {
      config: {
        enabled: true,
        username: BOT,
        accessToken: `oauth:${TOKEN}`,
        clientId: CLIENT,
        channel: ROOM.slice(1),
        allowedRoles: ["all"],
        requireMention: true,
      },
      vendorHosts: { "id.twitch.tv": server.port, "irc-ws.chat.twitch.tv": server.port },
      shown,
      connected: () => ready,
      write: (text) => say(text === "/new" ? text : `@${BOT} ${text}`),
      writeInGroup: (text) => say(text),
      async refuse(now) {
        refused = now;
      },
      close: () => server.close(),
    };
  },
};
