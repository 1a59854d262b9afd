// The Bot API as the genuine Telegram adapter needs it: a long poll in, sendMessage out.
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface SentMessage {
  chatId: number;
  text: string;
}

export interface TelegramServer {
  apiRoot: string;
  /** What the adapter sent or edited into chats, oldest first. */
  sent: SentMessage[];
  /** Makes the next `count` sendMessage calls fail the way Telegram refuses a blocked chat. */
  refuse: (count: number) => void;
  /** A user writes to the bot. */
  write: (text: string, from?: { id: number; username: string }) => void;
  close: () => Promise<void>;
}

const DEFAULT_USER = { id: 4242, username: "ada" };

export async function startTelegramServer(): Promise<TelegramServer> {
  const sent: SentMessage[] = [];
  const queue: object[] = [];
  let waiting: ServerResponse | undefined;
  let updateId = 1000;
  let messageId = 100;
  let refusals = 0;

  const json = (response: ServerResponse, result: unknown): void => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ ok: true, result }));
  };
  const flush = (): void => {
    if (!waiting || queue.length === 0) return;
    const response = waiting;
    waiting = undefined;
    json(response, queue.splice(0));
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const method = (request.url ?? "").split("/").at(-1)?.split("?")[0] ?? "";
      const body = parse(Buffer.concat(chunks).toString());
      if (method === "getMe") {
        json(response, { id: 123, is_bot: true, first_name: "Bot", username: "test_bot" });
      } else if (method === "getUpdates") {
        waiting = response;
        flush();
        setTimeout(() => {
          if (waiting !== response) return;
          waiting = undefined;
          json(response, []);
        }, 2000).unref();
      } else if (method === "sendMessage" && refusals > 0) {
        refusals -= 1;
        response.writeHead(403, { "content-type": "application/json" });
        response.end(
          JSON.stringify({
            ok: false,
            error_code: 403,
            description: "Forbidden: bot was blocked by the user",
          }),
        );
      } else if (method === "sendMessage" || method === "editMessageText") {
        const chatId = Number(body["chat_id"]);
        const text = typeof body["text"] === "string" ? body["text"] : "";
        sent.push({ chatId, text });
        messageId += 1;
        json(response, {
          message_id: messageId,
          date: Math.floor(Date.now() / 1000),
          chat: { id: chatId, type: "private" },
          text,
        });
      } else {
        json(response, true);
      }
    });
  });

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    apiRoot: `http://127.0.0.1:${port}`,
    sent,
    refuse: (count) => {
      refusals = count;
    },
    write: (text, from = DEFAULT_USER) => {
      updateId += 1;
      messageId += 1;
      queue.push({
        update_id: updateId,
        message: {
          message_id: messageId,
          date: Math.floor(Date.now() / 1000),
          text,
          from: { ...from, is_bot: false, first_name: "Ada", last_name: "Lovelace" },
          chat: { id: from.id, type: "private", username: from.username, first_name: "Ada" },
        },
      });
      flush();
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return Object.fromEntries(new URLSearchParams(text));
  }
}
