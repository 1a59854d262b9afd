// User messages. The transcript tells of them once on every path; the channel's own hook, which
// comes first where there is a channel, only adds who and what it knows.
import type { MessageReceivedData } from "../../generated/event.ts";
import type { Draft, Mapper, Subject } from "../draft.ts";
import type { Announcement, Party } from "../known.ts";
import { noteConversation, noteRun, type Memory } from "../memory.ts";
import {
  contentText,
  fields,
  id,
  number,
  text,
  type Fields,
  type Observation,
} from "../observation.ts";
import { WEBCHAT } from "../reply/sending.ts";
import { triggerOfRow, type Trigger } from "../who/trigger.ts";
import { announcementOf } from "./announced.ts";
import { countMessages, sessionOfFirstMessage } from "./session.ts";
import { unfenced } from "./unfenced.ts";

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
  if (isTold(event, at, memory)) return [];
  const sessionKey = text(event["sessionKey"]);
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
  return firstOf(memory, at, event, session);
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
  const message = fields(event, "message");
  const details = fields(message, "__openclaw");
  const sessionKey = text(event["sessionKey"]);
  const sessionId = text(event["sessionId"]);
  const transport = fields(details, "transport");
  const channelMessageId = id(transport["messageId"]);
  const announcement = announcementOf(memory, at, sessionKey, channelMessageId ?? runId);
  const party: Party = {
    channel: text(transport["channel"]) ?? announcement?.channel ?? clientChannel(transport),
    accountId: text(fields(details, "senderIdentity")["accountId"]) ?? announcement?.accountId,
    userId: id(details["senderId"]) ?? announcement?.userId,
  };
  const place = announcement?.place;
  const said = { party, place };
  const subject: Subject = {
    ...party,
    agentId: text(event["agentId"]),
    sessionId,
    sessionKey,
    runId,
    trigger,
    conversation: place,
  };
  if (sessionKey !== undefined) {
    // A run that an operator starts says nothing about who the conversation is with.
    const known = party.channel === undefined ? {} : { said, heard: said };
    const pending = { trigger, said, runId };
    noteConversation(memory, sessionKey, at, { sessionId, pending, ...known });
  }
  if (runId !== undefined) noteRun(memory, runId, at, { sessionKey, said, trigger });
  return [
    ...firstOf(memory, at, event, subject),
    {
      type: "message.received",
      at: number(message["timestamp"]) ?? at,
      subject,
      data: {
        message: {
          role: "user",
          content: ownWords(unfenced(contentText(message["content"]), runId), announcement),
          messageId: channelMessageId ?? text(event["messageId"]),
          media: announcement?.media,
        },
        sender: sender(party.userId, details),
      },
    },
  ];
}

function firstOf(memory: Memory, at: number, event: Fields, subject: Subject): Draft[] {
  return number(event["messageSeq"]) === 1 ? sessionOfFirstMessage(memory, at, subject) : [];
}

/** The host adds what it makes of attachments; the channel told what the user said. */
function ownWords(content: string, announcement: Announcement | undefined): string {
  const said = announcement?.content;
  return said !== undefined && content.startsWith(said) ? said : content;
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

function sender(userId: string | undefined, details: Fields): MessageReceivedData["sender"] {
  if (userId === undefined) return undefined;
  return {
    id: userId,
    name: text(details["senderName"]),
    username: text(details["senderUsername"]),
  };
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

/** A message from a client of the Gateway's own socket names the client, and no channel. */
function clientChannel(transport: Fields): string | undefined {
  return Array.isArray(transport["clients"]) ? WEBCHAT : undefined;
}
