// User messages. The transcript tells of them once on every path; the channel's own hook, which
// comes first where there is a channel, only adds who and what it knows.
import type { Media, MessageReceivedData } from "../../generated/event.ts";
import type { Mapper, Subject } from "../draft.ts";
import { noteConversation, noteRun, type Memory, type Party } from "../memory.ts";
import { asFields, contentText, fields, id, number, text, type Fields } from "../observation.ts";
import { sessionOfFirstMessage } from "./session.ts";
import { unfenced } from "./unfenced.ts";

/** The host's own surface: it delivers replies over its socket and tells no `message_sent`. */
export const WEBCHAT = "webchat";

/** `message_received`: kept until the transcript tells that the message reached the agent. */
export const messageAnnounced: Mapper = ({ event, context, at }, memory) => {
  const sessionKey = text(event["sessionKey"]) ?? text(context["sessionKey"]);
  const messageId = id(event["messageId"]) ?? id(context["messageId"]);
  if (sessionKey === undefined || messageId === undefined) return [];
  const party: Party = {
    channel: text(context["channelId"]),
    accountId: text(context["accountId"]),
    userId: id(event["senderId"]) ?? id(context["senderId"]),
  };
  const media = mediaFacts(event["media"] ?? event["originalMedia"]);
  memory.announcements.set(announcementKey(sessionKey, messageId), { ...party, media }, at);
  noteConversation(memory, sessionKey, at, { party });
  return [];
};

/** A transcript message of role `user`. */
export const userMessage: Mapper = ({ event, at }, memory) => {
  const message = fields(event, "message");
  const provenance = text(fields(message, "provenance")["kind"]);
  if (provenance !== undefined && provenance !== "external_user") return [];
  if (isTold(event, at, memory)) return [];
  const sessionKey = text(event["sessionKey"]);
  const details = fields(message, "__openclaw");
  const transport = fields(details, "transport");
  const runId = runOfUserMessage(message);
  const channelMessageId = id(transport["messageId"]);
  const announcement = memory.announcements.get(
    announcementKey(sessionKey ?? "", channelMessageId ?? runId ?? ""),
    at,
  );
  const party: Party = {
    channel: text(transport["channel"]) ?? announcement?.channel ?? clientChannel(transport),
    accountId: text(fields(details, "senderIdentity")["accountId"]) ?? announcement?.accountId,
    userId: id(details["senderId"]) ?? announcement?.userId,
  };
  const subject: Subject = {
    ...party,
    agentId: text(event["agentId"]),
    sessionId: text(event["sessionId"]),
    sessionKey,
    runId,
  };
  if (sessionKey !== undefined) {
    // A run that an operator starts says nothing about who the conversation is with.
    const known = party.channel === undefined ? {} : { party };
    noteConversation(memory, sessionKey, at, { sessionId: subject.sessionId, runId, ...known });
  }
  if (runId !== undefined) noteRun(memory, runId, at, { sessionKey, party });
  const starts =
    number(event["messageSeq"]) === 1 ? sessionOfFirstMessage(memory, at, subject) : [];
  return [
    ...starts,
    {
      type: "message.received",
      at: number(message["timestamp"]) ?? at,
      subject,
      data: {
        message: {
          role: "user",
          content: unfenced(contentText(message["content"]), runId),
          messageId: channelMessageId ?? text(event["messageId"]),
          media: announcement?.media,
        },
        sender: sender(party.userId, details),
      },
    },
  ];
};

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

/** A message from a client of the Gateway's own socket names the client, and no channel. */
function clientChannel(transport: Fields): string | undefined {
  return Array.isArray(transport["clients"]) ? WEBCHAT : undefined;
}

function mediaFacts(media: unknown): Media[] | undefined {
  if (!Array.isArray(media) || media.length === 0) return undefined;
  return media.map((fact) => {
    const { kind, contentType, url } = asFields(fact);
    return { kind: text(kind), contentType: text(contentType), url: text(url) };
  });
}

function announcementKey(sessionKey: string, messageId: string): string {
  return `${sessionKey}\n${messageId}`;
}
