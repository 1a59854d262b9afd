// Slack and Discord as far as a reply reaches them, by their pages:
// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
// https://docs.discord.com/developers/interactions/receiving-and-responding#edit-original-interaction-response
// https://docs.discord.com/developers/interactions/receiving-and-responding#create-followup-message
// https://docs.discord.com/developers/resources/webhook#edit-webhook-message
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { fileURLToPath } from "node:url";

export interface ChatRequest {
  /** The name that TLS and HTTP asked for. */
  host: string;
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: unknown;
  status: number;
}

export interface ChatServer {
  /** What a Gateway is started with, so that it takes this server for those hosts. */
  env: Record<string, string>;
  received: ChatRequest[];
  /** Resolves when so many requests have been answered, since the start. */
  answered: (count: number) => Promise<void>;
  /** These many requests from now on are answered 503. */
  fail: (count: number) => void;
  close: () => Promise<void>;
}

const pem = (name: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`tls/${name}.pem`, import.meta.url)));
const preload = new URL("chat-network.mjs", import.meta.url).href;

export async function startChatServer(): Promise<ChatServer> {
  const received: ChatRequest[] = [];
  let watchers: (() => void)[] = [];
  let failures = 0;
  const server = createServer({ cert: pem("good"), key: pem("key") }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url: path = "", headers } = request;
      const { servername } = request.socket as TLSSocket & { servername?: string };
      const host = servername === headers.host ? servername : `${servername} or ${headers.host}`;
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      const isFailing = failures > 0;
      failures -= isFailing ? 1 : 0;
      const [status, answer] = isFailing ? [503, "busy"] : answerOf(host, method, path, body);
      received.push({ host, method, path, headers, body, status });
      response.writeHead(status).end(answer);
      for (const watch of watchers) watch();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      NODE_OPTIONS: `--import=${preload}`,
      CHAT_HOSTS: "hooks.slack.com,discord.com",
      CHAT_PORT: String(port),
    },
    received,
    answered: (count) =>
      new Promise((resolve) => {
        const watch = (): void => {
          if (received.length < count) return;
          watchers = watchers.filter((other) => other !== watch);
          resolve();
        };
        watchers.push(watch);
        watch();
      }),
    fail: (count) => {
      failures = count;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerOf(
  host: string,
  method: string,
  path: string,
  body: unknown,
): [status: number, answer: string] {
  const fields = body as Record<string, unknown>;
  if (host === "hooks.slack.com") {
    if (method !== "POST" || !/^\/(?:commands|actions)\/T\w+\/\d+\/\w+$/.test(path))
      return [404, "no_such_url"];
    return typeof fields["text"] === "string" ? [200, "ok"] : [400, "no_text"];
  }
  const webhook = /^\/api\/v10\/webhooks\/\d+\/[\w.-]+(\/messages\/@original)?$/.exec(path);
  // Without the message's name it is a follow-up.
  const isTheirs = webhook !== null && method === (webhook[1] === undefined ? "POST" : "PATCH");
  if (host !== "discord.com" || !isTheirs)
    return [404, JSON.stringify({ message: "Unknown Webhook", code: 10_015 })];
  const { content } = fields;
  if (typeof content !== "string" || content === "" || content.length > 2000)
    return [400, JSON.stringify({ message: "Invalid Form Body", code: 50_035 })];
  return [200, JSON.stringify({ id: "1", content })];
}
