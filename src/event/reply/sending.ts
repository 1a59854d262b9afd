// Replies that set out.
import type { Draft, Mapper } from "../draft.ts";
import type { Outgoing } from "../known.ts";
import { noteRun, type Memory } from "../memory.ts";
import { fields, id, number, text, type Fields } from "../observation.ts";
import { conversationOf } from "../who/conversation.ts";
import { WEBCHAT } from "../who/webchat.ts";
import { mediaOf } from "./media-lines.ts";
import { repliesLost } from "./lost.ts";
import { addOutgoing, findOutgoing } from "./outgoing.ts";
import { producedAtOnce } from "./produced.ts";
import { marksOf, unannounced } from "./unannounced.ts";
import { REPLY_WAIT_MS, sendingWait } from "./waits.ts";

/** Seen in the host: 120 ms. */
const HANDED_ON_MS = 2_000;

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
    NOTICES.some((flag) => payload[flag] === true) ||
    isNoticeOfFailure(payload, runId);
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
  if (runId === undefined) return [];
  if (notice) return isNoticeOfFailure(payload, runId) ? repliesLost(memory, at, runId) : [];
  noteRun(memory, runId, at, { sessionKey, overChannel: true });
  memory.produced.delete(runId);
  return [];
};

/** "OpenClaw couldn't produce or deliver a reply …", by the reference in it: no flag tells it from a reply. */
function isNoticeOfFailure(payload: Fields, runId: string): boolean {
  return text(payload["text"])?.includes(`Reference: ${runId}`) === true;
}

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
