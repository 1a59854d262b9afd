import { describe, expect, it } from "vitest";
import { BoundedMap } from "../../../src/event/bounded-map.ts";
import { toolInvoked } from "../../../src/event/map/tool.ts";
import { createMemory, type Memory } from "../../../src/event/memory.ts";
import type { Observation, Source } from "../../../src/event/observation.ts";
import { createTranslator } from "../../../src/event/translator.ts";

let ids = 0;
const translate = (): ReturnType<typeof createTranslator> =>
  createTranslator(createMemory(), {
    instanceId: "node-1",
    maxEventBytes: 1_048_576,
    newId: () => `evt_${(ids += 1)}`,
  });
const told = (source: Source, name: string, event: object, context: object = {}): Observation => ({
  source,
  name,
  at: 1_000,
  event: { ...event },
  context: { ...context },
});
const ended = told("agent", "lifecycle", {
  runId: "run-1",
  sessionKey: "agent:main:main",
  data: { phase: "end", terminalReply: { text: "Done." } },
});
const sending = (channel: string): Observation =>
  told("hook", "reply_payload_sending", {
    runId: "run-1",
    kind: "final",
    channel,
    sessionKey: "agent:main:main",
    payload: { text: "Done." },
  });
const sent = told(
  "hook",
  "message_sent",
  { success: true, content: "Done.", sessionKey: "agent:main:main", runId: "run-1" },
  { channelId: "telegram" },
);

describe("a bounded map", () => {
  it("forgets the longest unwritten entry beyond its size", () => {
    const map = new BoundedMap<number>(2, 1_000);
    map.set("a", 1, 0);
    map.set("b", 2, 0);
    map.set("a", 3, 1);
    map.set("c", 4, 2);
    expect([map.get("a", 2), map.get("b", 2), map.get("c", 2)]).toEqual([3, undefined, 4]);
    expect(map.size).toBe(2);
  });

  it("forgets an entry that is too old", () => {
    const map = new BoundedMap<number>(2, 1_000);
    map.set("a", 1, 0);
    expect(map.get("a", 1_000)).toBe(1);
    expect(map.get("a", 1_001)).toBeUndefined();
  });
});

describe("a message that is steered into a run that goes on", () => {
  const message = { role: "user", content: "and one more thing", idempotencyKey: "chat-8:user" };
  const update = (extra: object, messageId = "b2d84eb1"): Observation =>
    told("transcript", "user", {
      sessionKey: "agent:main:one",
      sessionId: "9c5d3997",
      messageId,
      messageSeq: 4,
      message: { ...message, __openclaw: { senderIsOwner: true, ...extra } },
    });

  it("is told once, though the host tells it twice", () => {
    const translator = translate();
    const both = [update({}), update({ steerTargetRunId: "chat-5" })];
    expect(both.flatMap((o) => translator.observe(o)).map(({ type }) => type)).toEqual([
      // It was going on before anybody listened.
      "session.created",
      "message.received",
    ]);
  });

  it("is told again when it is said again", () => {
    const translator = translate();
    const twice = [update({}), update({}, "c3f95ac2")];
    const records = twice.flatMap((o) => translator.observe(o));
    expect(records.filter(({ type }) => type === "message.received")).toHaveLength(2);
  });
});

describe("words that do not reach the user", () => {
  const refused = told(
    "hook",
    "message_sent",
    { success: false, content: "Done.", sessionKey: "agent:main:main", error: "blocked" },
    { channelId: "telegram" },
  );
  const errorNotice = told("hook", "reply_payload_sending", {
    runId: "run-1",
    channel: "telegram",
    sessionKey: "agent:main:main",
    payload: { text: "Done.", isError: true },
  });

  it("are an error when they are the agent's, once however often the host reports it", () => {
    const translator = translate();
    const records = [sending("telegram"), refused, refused].flatMap((o) => translator.observe(o));
    expect(records.map(({ type }) => type)).toEqual(["error.occurred"]);
  });

  it("are none when they are the host's own notice of a failure", () => {
    const translator = translate();
    expect([errorNotice, refused].flatMap((o) => translator.observe(o))).toEqual([]);
  });
});

describe("a reply whose path is not known when its run ends", () => {
  it("is told by its delivery when a channel takes it", () => {
    const translator = translate();
    const records = [ended, sending("telegram"), sent].flatMap((o) => translator.observe(o));
    expect(records.map(({ type, channel }) => [type, channel])).toEqual([
      ["message.sent", "telegram"],
    ]);
    expect(translator.due(60_000, true)).toEqual([]);
  });

  it("is told by its delivery also when the run ends after it", () => {
    const translator = translate();
    const records = [sending("telegram"), sent, ended].flatMap((o) => translator.observe(o));
    expect(records).toHaveLength(1);
    expect(translator.due(60_000, true)).toEqual([]);
  });

  it("is told at once when webchat takes it", () => {
    const translator = translate();
    expect([ended, sending("webchat")].flatMap((o) => translator.observe(o))).toHaveLength(1);
    expect(translator.due(60_000, true)).toEqual([]);
  });

  it("is told after a moment when nobody takes it, and not before", () => {
    const translator = translate();
    expect(translator.observe(ended)).toEqual([]);
    expect(translator.due(2_499, false)).toEqual([]);
    expect(translator.due(2_500, false).map(({ type, at }) => [type, at])).toEqual([
      ["message.sent", 1_000],
    ]);
    expect(translator.due(60_000, true)).toEqual([]);
  });
});

describe("what is told twice", () => {
  it("is one event: a session start, a failed run, a tool call", () => {
    const translator = translate();
    const start = told("hook", "session_start", { sessionId: "s", sessionKey: "agent:main:main" });
    const failure = told("agent", "lifecycle", {
      runId: "r",
      data: { phase: "error", error: "no" },
    });
    const call = told("agent", "tool", {
      runId: "r",
      data: { phase: "start", name: "exec", toolCallId: "c", args: {} },
    });
    const twice = [start, start, failure, failure, call, call].flatMap((o) =>
      translator.observe(o),
    );
    expect(twice.map(({ type }) => type)).toEqual([
      "session.created",
      "error.occurred",
      "tool.called",
    ]);
  });

  it("is one error: a reply that fails, and fails again when the host gives up", () => {
    const translator = translate();
    const failed = told(
      "hook",
      "message_sent",
      { ...sent.event, success: false, error: "403" },
      sent.context,
    );
    const records = [sending("telegram"), failed, failed, sending("telegram"), failed];
    const errors = records.flatMap((o) => translator.observe(o)).map(({ type }) => type);
    expect(errors).toEqual(["error.occurred", "error.occurred"]);
  });

  it("is no event: an aborted run", () => {
    const aborted = { phase: "error", error: "aborted", aborted: true };
    expect(translate().observe(told("agent", "lifecycle", { runId: "r", data: aborted }))).toEqual(
      [],
    );
  });
});

describe("an operator's run in a user's conversation", () => {
  it("is not told as the user's words", () => {
    const translator = translate();
    const message = (idempotencyKey: string, details: object): Observation =>
      told("transcript", "user", {
        sessionKey: "agent:main:main",
        sessionId: "s",
        agentId: "main",
        messageSeq: 5,
        message: { role: "user", content: "hi", idempotencyKey, __openclaw: details },
      });
    const ofUser = message("channel-user:v1:abc", {
      senderId: "4242",
      transport: { channel: "telegram", messageId: "7" },
    });
    const ofOperator = message("run-2:user", { senderIsOwner: true });
    const records = [ofUser, ofOperator]
      .flatMap((o) => translator.observe(o))
      .filter(({ type }) => type === "message.received");
    expect(records.map(({ channel, userId }) => [channel, userId])).toEqual([
      ["telegram", "4242"],
      [undefined, undefined],
    ]);
  });
});

describe("a session", () => {
  const row = (seq: number): Observation =>
    told("transcript", "user", {
      sessionKey: "agent:main:main",
      sessionId: "s",
      messageId: `m${seq}`,
      messageSeq: seq,
      message: { role: "user", content: "hi", idempotencyKey: `r${seq}:user` },
    });
  const types = (records: ReturnType<ReturnType<typeof translate>["observe"]>): string[] =>
    records.map(({ type }) => type);

  it("that goes on after a restart begins again, and says so", () => {
    const [created] = translate().observe(row(7));
    const { data } = JSON.parse(created?.json ?? "{}") as { data: object };
    expect(data).toMatchObject({ sessionId: "s", resumedFrom: "s" });
  });

  it("ends with the Gateway when the host says nothing of it, with the messages that it had", () => {
    const translator = translate();
    expect(types([row(1), row(3)].flatMap((o) => translator.observe(o)))).toEqual([
      "session.created",
      "message.received",
      "message.received",
    ]);
    const last = translator.ended(2_000);
    expect(types(last)).toEqual(["session.ended"]);
    const { data } = JSON.parse(last[0]?.json ?? "{}") as { data: object };
    expect(data).toMatchObject({ reason: "shutdown", messageCount: 3, sessionId: "s" });
    expect(translator.ended(3_000)).toEqual([]);
  });
});

describe("a tool that a program calls", () => {
  const invoke = (toolName: string): Memory => {
    const memory = createMemory();
    const call = told("hook", "before_tool_call", { toolName, toolCallId: "c1", params: {} });
    expect(toolInvoked(call, memory)).toHaveLength(1);
    return memory;
  };

  it("is not kept, since no end of it is told", () => {
    expect(invoke("exec").toolCalls.size).toBe(0);
  });

  it("is kept where it writes to a channel, to know its words by", () => {
    expect(invoke("message").toolCalls.size).toBe(1);
  });
});
