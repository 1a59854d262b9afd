// What became of a message on its way: the channel took it, refused it, or says nothing.
import type { Draft, Mapper } from "../draft.ts";
import type { Outgoing } from "../known.ts";
import { noteRun, type Memory } from "../memory.ts";
import { id, text } from "../observation.ts";
import { isReply, refused, subjectOf } from "./lost.ts";
import { mirrorOf } from "./mirror.ts";
import { AFTERMATH_MS, addOutgoing, findOutgoing } from "./outgoing.ts";
import { replyEvent } from "./reply-event.ts";
import { noteUnexpected } from "../unexpected.ts";
import { WEBCHAT } from "../who/webchat.ts";
import { marksOf, unannounced } from "./unannounced.ts";
import { endIsTold } from "./waits.ts";

/** `message_sent`, with `success` true or false. */
export const messageSent: Mapper = ({ event, context, at }, memory) => {
  const marks = marksOf(event, context);
  if (marks.channel === WEBCHAT) return [];
  const known = findOutgoing(memory, marks, ["sending", "announced", "failed", "settled"], at);
  const outgoing = known ?? addOutgoing(memory, unannounced(memory, at, marks, event, context));
  if (outgoing.reply && marks.channel !== undefined) memory.confirming.add(marks.channel);
  outgoing.to = marks.to ?? outgoing.to;
  outgoing.runId ??= text(event["runId"]);
  if (!outgoing.reply && outgoing.runId === undefined) nameByMirror(memory, at, outgoing);
  return event["success"] === false
    ? refused(memory, at, outgoing, text(event["error"]))
    : delivered(memory, at, outgoing, id(event["messageId"]) ?? id(context["messageId"]));
};

function delivered(
  memory: Memory,
  at: number,
  outgoing: Outgoing,
  messageId: string | undefined,
): Draft[] {
  return outgoing.stage === "settled" ? [] : told(memory, at, outgoing, "confirmed", messageId);
}

function nameByMirror(memory: Memory, at: number, outgoing: Outgoing): void {
  const mirror = mirrorOf(memory, at, outgoing.sessionKey, outgoing.content);
  if (mirror === "program") outgoing.trigger = "api";
  else outgoing.runId = mirror?.runId;
}

/** Whatever is not known by now will not be: replies are told as handed, and what is over is forgotten. */
export function outgoingDue(memory: Memory, now: number, all: boolean): Draft[] {
  const due = memory.outgoing.filter((outgoing) => all || outgoing.dueAt <= now);
  if (due.length === 0) return [];
  if (!all) for (const outgoing of due) watchEnd(memory, now, outgoing);
  const drafts = due
    .filter(({ stage }) => stage === "announced" || stage === "sending")
    .flatMap((outgoing) => told(memory, now, outgoing, "handed", undefined));
  const kept = memory.outgoing.filter(
    (outgoing) => !due.includes(outgoing) || (outgoing.stage === "settled" && outgoing.dueAt > now),
  );
  memory.outgoing.splice(0, memory.outgoing.length, ...kept);
  return drafts;
}

/** An adapter that confirms nothing is known; everything else ends. */
function watchEnd(memory: Memory, now: number, outgoing: Outgoing): void {
  if (outgoing.notice) return;
  if (outgoing.stage === "announced") noteUnexpected(memory, now, "reply-not-sent", outgoing);
  if (outgoing.stage === "sending" && endIsTold(memory, outgoing))
    noteUnexpected(memory, now, "sending-without-end", outgoing);
}

function told(
  memory: Memory,
  at: number,
  outgoing: Outgoing,
  delivery: "confirmed" | "handed",
  messageId: string | undefined,
): Draft[] {
  outgoing.stage = "settled";
  outgoing.dueAt = at + AFTERMATH_MS;
  if (!isReply(memory, at, outgoing)) return [];
  const { content, media, to, runId } = outgoing;
  if (runId !== undefined) {
    // What came too late is not told twice.
    if (memory.runs.get(runId, at)?.told === "produced") return [];
    noteRun(memory, runId, at, { told: "delivered" });
  }
  const subject = subjectOf(outgoing);
  return [replyEvent(memory, { at, subject, content, media, messageId, delivery, to })];
}
