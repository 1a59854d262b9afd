// Replies that did not reach the user.
import { completeSubject, type Draft, type Subject } from "../draft.ts";
import type { Outgoing } from "../known.ts";
import type { Memory } from "../memory.ts";
import { AFTERMATH_MS } from "./outgoing.ts";

/** `error.occurred`, once however often the host reports it; nothing for the host's own words. */
export function refused(
  memory: Memory,
  at: number,
  outgoing: Outgoing,
  error: string | undefined,
): Draft[] {
  const again = outgoing.stage === "failed";
  outgoing.stage = "failed";
  outgoing.dueAt = at + AFTERMATH_MS;
  if (again || !isReply(memory, at, outgoing)) return [];
  const message = error ?? "the reply could not be delivered";
  return [
    {
      type: "error.occurred",
      at,
      subject: completeSubject(memory, at, subjectOf(outgoing)),
      data: { error: { kind: "delivery", message } },
    },
  ];
}

/** The host gives up what a run has on its way. */
export function repliesLost(memory: Memory, at: number, runId: string): Draft[] {
  return memory.outgoing
    .filter((outgoing) => outgoing.runId === runId && !outgoing.notice)
    .filter(({ stage }) => stage === "announced" || stage === "sending")
    .flatMap((outgoing) => refused(memory, at, outgoing, undefined));
}

/** What belongs to no agent is a notice of the host itself, of a failure that is told on its own. */
export function isReply(memory: Memory, at: number, outgoing: Outgoing): boolean {
  if (outgoing.notice) return false;
  return completeSubject(memory, at, subjectOf(outgoing)).agentId !== undefined;
}

export function subjectOf(outgoing: Outgoing): Subject {
  const { runId, sessionKey, channel, accountId, userId, place, trigger } = outgoing;
  return { runId, sessionKey, channel, accountId, userId, conversation: place, trigger };
}
