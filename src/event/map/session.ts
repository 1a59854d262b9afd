// Sessions: their start (told by a hook, or by the first message of one that no hook announced) and their end.
import { completeSubject, type Draft, type Mapper, type Subject } from "../draft.ts";
import { noteConversation, noteSession, type Memory } from "../memory.ts";
import { number, text, type Fields, type Observation } from "../observation.ts";

/** `session_start`. A reset starts the same session id anew: `resumedFrom` tells it apart from a repeat. */
export const sessionStarted: Mapper = (observation, memory) => {
  const { event, at } = observation;
  const sessionId = text(event["sessionId"]);
  const resumedFrom = text(event["resumedFrom"]);
  if (sessionId === undefined) return [];
  if (resumedFrom === undefined && isStarted(memory, at, sessionId)) return [];
  return [created(memory, at, sessionSubject(observation, memory), resumedFrom)];
};

/** `session_end`. */
export const sessionEnded: Mapper = (observation, memory) => {
  const { event, at } = observation;
  const known = sessionSubject(observation, memory);
  const session =
    known.sessionId === undefined ? undefined : memory.sessions.get(known.sessionId, at);
  if (known.sessionId !== undefined) memory.sessions.delete(known.sessionId);
  // An isolated turn ends under a shorter key than it had.
  const sessionKey = session?.sessionKey ?? known.sessionKey;
  return [
    {
      type: "session.ended",
      at,
      subject: completeSubject(memory, at, { ...known, sessionKey }),
      data: {
        reason: text(event["reason"]) ?? "unknown",
        messageCount: messageCount(event, session?.messages),
        nextSessionId: text(event["nextSessionId"]),
      },
    },
  ];
};

/**
 * The first message that is seen of a session: on channels and webchat the host starts the first session of a
 * conversation without `session_start`, and those of scheduled turns as well; one that a restart ended goes on.
 */
export function sessionOfMessage(
  memory: Memory,
  at: number,
  subject: Subject,
  sequence: number | undefined,
): Draft[] {
  const { sessionId } = subject;
  if (sessionId === undefined || sequence === undefined) return [];
  if (isStarted(memory, at, sessionId)) return [];
  return [created(memory, at, subject, sequence === 1 ? undefined : sessionId)];
}

/** The Gateway ends: so do the sessions of which the host said nothing. */
export function sessionsEnded(memory: Memory, at: number): Draft[] {
  const open = memory.sessions.entries(at).filter(([, { started }]) => started === true);
  return open.map(([sessionId, { sessionKey, messages }]) => {
    memory.sessions.delete(sessionId);
    return {
      type: "session.ended",
      at,
      subject: completeSubject(memory, at, {
        sessionId,
        sessionKey,
        ...heardIn(memory, at, sessionKey),
      }),
      data: { reason: "shutdown", messageCount: messages === 0 ? undefined : messages },
    };
  });
}

/** A row of a transcript: so many messages there are by now. */
export function countMessages(memory: Memory, at: number, row: Fields): void {
  const sessionId = text(row["sessionId"]);
  const sequence = number(row["messageSeq"]);
  if (sessionId === undefined || sequence === undefined) return;
  const session = noteSession(memory, sessionId, at, { sessionKey: text(row["sessionKey"]) });
  session.messages = Math.max(session.messages, sequence);
}

/** The host counts none at most ends; then what was seen is true, and where nothing was seen nothing is said. */
function messageCount(event: Fields, seen: number | undefined): number | undefined {
  const counted = number(event["messageCount"]) ?? 0;
  if (counted > 0) return counted;
  return seen === undefined || seen === 0 ? undefined : seen;
}

function isStarted(memory: Memory, at: number, sessionId: string): boolean {
  return memory.sessions.get(sessionId, at)?.started === true;
}

function created(memory: Memory, at: number, known: Subject, resumedFrom?: string): Draft {
  const { sessionId, sessionKey } = known;
  if (sessionId !== undefined) noteSession(memory, sessionId, at, { sessionKey, started: true });
  if (sessionKey !== undefined) noteConversation(memory, sessionKey, at, { sessionId });
  return {
    type: "session.created",
    at,
    subject: completeSubject(memory, at, known),
    data: { resumedFrom },
  };
}

function sessionSubject({ event, context, at }: Observation, memory: Memory): Subject {
  const sessionKey = text(event["sessionKey"]) ?? text(context["sessionKey"]);
  return {
    agentId: text(context["agentId"]),
    sessionId: text(event["sessionId"]),
    sessionKey,
    ...heardIn(memory, at, sessionKey),
  };
}

/** Who wrote there last, though perhaps only a command to the host. */
function heardIn(memory: Memory, at: number, sessionKey: string | undefined): Subject {
  const heard = memory.conversations.get(sessionKey ?? "", at)?.heard;
  return { ...heard?.party, conversation: heard?.place };
}
