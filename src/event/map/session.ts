// Sessions: their start (told by a hook, or by the first message of one that no hook announced) and their end.
import { completeSubject, type Draft, type Mapper, type Subject } from "../draft.ts";
import type { Memory } from "../memory.ts";
import { noteConversation } from "../memory.ts";
import { number, text, type Observation } from "../observation.ts";

/** `session_start`. A reset starts the same session id anew: `resumedFrom` tells it apart from a repeat. */
export const sessionStarted: Mapper = (observation, memory) => {
  const { event, at } = observation;
  const sessionId = text(event["sessionId"]);
  const resumedFrom = text(event["resumedFrom"]);
  if (sessionId === undefined) return [];
  if (resumedFrom === undefined && memory.startedSessions.get(sessionId, at)) return [];
  return [created(memory, at, sessionSubject(observation), resumedFrom)];
};

/** `session_end`. */
export const sessionEnded: Mapper = (observation, memory) => {
  const { event, at } = observation;
  const subject = completeSubject(memory, at, sessionSubject(observation));
  return [
    {
      type: "session.ended",
      at,
      subject,
      data: {
        reason: text(event["reason"]) ?? "unknown",
        messageCount: number(event["messageCount"]),
        nextSessionId: text(event["nextSessionId"]),
      },
    },
  ];
};

/**
 * The first message of a session that no hook announced: on channels and webchat the host starts
 * the first session of a conversation without `session_start`.
 */
export function sessionOfFirstMessage(memory: Memory, at: number, subject: Subject): Draft[] {
  if (subject.sessionId === undefined) return [];
  if (memory.startedSessions.get(subject.sessionId, at)) return [];
  return [created(memory, at, subject, undefined)];
}

function created(memory: Memory, at: number, known: Subject, resumedFrom?: string): Draft {
  const { sessionId, sessionKey } = known;
  if (sessionId !== undefined) memory.startedSessions.set(sessionId, true, at);
  if (sessionKey !== undefined) noteConversation(memory, sessionKey, at, { sessionId });
  return {
    type: "session.created",
    at,
    subject: completeSubject(memory, at, known),
    data: { resumedFrom },
  };
}

function sessionSubject({ event, context }: Observation): Subject {
  return {
    agentId: text(context["agentId"]),
    sessionId: text(event["sessionId"]),
    sessionKey: text(event["sessionKey"]) ?? text(context["sessionKey"]),
  };
}
