// Nextcloud's side of a Talk bot: ActivityStreams messages, signed with the bot's secret over random and
// body, and the bot's own message endpoint, which refuses a wrong signature with 401.
// https://nextcloud-talk.readthedocs.io/en/latest/bots/
import { createHmac, randomBytes } from "node:crypto";
import { freePort } from "../../../gateway.ts";
import { untilAnswered } from "../../answering.ts";
import type { Channel, Shown } from "../../channel.ts";
import { serve } from "../../loopback.ts";

const SECRET = "nextcloud-bot-secret-1234567890";
const PATH = "/nextcloud-talk-webhook";
const DIRECT = "dm7tok3n";
const GROUP = "ops7tok3n";
/** Room types: 1 is one-to-one, 2 is group. https://nextcloud-talk.readthedocs.io/en/latest/constants/ */
const ROOM_TYPES: Readonly<Record<string, number>> = { [DIRECT]: 1, [GROUP]: 2 };

const sign = (random: string, text: string): string =>
  createHmac("sha256", SECRET)
    .update(random + text)
    .digest("hex");

export const nextcloudTalk: Channel = {
  id: "nextcloud-talk",
  package: "@openclaw/nextcloud-talk",
  version: "2026.9.5",
  without: { edit: "a bot cannot edit its messages" },
  async open() {
    const shown: Shown[] = [];
    let refused = false;
    let message = 500;
    const ocs = (status: number, data: unknown) => ({
      status,
      json: {
        ocs: { meta: { status: status < 300 ? "ok" : "failure", statuscode: status }, data },
      },
    });
    const cloud = await serve(({ method, path, headers, body }) => {
      const room = /\/api\/v4\/room\/(\w+)$/.exec(path)?.[1];
      if (room !== undefined)
        return headers.authorization === undefined
          ? ocs(401, [])
          : ocs(200, { token: room, type: ROOM_TYPES[room] });
      if (method !== "POST" || !/\/api\/v1\/bot\/\w+\/message$/.test(path)) return ocs(404, []);
      const text = String(body["message"]);
      const random = String(headers["x-nextcloud-talk-bot-random"]);
      if (headers["x-nextcloud-talk-bot-signature"] !== sign(random, text)) return ocs(401, []);
      if (refused) return ocs(404, []);
      message += 1;
      shown.push({ kind: "text", text });
      return ocs(201, { id: message, timestamp: Math.floor(Date.now() / 1000) });
    });
    const port = await freePort();
    const say = async (room: string, text: string): Promise<void> => {
      message += 1;
      const raw = JSON.stringify({
        type: "Create",
        actor: { type: "Person", id: "users/ada", name: "Ada" },
        object: {
          type: "Note",
          id: String(message),
          name: "message",
          content: JSON.stringify({ message: text, parameters: {} }),
          mediaType: "text/markdown",
        },
        target: { type: "Collection", id: room, name: room === DIRECT ? "Ada" : "ops" },
      });
      const random = randomBytes(32).toString("hex");
      const response = await fetch(`http://127.0.0.1:${port}${PATH}`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-nextcloud-talk-random": random,
          "x-nextcloud-talk-signature": sign(random, raw),
          "x-nextcloud-talk-backend": cloud.url,
        },
        body: raw,
      });
      if (!response.ok) throw new Error(`the adapter answered ${response.status}`);
    };
    return {
      config: {
        enabled: true,
        baseUrl: cloud.url,
        botSecret: SECRET,
        apiUser: "bot",
        apiPassword: "app-password",
        webhookPort: port,
        webhookHost: "127.0.0.1",
        webhookPath: PATH,
        network: { dangerouslyAllowPrivateNetwork: true },
        dmPolicy: "open",
        allowFrom: ["*"],
        groupPolicy: "open",
        rooms: { [GROUP]: { requireMention: true } },
      },
      shown,
      connected: () =>
        untilAnswered(`http://127.0.0.1:${port}/healthz`, {}, (status) => status === 200),
      write: (text) => say(DIRECT, text),
      writeInGroup: (text, mention) => say(GROUP, mention ? `@clawbot ${text}` : text),
      async refuse(now) {
        refused = now;
      },
      close: () => cloud.close(),
    };
  },
};
