// A complete model for the Gateway: an OpenAI-compatible chat-completions server on loopback.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

interface ChatMessage {
  role: string;
  content: unknown;
}

/** What one model call answers: words, a tool call, or an HTTP failure. */
export type ModelAnswer =
  | { text: string }
  /** Text in two halves; the second one comes when `until` has resolved. */
  | { halves: [string, string]; until: () => Promise<void> }
  | { tool: string; args: Record<string, unknown> }
  | { status: number; message: string };

/**
 * Decides an answer from the last user text; `toolDone` once a tool result came back in this turn. `tools`: names of
 * those that it is offered.
 */
export type ModelScript = (
  lastUserText: string,
  toolDone: boolean,
  tools: readonly string[],
) => ModelAnswer;

export interface ModelServer {
  baseUrl: string;
  /** Every request body received, oldest first. */
  requests: Array<{ messages: ChatMessage[]; tools: string[] }>;
  /** Replaces the script for the calls that follow. */
  script: (script: ModelScript) => void;
  /** Answers nothing before `until` has resolved. */
  delay: (until: Promise<void>) => void;
  /** Resolves when so many requests have come in, since the start. */
  asked: (count: number) => Promise<void>;
  close: () => Promise<void>;
}

const USAGE = { prompt_tokens: 21, completion_tokens: 8, total_tokens: 29 };

/** Says "please fail" → 400 (the host retries a 500 for a minute); "use a tool" → one `exec` call. */
export const defaultScript: ModelScript = (text, toolDone) => {
  if (text.includes("please fail")) return { status: 400, message: "the model refuses" };
  if (text.includes("use a tool") && !toolDone)
    return { tool: "exec", args: { command: "echo hello from the tool" } };
  if (text.includes("use a broken tool") && !toolDone)
    return { tool: "read", args: { path: "/nonexistent/file" } };
  return { text: toolDone ? "The tool said hello." : "You said something, and I heard it." };
};

export async function startModelServer(initial: ModelScript = defaultScript): Promise<ModelServer> {
  let script = initial;
  let gate = Promise.resolve();
  let watchers: Array<() => void> = [];
  const requests: ModelServer["requests"] = [];
  const server = createServer((request, response) => {
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString() || "{}") as {
      messages?: ChatMessage[];
      tools?: Array<{ function?: { name?: string } }>;
    };
    const messages = body.messages ?? [];
    const tools = (body.tools ?? []).map((tool) => tool.function?.name ?? "");
    requests.push({ messages, tools });
    for (const watch of watchers) watch();
    await gate;
    const turn = currentTurn(messages);
    const reply = script(turn.text, turn.toolDone, tools);
    if ("status" in reply) {
      response.writeHead(reply.status, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: reply.message, type: "server_error" } }));
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    const delta =
      "tool" in reply
        ? {
            role: "assistant",
            tool_calls: [
              {
                index: 0,
                id: `call_${requests.length}`,
                type: "function",
                function: { name: reply.tool, arguments: JSON.stringify(reply.args) },
              },
            ],
          }
        : { role: "assistant", content: "text" in reply ? reply.text : "" };
    const chunk = (choice: object, extra: object = {}): void => {
      response.write(
        `data: ${JSON.stringify({
          id: "chatcmpl-1",
          object: "chat.completion.chunk",
          model: "mock-1",
          choices: [{ index: 0, ...choice }],
          ...extra,
        })}\n\n`,
      );
    };
    chunk({ delta, finish_reason: null });
    if ("halves" in reply) {
      for (const word of reply.halves[0].split(/(?<= )/))
        chunk({ delta: { content: word }, finish_reason: null });
      await reply.until();
      chunk({ delta: { content: reply.halves[1] }, finish_reason: null });
    }
    chunk({ delta: {}, finish_reason: "tool" in reply ? "tool_calls" : "stop" }, { usage: USAGE });
    response.end("data: [DONE]\n\n");
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    script: (next) => {
      script = next;
    },
    delay: (until) => {
      gate = until;
    },
    asked: (count) =>
      new Promise((resolve) => {
        const watch = (): void => {
          if (requests.length < count) return;
          watchers = watchers.filter((other) => other !== watch);
          resolve();
        };
        watchers.push(watch);
        watch();
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** What the user said last, and what came after it; the host adds messages of its own with role `user`. */
function currentTurn(messages: ChatMessage[]): { text: string; toolDone: boolean } {
  const textOf = ({ content }: ChatMessage): string =>
    typeof content === "string" ? content : JSON.stringify(content);
  const start = messages.findLastIndex(
    (message) =>
      message.role === "user" && !textOf(message).includes("<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>"),
  );
  const message = messages[start];
  return {
    text: message === undefined ? "" : textOf(message),
    toolDone: messages.slice(start + 1).some(({ role }) => role === "tool"),
  };
}
