// User messages. The transcript tells of them once on every path; the channel's own hook, which
// comes first where there is a channel, only adds who and what it knows.
import type { Draft, Mapper } from "../draft.ts";
import { noteConversation, noteRun, type Memory } from "../memory.ts";
import {
  contentText,
  fields,
  number,
  text,
  type Fields,
  type Observation,
} from "../observation.ts";
import { triggerOfRow, type Trigger } from "../who/trigger.ts";
import { countMessages, sessionOfMessage } from "./session.ts";
import { spoken } from "./spoken.ts";

/** What somebody outside says to an agent; everything else the host writes, or another agent. */
const SAID: ReadonlySet<Trigger | undefined> = new Set<Trigger | undefined>([
  "user",
  "command",
  "inbound",
  "api",
]);

/** A transcript message of role `user`. */
export const userMessage: Mapper = (observation, memory) => {
  const { event, at } = observation;
  const message = fields(event, "message");
  countMessages(memory, at, event);
  // Answered by the host itself: no agent hears of it. (/status, /help)
  if (fields(message, "__openclaw")["contextFreeCommand"] === true) return [];
  const sessionKey = text(event["sessionKey"]);
  if (isTold(event, at, memory)) {
    // Steered into the turn that goes on, it sets no other one going.
    const conversation = memory.conversations.get(sessionKey ?? "", at);
    if (conversation?.pending?.said !== undefined) conversation.pending = undefined;
    return [];
  }
  const runId = runOfRow(message, sessionKey);
  const trigger = triggerOfRow(message, runId, sessionKey, contentText(message["content"]));
  const sessionId = text(event["sessionId"]);
  if (SAID.has(trigger)) {
    // On the host's own surface there is a row whoever answers; who does is known when a turn begins.
    if (trigger !== "command" || runId === undefined)
      return heard(observation, memory, runId, trigger);
    memory.commands.set(runId, observation, at);
    return [];
  }
  if (sessionKey !== undefined)
    noteConversation(memory, sessionKey, at, { sessionId, pending: { trigger } });
  const session = { agentId: text(event["agentId"]), sessionId, sessionKey, trigger };
  return sessionOfMessage(memory, at, session, number(event["messageSeq"]));
};

/** A turn began: the slash command that waited for it was one to the agent. */
export function commandHeard(memory: Memory, now: number, runId: string): Draft[] {
  const observation = memory.commands.get(runId, now);
  memory.commands.delete(runId);
  return observation === undefined ? [] : heard(observation, memory, runId, "command");
}

function heard(
  { event, at }: Observation,
  memory: Memory,
  runId: string | undefined,
  trigger: Trigger | undefined,
): Draft[] {
  const sessionKey = text(event["sessionKey"]);
  const sessionId = text(event["sessionId"]);
  const messages = spoken(memory, at, event, runId);
  const told = messages.map((message): Extract<Draft, { type: "message.received" }> => {
    const { party, place, content, messageId, media, name, username } = message;
    return {
      type: "message.received",
      at: number(fields(event, "message")["timestamp"]) ?? at,
      subject: {
        ...party,
        agentId: text(event["agentId"]),
        sessionId,
        sessionKey,
        runId,
        trigger,
        conversation: place,
      },
      data: {
        message: { role: "user", content, messageId, media },
        sender: party.userId === undefined ? undefined : { id: party.userId, name, username },
      },
    };
  });
  const [last] = messages.slice(-1);
  const said = { party: last?.party ?? {}, place: last?.place };
  if (sessionKey !== undefined) {
    // A run that an operator starts says nothing about who the conversation is with.
    const known = said.party.channel === undefined ? {} : { said, heard: said };
    const pending = { trigger, said, runId };
    noteConversation(memory, sessionKey, at, { sessionId, pending, ...known });
  }
  if (runId !== undefined) noteRun(memory, runId, at, { sessionKey, said, trigger });
  return [
    ...told
      .slice(0, 1)
      .flatMap(({ subject }) => sessionOfMessage(memory, at, subject, number(event["messageSeq"]))),
    ...told,
  ];
}

/** The host tells a message again when it is steered into a run that goes on. */
function isTold(event: Fields, at: number, memory: Memory): boolean {
  const messageId = text(event["messageId"]);
  if (messageId === undefined) return false;
  const key = `${text(event["sessionId"]) ?? ""}\n${messageId}`;
  if (memory.userMessages.get(key, at) === true) return true;
  memory.userMessages.set(key, true, at);
  return false;
}

/** Webchat and RPC runs carry `<runId>:user`; channels carry a hash, which names no run. */
export function runOfUserMessage(message: Fields): string | undefined {
  const key = text(message["idempotencyKey"]);
  return key?.endsWith(":user") === true ? key.slice(0, -":user".length) : undefined;
}

/** What comes over `/v1/*` has a key of its own, and its run another id. */
const API_SESSION = /^agent:[^:]*:(?:openai|openai-user|openresponses|openresponses-user)(?::|$)/;

function runOfRow(message: Fields, sessionKey: string | undefined): string | undefined {
  return API_SESSION.test(sessionKey ?? "") ? undefined : runOfUserMessage(message);
}
