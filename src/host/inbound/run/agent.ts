// The agent as the runner needs it: start a turn, wait for it, look whether one was started before, send words.
import type { OpenClawConfig, OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import { runOfUserMessage } from "../../../event/map/received.ts";
import { asFields, contentText, fields, text, type Fields } from "../../../event/observation.ts";
import { isRunOf } from "./run-id.ts";

export type TurnEnd = { ok: true; reply?: string } | { ok: false; error: string };

export interface Agent {
  /** Resolves with the host's run id once the turn is admitted. The key makes a repeat the same turn. */
  start: (turn: {
    sessionKey: string;
    message: string;
    deliver: boolean;
    idempotencyKey: string;
  }) => Promise<string>;
  end: (run: { runId: string; sessionKey: string }, timeoutMs: number) => Promise<TurnEnd>;
  /**
   * What the session's transcript tells of a turn that an earlier process may have started, under any
   * of the request's run ids. The host takes up interrupted turns again at its start, under a run id of its own.
   */
  recall: (
    sessionKey: string,
    requestId: string,
  ) => Promise<"never started" | "unfinished" | TurnEnd>;
  /** In as many messages as the channel needs; resolves with the channel's ids of them. */
  send: (words: string, target: Target) => Promise<string[]>;
}

export interface Target {
  channel: string;
  to: string;
  accountId?: string;
}

const RECALLED_MESSAGES = 200;
/** The host cuts `terminalReply.text` after 4,096 characters and puts an ellipsis; nothing shorter is cut. */
const CUT_REPLY = /^[^]{4000,}…$/;

export function createAgent(api: OpenClawPluginApi): Agent {
  const { subagent, channel, config } = api.runtime;
  return {
    async start(turn) {
      const { runId } = await subagent.run(turn);
      return runId;
    },
    async end({ runId, sessionKey }, timeoutMs) {
      const result = await subagent.waitForRun({ runId, timeoutMs });
      if (result.status === "ok") {
        const reply = replyText(result.terminalReply);
        const cut = reply !== undefined && CUT_REPLY.test(reply);
        return { ok: true, reply: cut ? await wholeReply(sessionKey, runId, reply) : reply };
      }
      if (result.status === "error") return { ok: false, error: result.error ?? "the run failed" };
      return { ok: false, error: `the run did not end within ${timeoutMs} ms` };
    },
    async recall(sessionKey, requestId) {
      const query = { sessionKey, limit: RECALLED_MESSAGES };
      const messages = (await subagent.getSessionMessages(query)).messages.map(asFields);
      const start = messages.findIndex((message) => {
        const runId = runOfUserMessage(message);
        return runId !== undefined && isRunOf(requestId, runId);
      });
      if (start < 0) return "never started";
      const answer = messages
        .slice(start + 1)
        .find((message) => message["role"] === "assistant" && isAnswer(message));
      return answer === undefined
        ? "unfinished"
        : { ok: true, reply: contentText(answer["content"]) };
    },
    async send(words, { channel: name, to, accountId }) {
      const adapter = await channel.outbound.loadAdapter(name);
      if (adapter?.sendText === undefined) throw new Error(`channel ${name} cannot send text`);
      // The host gives its config frozen and takes it unfrozen; nobody writes to it here.
      const cfg = config.current() as OpenClawConfig;
      const { chunker, textChunkLimit } = adapter;
      const parts = chunker && textChunkLimit ? chunker(words, textChunkLimit) : [words];
      const messageIds: string[] = [];
      for (const part of parts) {
        const sent = await adapter.sendText({ cfg, to, text: part, accountId });
        const messageId = text(asFields(sent)["messageId"]);
        if (messageId !== undefined) messageIds.push(messageId);
      }
      return messageIds;
    },
  };

  /** From the transcript, which holds all of it. */
  async function wholeReply(sessionKey: string, runId: string, cut: string): Promise<string> {
    const query = { sessionKey, limit: RECALLED_MESSAGES };
    const { messages } = await subagent.getSessionMessages(query);
    const start = cut.slice(0, -1);
    const whole = messages
      .map(asFields)
      .filter((message) => fields(message, "__openclaw")["runId"] === runId)
      .map((message) => contentText(message["content"]))
      .findLast((words) => words.startsWith(start));
    return whole ?? cut;
  }
}

/** A model's last word. What the host writes itself, after a restart for example, has its own provider. */
function isAnswer({ stopReason, provider }: Fields): boolean {
  return stopReason === "stop" && provider !== "openclaw";
}

function replyText(reply: unknown): string | undefined {
  return text(asFields(reply)["text"]);
}
