// Assistant replies. On a channel the host tells of the delivery; elsewhere the run's own end is the
// fact. Which of both it will be is not known when a run ends that no channel started, so such a
// reply waits a moment for a sign of delivery.
import { completeSubject, type Draft, type Mapper, type Subject } from "../draft.ts";
import { noteRun, type Memory, type ProducedReply, type Run } from "../memory.ts";
import { fields, id, text } from "../observation.ts";
import { WEBCHAT } from "./received.ts";

/** Seen in the host: `reply_payload_sending` follows the end of its run within 50 ms. */
const SIGN_OF_DELIVERY_MS = 1_500;

/** `reply_payload_sending`: which run a reply belongs to, and whether it is the agent's own words. */
export const replySending: Mapper = ({ event, context, at }, memory) => {
  const payload = fields(event, "payload");
  const runId = text(event["runId"]) ?? text(context["runId"]);
  const sessionKey = text(event["sessionKey"]) ?? text(context["sessionKey"]);
  const channel = text(event["channel"]) ?? text(context["channelId"]);
  const content = text(payload["text"]);
  const notice = payload["isError"] === true || payload["isStatusNotice"] === true;
  if (content !== undefined)
    memory.sending.set(sendingKey(sessionKey, content), { runId, notice }, at);
  if (runId === undefined) return [];
  if (channel !== WEBCHAT) noteRun(memory, runId, at, { sessionKey, overChannel: true });
  const produced = memory.produced.get(runId);
  if (produced === undefined) return [];
  memory.produced.delete(produced.runId);
  return channel === WEBCHAT ? [producedDraft(memory, at, produced)] : [];
};

/** `message_sent` with `success: true`. */
export const replyDelivered: Mapper = ({ event, context, at }, memory) => {
  const content = text(event["content"]) ?? "";
  const sessionKey = text(event["sessionKey"]) ?? text(context["sessionKey"]);
  const sending = memory.sending.get(sendingKey(sessionKey, content), at);
  if (sending?.notice === true) return [];
  const latest = sessionKey === undefined ? undefined : memory.conversations.get(sessionKey, at);
  const runId = text(event["runId"]) ?? sending?.runId ?? latest?.runId;
  const subject = {
    sessionKey,
    runId,
    channel: text(context["channelId"]),
    accountId: text(context["accountId"]),
  };
  // What belongs to no agent is a notice of the host itself.
  if (completeSubject(memory, at, subject).agentId === undefined) return [];
  const messageId = id(event["messageId"]) ?? id(context["messageId"]);
  return [draft(memory, at, subject, content, messageId)];
};

/** A run ended with words to show. */
export function replyProduced(memory: Memory, at: number, run: Run, content: string): Draft[] {
  if (run.overChannel === true) return [];
  const conversation =
    run.sessionKey === undefined ? undefined : memory.conversations.get(run.sessionKey, at);
  const channel = (run.party ?? conversation?.party)?.channel ?? WEBCHAT;
  if (channel !== WEBCHAT) return [];
  memory.produced.set(run.id, { runId: run.id, content, dueAt: at + SIGN_OF_DELIVERY_MS });
  return [];
}

/** Replies for which no sign of delivery came; with `all`, those still waiting as well. */
export function repliesDue(memory: Memory, now: number, all: boolean): Draft[] {
  const due = [...memory.produced.values()].filter((reply) => all || reply.dueAt <= now);
  for (const reply of due) memory.produced.delete(reply.runId);
  return due.map((reply) => producedDraft(memory, now, reply));
}

function producedDraft(memory: Memory, now: number, reply: ProducedReply): Draft {
  const { runId, content, dueAt } = reply;
  const messageId = memory.runs.get(runId, now)?.messageId;
  return draft(memory, dueAt - SIGN_OF_DELIVERY_MS, { runId }, content, messageId);
}

function draft(
  memory: Memory,
  at: number,
  known: Subject,
  content: string,
  messageId: string | undefined,
): Draft {
  const run = known.runId === undefined ? undefined : memory.runs.get(known.runId, at);
  return {
    type: "message.sent",
    at,
    subject: completeSubject(memory, at, known),
    data: {
      message: { role: "assistant", content, messageId },
      model: run?.model,
      provider: run?.provider,
      usage: run?.usage,
    },
    traceparent: run?.traceparent,
  };
}

/** The only name that a reply on its way has on every path. */
export function sendingKey(sessionKey: string | undefined, content: string): string {
  return `${sessionKey ?? ""}\n${content}`;
}
