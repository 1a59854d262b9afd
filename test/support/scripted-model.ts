// A model that plays by the script: a user text with `[[tag]]` picks what each of its calls in that turn answers.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

interface ChatMessage {
  role: string;
  content: unknown;
}

/** What one call answers. */
export interface Line {
  /** Several parts are streamed, `slowMs` apart. */
  text?: string | readonly string[];
  slowMs?: number;
  tools?: ReadonlyArray<readonly [name: string, args: object]>;
  /** OpenAI's `usage` object; null: the provider reports none. */
  usage?: object | null;
  /** An HTTP failure instead. */
  status?: number;
  message?: string;
}

/** `step`: how often the model has spoken in this turn. */
export type Role = (turn: { step: number; model: string; spoken: string }) => Line;

export interface ScriptedModel {
  baseUrl: string;
  /** Every call: which role, which step, which model. */
  calls: Array<{ tag: string; step: number; model: string }>;
  /** Resolves once a call with this tag comes, or came after the first `from` calls. */
  asked: (tag: string, from: number) => Promise<void>;
  close: () => Promise<void>;
}

const USAGE = { prompt_tokens: 200, completion_tokens: 45, total_tokens: 245 };
const TAG = /\[\[([\w-]+)\]\]/g;
/** How the host's own user message begins that quotes what was said before. */
const QUOTED = "<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>\nConversation data";
/** A script that is wrong must not keep a Gateway busy for ever. */
const MOST_STEPS = 8;

export async function startScriptedModel(
  roles: Readonly<Record<string, Role>>,
): Promise<ScriptedModel> {
  const calls: ScriptedModel["calls"] = [];
  const watchers = new Set<() => void>();
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url?.endsWith("/models") === true) {
      response.end(JSON.stringify({ data: [{ id: "mock-1" }, { id: "mock-2" }] }));
      return;
    }
    const { messages, model } = JSON.parse(Buffer.concat(chunks).toString()) as {
      messages: ChatMessage[];
      model: string;
    };
    const { tag, step } = cue(messages);
    calls.push({ tag, step, model });
    for (const watcher of watchers) watcher();
    const spoken = messages.map(textOf).join("\n");
    const role = roles[tag];
    const line =
      role === undefined || step > MOST_STEPS
        ? { text: `nothing is written for ${tag}` }
        : role({ step, model, spoken });
    await say(response, model, calls.length, line);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    calls,
    asked: (tag, from) =>
      new Promise((resolve) => {
        const watch = (): void => {
          if (!calls.slice(from).some((call) => call.tag === tag)) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The newest user message with a tag; the host adds user messages of its own, which have none. */
function cue(messages: readonly ChatMessage[]): { tag: string; step: number } {
  for (let at = messages.length - 1; at >= 0; at -= 1) {
    const message = messages[at];
    if (message?.role !== "user" || textOf(message).includes(QUOTED)) continue;
    const tag = [...textOf(message).matchAll(TAG)].at(-1)?.[1];
    if (tag === undefined) continue;
    return { tag, step: messages.slice(at + 1).filter(({ role }) => role === "assistant").length };
  }
  return { tag: "plain", step: 0 };
}

async function say(
  response: ServerResponse,
  model: string,
  call: number,
  line: Line,
): Promise<void> {
  if (line.status !== undefined) {
    response.writeHead(line.status, { "content-type": "application/json" });
    const error = {
      message: line.message ?? `status ${line.status}`,
      type: "invalid_request_error",
    };
    response.end(JSON.stringify({ error }));
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  const send = (fields: object): void => {
    const chunk = { id: `chatcmpl-${call}`, object: "chat.completion.chunk", created: 1, model };
    response.write(`data: ${JSON.stringify({ ...chunk, ...fields })}\n\n`);
  };
  const choose = (choice: object): void => send({ choices: [{ index: 0, ...choice }] });
  const parts = line.text === undefined ? [] : [line.text].flat();
  for (const content of parts) {
    choose({ delta: { role: "assistant", content } });
    if (line.slowMs !== undefined) await new Promise((resolve) => setTimeout(resolve, line.slowMs));
  }
  for (const [index, [name, args]] of (line.tools ?? []).entries()) {
    const called = { name, arguments: JSON.stringify(args) };
    const tool = { index, id: `call_${call}_${index}`, type: "function", function: called };
    choose({ delta: { role: "assistant", tool_calls: [tool] } });
  }
  choose({ delta: {}, finish_reason: line.tools === undefined ? "stop" : "tool_calls" });
  if (line.usage !== null) send({ choices: [], usage: line.usage ?? USAGE });
  response.end("data: [DONE]\n\n");
}

function textOf({ content }: ChatMessage): string {
  if (!Array.isArray(content)) return typeof content === "string" ? content : "";
  return content.map((part: { text?: string }) => part.text ?? "").join("\n");
}
