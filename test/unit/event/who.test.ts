import { describe, expect, it } from "vitest";
import { createListener, told } from "../../support/told.ts";

const words = (events: Array<Record<string, unknown>>): unknown[] =>
  events.map(({ type, userId, message, sender }) => {
    const { content, messageId } = (message ?? {}) as { content?: string; messageId?: string };
    return [type, userId, content, messageId, (sender as { name?: string } | undefined)?.name];
  });
const announced = (senderId: string, content: string): ReturnType<typeof told.row> => ({
  source: "hook",
  name: "message_received",
  event: {
    content,
    messageId: `in-${senderId}`,
    senderId,
    sessionKey: "agent:main:main",
    metadata: { senderName: senderId.toUpperCase() },
  },
  context: { channelId: "irc", accountId: "a", conversationId: "irc:#ops" },
});

describe("a message of a user", () => {
  it("is told without what the host adds to it", () => {
    const listener = createListener();
    const row = told.rowOf("ann", "look\n\n[Image attachment not analyzed]");
    const events = listener.hears(announced("ann", "look"), {
      ...row,
      event: { ...row.event },
    });
    expect(words(events)).toEqual([["message.received", "ann", "look", "in-ann", undefined]]);
  });

  it("is told for each sender, where the host collects several for one turn", () => {
    const listener = createListener();
    const events = listener.hears(
      announced("ann", "first"),
      announced("bob", "second"),
      told.row({
        content: "[Queued messages while agent was busy]\n\n---\nfirst\n---\nsecond",
        idempotencyKey: "followup-collect:s:1",
      }),
    );
    expect(words(events)).toEqual([
      ["message.received", "ann", "first", "in-ann", "ANN"],
      ["message.received", "bob", "second", "in-bob", "BOB"],
    ]);
  });

  it.each([
    ["a sub-agent's task", { content: "do it" }, { sessionKey: "agent:main:subagent:1" }],
    [
      "a heartbeat's prompt",
      { content: "poll", provenance: { kind: "internal_system", sourceTool: "heartbeat" } },
      {},
    ],
    [
      "another agent's question",
      {
        content: "what is it?",
        provenance: { kind: "inter_session", sourceTool: "sessions_send" },
      },
      {},
    ],
    [
      "a command that the host answers",
      { content: "/status", __openclaw: { contextFreeCommand: true } },
      {},
    ],
  ])("is not %s", (_what, message, row) => {
    expect(createListener().hears(told.row(message, row))).toEqual([]);
  });

  it("that is a slash command is told once a turn shows that an agent heard it", () => {
    const listener = createListener();
    const command = told.row({
      content: "/summarise today",
      idempotencyKey: "r1:user",
      __openclaw: { transport: { clients: [{ id: "ui" }] } },
    });
    expect(listener.hears(command)).toEqual([]);
    expect(listener.hears(told.call("r1"))).toMatchObject([
      { type: "message.received", trigger: "command", message: { content: "/summarise today" } },
    ]);
    expect(listener.hears(told.call("r1"))).toEqual([]);
  });

  it("over /v1 names no run: its key is another id than its run's", () => {
    const listener = createListener();
    const sessionKey = "agent:main:openai:1";
    const [received] = listener.hears(
      told.row({ content: "hi", idempotencyKey: "k:user" }, { sessionKey }),
    );
    expect(received).toMatchObject({ type: "message.received", trigger: "api" });
    expect(received).not.toHaveProperty("runId");
    listener.hears(
      told.call("chatcmpl_1", sessionKey),
      told.answer("chatcmpl_1", "Hello.", sessionKey),
      told.end("chatcmpl_1", { disposition: "visible", text: "Hello." }, sessionKey),
    );
    expect(listener.waits(2_000)).toMatchObject([{ runId: "chatcmpl_1", trigger: "api" }]);
  });
});

describe("a tool that is called by another one", () => {
  const start = (
    name: string,
    toolCallId: string,
    extra: object = {},
  ): ReturnType<typeof told.tool> =>
    told.tool("r1", { phase: "start", name, toolCallId, args: {}, ...extra });
  const result = (
    name: string,
    toolCallId: string,
    extra: object = {},
  ): ReturnType<typeof told.tool> =>
    told.tool("r1", { phase: "result", name, toolCallId, result: {}, ...extra });
  const brief = (events: Array<Record<string, unknown>>): unknown[] =>
    events.map(({ type, tool }) => {
      const { name, parentCallId } = tool as { name: string; parentCallId?: string };
      return parentCallId === undefined ? [type, name] : [type, name, parentCallId];
    });

  it("is told as what it is, and not as `tool_call` as well", () => {
    const inner = { parentToolCallId: "c1" };
    const events = createListener().hears(
      start("tool_call", "c1"),
      start("message", "c2", inner),
      result("message", "c2", inner),
      result("tool_call", "c1"),
    );
    expect(brief(events)).toEqual([
      ["tool.called", "message"],
      ["tool.completed", "message"],
    ]);
  });

  it("is told as `tool_call` when that found nothing to call", () => {
    const events = createListener().hears(
      start("tool_call", "c1"),
      result("tool_call", "c1", { isError: true }),
    );
    expect(brief(events)).toEqual([
      ["tool.called", "tool_call"],
      ["tool.completed", "tool_call"],
    ]);
  });

  it("names the call that is told as well", () => {
    const inner = { parentToolCallId: "c1" };
    const events = createListener().hears(start("code", "c1"), start("exec", "c2", inner));
    expect(brief(events)).toEqual([
      ["tool.called", "code"],
      ["tool.called", "exec", "c1"],
    ]);
  });
});

describe("agents that talk with each other", () => {
  it("take turns that nobody is sent, also those of which no row tells", () => {
    const listener = createListener();
    listener.hears(
      told.row({
        content: "what is it?",
        provenance: { kind: "inter_session", sourceTool: "sessions_send" },
      }),
      ...["r1", "r2"].flatMap((runId) => [
        told.call(runId),
        told.answer(runId, `The answer of ${runId}.`),
        told.end(runId),
      ]),
    );
    expect(listener.waits(600_000)).toEqual([]);
  });
});

describe("a tool whose end the host files under a session that exists nowhere", () => {
  it("is of its run's session", () => {
    const listener = createListener();
    listener.hears(told.rowOf("ann", "hi"), told.call("r1"));
    const result = told.tool("r1", { phase: "result", name: "exec", toolCallId: "c1", result: {} });
    const sessionKey = "agent:main:irc:a:direct:ann";
    expect(listener.hears({ ...result, event: { ...result.event, sessionKey } })).toMatchObject([
      { sessionKey: "agent:main:main" },
    ]);
  });
});

describe("a sub-agent", () => {
  it("says who spawned it, in whatever happens in its session", () => {
    const listener = createListener();
    const child = "agent:main:subagent:1";
    listener.hears(told.rowOf("ann", "hi"), told.call("r1"));
    listener.hears(
      told.tool("r1", { phase: "start", name: "sessions_spawn", toolCallId: "c1", args: {} }),
      {
        source: "hook",
        name: "subagent_spawned",
        event: { runId: "r2", childSessionKey: child },
        context: { requesterSessionKey: "agent:main:main" },
      },
      told.call("r2", child),
    );
    const parent = { sessionKey: "agent:main:main", runId: "r1" };
    expect(
      listener.hears(told.tool("r2", { phase: "start", name: "exec", toolCallId: "c9", args: {} })),
    ).toMatchObject([{ type: "tool.called", trigger: "subagent", parent }]);
    listener.hears(told.answer("r2", "Done.", child), told.end("r2", undefined, child));
    expect(listener.waits(600_000)).toEqual([]);
  });
});
