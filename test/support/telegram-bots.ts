// The Bot API for several bots: texts, pictures, albums, groups, forum topics, edits and refusals, as the genuine
// adapter needs them. https://core.telegram.org/bots/api
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface BotCall {
  token: string;
  method: string;
  params: Record<string, unknown>;
  /** Ids of the messages that it made. */
  messageIds: number[];
  refused: boolean;
}

export interface Said {
  from?: number;
  name?: string;
  chat?: object;
  token?: string;
}

export interface TelegramBots {
  apiRoot: string;
  /** What the adapter sent, edited or deleted, oldest first. */
  calls: BotCall[];
  /** Refuses each call that it holds true for; undefined: none. */
  refuse: (when: ((call: BotCall) => boolean) | undefined) => void;
  /** Somebody sends a message to a bot, with any fields of the Bot API; returns its id. */
  message: (fields: object, said?: Said) => number;
  write: (text: string, said?: Said) => number;
  /** Resolves once the bots have sent so many more messages than when it was asked. */
  sent: (count: number) => Promise<void>;
  close: () => Promise<void>;
}

export const BOT_TOKEN = "123:abc";
const USER = 12_345;
const POLL_MS = 2_000;
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

export async function startTelegramBots(): Promise<TelegramBots> {
  const calls: BotCall[] = [];
  const watchers = new Set<() => void>();
  const queues = new Map<string, Array<{ update_id: number }>>();
  const waiting = new Map<string, () => void>();
  let refused: (call: BotCall) => boolean = () => false;
  let updateId = 1_000;
  let lastMessage = 100;

  const server = createServer((request, response) => void serve(request, response));

  const sends = (): number => calls.filter(({ method }) => method.startsWith("send")).length;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = (request.url ?? "").split("?")[0]?.split("/").filter(Boolean) ?? [];
    if (path[0] === "file") {
      response.writeHead(200, { "content-type": "image/png" }).end(PIXEL);
      return;
    }
    const token = (path[0] ?? "").replace(/^bot/, "");
    const method = path.at(-1) ?? "";
    const params = paramsOf(Buffer.concat(chunks), request.headers["content-type"] ?? "");
    const result =
      method === "getUpdates" ? await updates(token, params) : answerTo(token, method, params);
    response.writeHead(result === REFUSED ? 403 : 200, { "content-type": "application/json" });
    const description = "Forbidden: bot was blocked by the user";
    response.end(
      JSON.stringify(
        result === REFUSED ? { ok: false, error_code: 403, description } : { ok: true, result },
      ),
    );
  }

  async function updates(token: string, params: Record<string, unknown>): Promise<object[]> {
    const offset = Number(params["offset"] ?? 0);
    const pending = (): object[] =>
      (queues.get(token) ?? []).filter(({ update_id }) => update_id >= offset);
    if (pending().length === 0)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        waiting.set(token, () => {
          clearTimeout(timer);
          resolve();
        });
      });
    return pending();
  }

  function answerTo(token: string, method: string, params: Record<string, unknown>): unknown {
    const me = botOf(token);
    if (method === "getMe") return me;
    if (method === "getFile")
      return { file_id: params["file_id"], file_unique_id: "u", file_path: "photos/1.png" };
    if (method === "getChat") return { ...chatOf(params["chat_id"]), accent_color_id: 0 };
    if (method === "getChatMember") return { status: "administrator", user: me };
    if (method === "getChatAdministrators") return [];
    if (!/^(send(?!ChatAction)|edit|delete(?!Webhook|MyCommands))/.test(method)) return true;
    const call: BotCall = { token, method, params, messageIds: [], refused: false };
    calls.push(call);
    for (const watcher of watchers) watcher();
    call.refused = refused(call);
    if (call.refused) return REFUSED;
    if (method.startsWith("delete")) return true;
    const thread = params["message_thread_id"];
    const made = (): object => {
      const id = method.startsWith("edit") ? Number(params["message_id"]) : (lastMessage += 1);
      call.messageIds.push(id);
      return {
        message_id: id,
        date: seconds(),
        chat: chatOf(params["chat_id"]),
        from: me,
        text: params["text"],
        caption: params["caption"],
        ...(thread === undefined
          ? {}
          : { message_thread_id: Number(thread), is_topic_message: true }),
        ...(method === "sendPhoto" || method === "sendMediaGroup" ? { photo: PHOTO } : {}),
      };
    };
    if (method !== "sendMediaGroup") return made();
    const album = JSON.parse(String(params["media"])) as unknown[];
    return album.map(made);
  }

  function message(
    fields: object,
    { from = USER, name = "Ada", chat, token = BOT_TOKEN }: Said = {},
  ): number {
    lastMessage += 1;
    updateId += 1;
    const username = `${name.toLowerCase()}${from}`;
    const update = {
      update_id: updateId,
      message: {
        message_id: lastMessage,
        date: seconds(),
        chat: chat ?? { id: from, type: "private", first_name: name, username },
        from: { id: from, is_bot: false, first_name: name, last_name: "Lee", username },
        ...fields,
      },
    };
    queues.set(token, [...(queues.get(token) ?? []), update]);
    waiting.get(token)?.();
    waiting.delete(token);
    return lastMessage;
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    apiRoot: `http://127.0.0.1:${port}`,
    calls,
    refuse: (when = () => false) => {
      refused = when;
    },
    message,
    write: (text, said) => message({ text }, said),
    sent: (count) =>
      new Promise((resolve) => {
        const enough = sends() + count;
        const watch = (): void => {
          if (sends() < enough) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const REFUSED = Symbol("refused");
const PHOTO = [{ file_id: "sent", file_unique_id: "sent", width: 1, height: 1, file_size: 68 }];

/** What a user sends when they send a picture. */
export const PICTURE = {
  photo: [{ file_id: "picture", file_unique_id: "picture", width: 1, height: 1, file_size: 68 }],
};

export const GROUP = { id: -1_001, type: "supergroup", title: "Operations" };
export const FORUM = { id: -1_002, type: "supergroup", title: "Forum", is_forum: true };

function botOf(token: string): object {
  const id = Number(token.split(":")[0]);
  return {
    id,
    is_bot: true,
    first_name: `Bot${id}`,
    username: `bot${id}_bot`,
    can_join_groups: true,
    can_read_all_group_messages: true,
    supports_inline_queries: false,
  };
}

function chatOf(id: unknown): object {
  const known = [GROUP, FORUM].find((chat) => chat.id === Number(id));
  return (
    known ?? { id: Number(id), type: Number(id) < 0 ? "supergroup" : "private", title: "Group" }
  );
}

const seconds = (): number => Math.floor(Date.now() / 1_000);

/** JSON, a form, or multipart, of which files become their names. */
function paramsOf(body: Buffer, contentType: string): Record<string, unknown> {
  const text = body.toString("latin1");
  if (contentType.includes("multipart")) {
    const part =
      /name="([^"]+)"(?:; filename="([^"]*)")?[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n([\s\S]*?)\r\n--/g;
    return Object.fromEntries(
      [...text.matchAll(part)].map(([, name = "", file, value = ""]) => [
        name,
        file ?? Buffer.from(value, "latin1").toString(),
      ]),
    );
  }
  try {
    return JSON.parse(body.toString()) as Record<string, unknown>;
  } catch {
    return Object.fromEntries(new URLSearchParams(body.toString()));
  }
}
