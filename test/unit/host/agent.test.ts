import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import { describe, expect, it } from "vitest";
import { createAgent } from "../../../src/host/inbound/run/agent.ts";

const asked = { role: "user", idempotencyKey: "req_1:user", content: "deploy" };
/** As the host keeps a model's answer, and words of its own (its `gateway-injected` messages). */
const answer = { role: "assistant", provider: "mock", model: "mock-1", stopReason: "stop" };
const notice = { ...answer, provider: "openclaw", model: "gateway-injected" };
const toolCall = { ...answer, stopReason: "toolUse", content: "I look it up." };

/** Only what it reads of the host: the messages of the session. */
const agentWith = (...messages: object[]): ReturnType<typeof createAgent> =>
  createAgent({
    runtime: { subagent: { getSessionMessages: () => Promise.resolve({ messages }) } },
  } as unknown as OpenClawPluginApi);

describe("what the transcript tells of a run that an earlier process started", () => {
  it.each([
    ["no message of the request", [], "never started"],
    ["the request alone", [asked], "unfinished"],
    ["a tool call", [asked, toolCall], "unfinished"],
    ["an answer", [asked, { ...answer, content: "Done." }], { ok: true, reply: "Done." }],
    [
      "an answer under a later run id of the request",
      [
        { ...asked, idempotencyKey: "req_1-2:user" },
        { ...answer, content: "Done." },
      ],
      { ok: true, reply: "Done." },
    ],
    [
      "an answer to another request",
      [{ ...asked, idempotencyKey: "req_12:user" }, answer],
      "never started",
    ],
    ["an answer before it", [{ ...answer, content: "Old." }, asked], "unfinished"],
    ["only the host's own words", [asked, { ...notice, content: "Interrupted." }], "unfinished"],
    [
      "the host's own words, then an answer",
      [asked, { ...notice, content: "Interrupted." }, { ...answer, content: "Done." }],
      { ok: true, reply: "Done." },
    ],
  ])("%s", async (_what, messages, told) => {
    expect(await agentWith(...messages).recall("agent:main:webhook:deploy:1", "req_1")).toEqual(
      told,
    );
  });
});

describe("how a run ended", () => {
  const whole = "word ".repeat(2_000).trim();
  const cut = `${whole.slice(0, 4_094)}…`;
  const row = (runId: string, content: string): object => ({
    ...answer,
    content,
    __openclaw: { runId },
  });
  const ended = (text: string, ...messages: object[]): Promise<unknown> =>
    createAgent({
      runtime: {
        subagent: {
          waitForRun: () => Promise.resolve({ status: "ok", terminalReply: { text } }),
          getSessionMessages: () => Promise.resolve({ messages }),
        },
      },
    } as unknown as OpenClawPluginApi).end({ runId: "req_1", sessionKey: "s" }, 1_000);

  it.each([
    ["a reply that the host cut, whole", cut, [row("req_1", whole)], whole],
    ["a short one as it is", "Done …", [row("req_1", "Done and more")], "Done …"],
    ["a cut one of which the transcript has only another run's", cut, [row("req_2", whole)], cut],
  ])("%s", async (_what, text, messages, reply) => {
    expect(await ended(text, ...messages)).toEqual({ ok: true, reply });
  });
});

describe("words that are sent", () => {
  it("are split as the channel asks for, and all its ids come back", async () => {
    const sent: string[] = [];
    const adapter = {
      textChunkLimit: 5,
      chunker: (text: string, limit: number) => [text.slice(0, limit), text.slice(limit)],
      sendText: ({ text }: { text: string }) =>
        Promise.resolve({ messageId: `m${sent.push(text)}` }),
    };
    const agent = createAgent({
      runtime: {
        channel: { outbound: { loadAdapter: () => Promise.resolve(adapter) } },
        config: { current: () => ({}) },
      },
    } as unknown as OpenClawPluginApi);
    expect(await agent.send("HelloWorld", { channel: "irc", to: "ann" })).toEqual(["m1", "m2"]);
    expect(sent).toEqual(["Hello", "World"]);
  });
});
