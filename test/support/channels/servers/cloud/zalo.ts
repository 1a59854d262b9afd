// Zalo's Bot API by long polling: getUpdates hands over one update at a time, or 408 when there is none.
// https://bot.zaloplatforms.com/docs
import type { Channel, Shown } from "../../channel.ts";
import { asText, serve, type Answer } from "../../loopback.ts";

const TOKEN = "12345689:zalo-bot-token";
const ADA = { id: "6ede9afa66b88fe6d6a9", display_name: "Ada", is_bot: false };
const BOT = { id: "1459232241454765289", account_name: "bot.clawbot", account_type: "BASIC" };
const GROUP = "9eba3a0d17cf";

export const zalo: Channel = {
  id: "zalo",
  package: "@openclaw/zalo",
  version: "2026.9.5",
  without: {
    "group-silent": "Zalo hands a bot of a group only what names it",
    edit: "Zalo has no edits",
  },
  async open() {
    const shown: Shown[] = [];
    const updates: object[] = [];
    let refused = false;
    let count = 0;
    let woken = (): void => undefined;
    let polled: (() => void) | undefined;
    const polling = new Promise<void>((resolve) => (polled = resolve));
    const fail = (error_code: number, description: string): Answer => ({
      json: { ok: false, error_code, description },
    });
    const next = async (): Promise<Answer> => {
      polled?.();
      if (updates.length === 0)
        await new Promise<void>((resolve) => {
          woken = resolve;
          setTimeout(resolve, 5_000).unref();
        });
      const update = updates.shift();
      return update === undefined
        ? fail(408, "Request timeout")
        : { json: { ok: true, result: update } };
    };
    const sent = (kind: Shown["kind"], text: unknown): Answer => {
      if (refused) return fail(403, "Forbidden");
      // Text is "1-2000 characters".
      if (asText(text).length > 2000) return fail(400, "Bad request: text is too long");
      shown.push({ kind, text: asText(text) });
      count += 1;
      return { json: { ok: true, result: { message_id: `sent${count}`, date: Date.now() } } };
    };
    const api = await serve(({ path, body }) => {
      const [, bot, method] = path.split("/");
      if (bot !== `bot${TOKEN}`) return fail(401, "Unauthorized");
      switch (method) {
        case "getMe":
          return { json: { ok: true, result: { ...BOT, can_join_groups: true } } };
        case "getUpdates":
          return next();
        case "sendMessage":
          return sent("text", body["text"]);
        case "sendPhoto":
          return sent("media", body["caption"]);
        case "sendChatAction":
        case "deleteWebhook":
          return { json: { ok: true, result: true } };
        case "getWebhookInfo":
          return { json: { ok: true, result: { url: "", updated_at: Date.now() } } };
        default:
          return fail(404, "Not found");
      }
    });
    const say = async (chat: object, text: string): Promise<void> => {
      count += 1;
      updates.push({
        event_name: "message.text.received",
        message: { message_id: `said${count}`, from: ADA, chat, date: Date.now(), text },
      });
      woken();
    };
    return {
      config: {
        enabled: true,
        accounts: {
          default: { botToken: TOKEN, dmPolicy: "open", allowFrom: ["*"], groupPolicy: "open" },
        },
      },
      environment: { ZALO_API_URL: api.url },
      shown,
      connected: () => polling,
      write: (text) => say({ id: ADA.id, chat_type: "PRIVATE" }, text),
      writeInGroup: (text) => say({ id: GROUP, chat_type: "GROUP" }, `@clawbot ${text}`),
      async refuse(now) {
        refused = now;
      },
      close: () => api.close(),
    };
  },
};
