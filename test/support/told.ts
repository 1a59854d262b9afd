// Builds what the host tells, for tests of the event stage: complete, and only what matters differs.
import { createMemory, type Memory } from "../../src/event/memory.ts";
import type { Observation, Source } from "../../src/event/observation.ts";
import { createTranslator } from "../../src/event/translator.ts";

export interface Listener {
  memory: Memory;
  /** Tells these one after the other, 10 ms apart; returns the events, with what became due in between. */
  hears: (...observations: Omit<Observation, "at">[]) => Array<Record<string, unknown>>;
  /** So much time passes; returns what became due. */
  waits: (ms: number) => Array<Record<string, unknown>>;
}

export function createListener(): Listener {
  let made = 0;
  let now = 1_000_000;
  const memory = createMemory();
  const translator = createTranslator(memory, {
    instanceId: "node-1",
    maxEventBytes: 1_048_576,
    newId: () => `evt_${(made += 1)}`,
  });
  type Records = ReturnType<typeof translator.due>;
  const read = (records: Records): Array<Record<string, unknown>> =>
    records.map(({ json }) => {
      const { type, data } = JSON.parse(json) as { type: string; data: object };
      return { type, ...data };
    });
  return {
    memory,
    hears: (...observations) =>
      observations.flatMap((observation) => {
        now += 10;
        return read([
          ...translator.due(now, false),
          ...translator.observe({ ...observation, at: now }),
        ]);
      }),
    waits(ms) {
      now += ms;
      return read(translator.due(now, false));
    },
  };
}

const observation = (
  source: Source,
  name: string,
  event: object,
  context: object = {},
): Omit<Observation, "at"> => ({ source, name, event: { ...event }, context: { ...context } });

const SESSION = "agent:main:main";

export const told = {
  /** A user row of a transcript. */
  row: (message: object, row: object = {}) =>
    observation("transcript", "user", {
      sessionKey: SESSION,
      sessionId: "s",
      agentId: "main",
      messageId: `row-${JSON.stringify(message)}`,
      message: { role: "user", ...message },
      ...row,
    }),
  /** The same, of somebody on a channel. */
  rowOf: (senderId: string, content: string, channel = "irc") =>
    told.row({
      content,
      idempotencyKey: `channel-user:v1:${senderId}`,
      __openclaw: { senderId, transport: { channel, messageId: `in-${senderId}` } },
    }),
  call: (runId: string, sessionKey = SESSION) =>
    observation("hook", "model_call_started", { runId }, { sessionKey, sessionId: "s" }),
  answer: (runId: string, content: string, sessionKey = SESSION) =>
    observation("transcript", "assistant", {
      runId,
      sessionKey,
      sessionId: "s",
      agentId: "main",
      messageId: `answer-${runId}`,
      message: {
        role: "assistant",
        content,
        provider: "mock",
        model: `model of ${runId}`,
        stopReason: "stop",
        usage: { input: 2, output: 1, totalTokens: 3 },
      },
    }),
  end: (runId: string, terminalReply?: object, sessionKey = SESSION) =>
    observation("agent", "lifecycle", {
      runId,
      sessionKey,
      agentId: "main",
      data: { phase: "end", terminalReply },
    }),
  reply: (runId: string | undefined, text: string, to: string, extra: object = {}) =>
    observation(
      "hook",
      "reply_payload_sending",
      { runId, kind: "final", channel: "irc", sessionKey: SESSION, payload: { text }, ...extra },
      { channelId: "irc", accountId: "a", conversationId: `irc:${to}`, senderId: to },
    ),
  sending: (content: string, to: string, sessionKey: string | undefined = SESSION) =>
    observation(
      "hook",
      "message_sending",
      { to, content },
      { channelId: "irc", accountId: "a", conversationId: to, sessionKey },
    ),
  sent: (content: string, to: string, event: object = {}) =>
    observation(
      "hook",
      "message_sent",
      { to, content, success: true, messageId: "m1", ...event },
      { channelId: "irc", accountId: "a", conversationId: to },
    ),
  tool: (runId: string, data: object) => observation("agent", "tool", { runId, data }),
};
