// Replies that set out.
import type { Draft, Mapper } from "../draft.ts";
import type { Outgoing, RunningCall } from "../known.ts";
import { noteRun, type Memory } from "../memory.ts";
import {
  agentOfSessionKey,
  asFields,
  fields,
  id,
  number,
  text,
  type Fields,
} from "../observation.ts";
import { conversationOf } from "../who/conversation.ts";
import { mediaOf } from "./media-lines.ts";
import { addOutgoing, findOutgoing, type Marks } from "./outgoing.ts";
import { producedAtOnce, writtenBy } from "./produced.ts";
import { REPLY_WAIT_MS, sendingWait } from "./waits.ts";

/** The host's own surface: it delivers replies over its socket and tells no `message_sent`. */
export const WEBCHAT = "webchat";

/** Seen in the host: 120 ms. */
const HANDED_ON_MS = 2_000;

const INVOKED_WITHIN_MS = 60_000;

/** Flags of payloads that are not the agent's answer. */
const NOTICES = [
  "isError",
  "isStatusNotice",
  "isFallbackNotice",
  "isCompactionNotice",
  "isReasoning",
  "isReasoningSnapshot",
];

/** `reply_payload_sending`: which run a reply belongs to, whom it answers, and whether it is the agent's own words. */
export const replySending: Mapper = ({ event, context, at }, memory) => {
  const payload = fields(event, "payload");
  const runId = text(event["runId"]) ?? text(context["runId"]);
  const sessionKey = text(event["sessionKey"]) ?? text(context["sessionKey"]);
  const channel = text(event["channel"]) ?? text(context["channelId"]);
  // Replies of the host itself (/status, /stop) belong to no run.
  const notice =
    runId === undefined ||
    event["kind"] === "tool" ||
    NOTICES.some((flag) => payload[flag] === true);
  if (runId !== undefined) noteUsage(memory, at, runId, sessionKey, event);
  if (channel === WEBCHAT) return shownOnWebchat(memory, at, runId, event, notice);
  const outgoing: Outgoing = {
    stage: "announced",
    channel,
    accountId: text(context["accountId"]),
    content: text(payload["text"]) ?? "",
    media: mediaOf(payload["mediaUrls"]) ?? mediaOf([payload["mediaUrl"]]),
    sessionKey,
    runId,
    userId: id(context["senderId"]),
    place: conversationOf(event, context),
    notice,
    reply: true,
    at,
    dueAt: at + REPLY_WAIT_MS,
  };
  supersede(memory, outgoing);
  addOutgoing(memory, outgoing);
  if (runId === undefined || notice) return [];
  noteRun(memory, runId, at, { sessionKey, overChannel: true });
  memory.produced.delete(runId);
  return [];
};

/** The host hands media of a queued message on twice, first by its path and then as a copy of its own. */
function supersede(memory: Memory, { runId, content, at }: Outgoing): void {
  const before = memory.outgoing.findIndex(
    (outgoing) =>
      runId !== undefined &&
      outgoing.runId === runId &&
      outgoing.content === content &&
      outgoing.media !== undefined &&
      (outgoing.stage === "announced" || outgoing.stage === "sending") &&
      at - outgoing.at <= HANDED_ON_MS,
  );
  if (before >= 0) memory.outgoing.splice(before, 1);
}

/** `message_sending`: it has a recipient now. What no reply announced is sent by the host: an announcement, a tool. */
export const messageSending: Mapper = ({ event, context, at }, memory) => {
  const marks = marksOf(event, context);
  if (marks.channel === WEBCHAT) return [];
  // What was refused is tried again under the same words.
  const announced = findOutgoing(memory, marks, ["announced", "failed"], at);
  const outgoing = announced ?? addOutgoing(memory, unannounced(memory, at, marks, event, context));
  outgoing.stage = "sending";
  outgoing.to = marks.to ?? outgoing.to;
  outgoing.content = marks.content;
  outgoing.dueAt = at + sendingWait(memory, outgoing);
  return [];
};

/** A message that the host sends of its own accord, with the run that wrote it as far as its words tell. */
export function unannounced(
  memory: Memory,
  at: number,
  marks: Marks,
  event: Fields,
  context: Fields,
): Outgoing {
  const call = toolThatSays(memory, at, marks);
  const runId = text(event["runId"]) ?? text(context["runId"]) ?? text(call?.runId);
  const author = runId ?? writtenBy(memory, at, marks)?.id;
  if (author !== undefined && call === undefined) {
    noteRun(memory, author, at, { overChannel: true });
    memory.produced.delete(author);
  }
  return {
    stage: "sending",
    ...marks,
    // The session that a tool's message is filed under may exist nowhere: the run's own is the true one.
    sessionKey: author === undefined ? marks.sessionKey : undefined,
    media: mediaOf(fields(event, "metadata")["mediaUrls"]),
    runId: author,
    trigger: call?.runId === "" ? "api" : undefined,
    notice: false,
    reply: false,
    at,
    dueAt: at,
  };
}

export function marksOf(event: Fields, context: Fields): Marks {
  return {
    channel: text(context["channelId"]) ?? text(fields(event, "metadata")["channel"]),
    accountId: text(context["accountId"]),
    to: id(event["to"]) ?? id(context["conversationId"]),
    content: text(event["content"]) ?? "",
    sessionKey: text(event["sessionKey"]) ?? text(context["sessionKey"]),
  };
}

/** On the host's own surface a reply is there once its run has ended. */
function shownOnWebchat(
  memory: Memory,
  at: number,
  runId: string | undefined,
  event: Fields,
  notice: boolean,
): Draft[] {
  if (runId === undefined || notice) return [];
  noteRun(memory, runId, at, { shown: true });
  return event["kind"] === "final" ? producedAtOnce(memory, at, runId) : [];
}

/** The call of the tool `message` that goes on right now and has these words. */
function toolThatSays(
  memory: Memory,
  at: number,
  { content, sessionKey }: Marks,
): RunningCall | undefined {
  const agentId = agentOfSessionKey(sessionKey);
  return memory.toolCalls.find(at, ({ name, params, runId, at: since }) => {
    // Of a call without a turn no end is told.
    if (name !== "message" || (runId === "" && at - since > INVOKED_WITHIN_MS)) return false;
    const { message, caption, text: words } = asFields(params);
    const run = memory.runs.get(runId, at);
    if (agentId !== undefined && run?.agentId !== undefined && run.agentId !== agentId)
      return false;
    return [message, caption, words].some((said) => text(said)?.trim() === content.trim());
  });
}

function noteUsage(
  memory: Memory,
  at: number,
  runId: string,
  sessionKey: string | undefined,
  event: Fields,
): void {
  const usage = fields(fields(event, "usageState"), "usage");
  const totalTokens = number(usage["total"]);
  if (totalTokens === undefined) return;
  const run = noteRun(memory, runId, at, { sessionKey });
  const { costUsd } = run.usage ?? {};
  run.countedUsage = {
    inputTokens: number(usage["input"]),
    outputTokens: number(usage["output"]),
    cacheReadTokens: number(usage["cacheRead"]),
    cacheWriteTokens: number(usage["cacheWrite"]),
    totalTokens,
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}
