import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import { describe, expect, it } from "vitest";
import { createAgent } from "../../../src/host/inbound/agent.ts";

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
