// What a channel says of a user message before the agent has it.
import type { Media } from "../../generated/event.ts";
import type { Mapper } from "../draft.ts";
import type { Announcement, Party } from "../known.ts";
import { noteConversation, type Memory } from "../memory.ts";
import { asFields, fields, id, text } from "../observation.ts";
import { webAddress } from "../reply/media-lines.ts";
import { WEBCHAT } from "../who/webchat.ts";
import { conversationOf } from "../who/conversation.ts";

/** `message_received`: kept until the transcript tells that the message reached the agent. */
export const messageAnnounced: Mapper = ({ event, context, at }, memory) => {
  const sessionKey = text(event["sessionKey"]) ?? text(context["sessionKey"]);
  const messageId = id(event["messageId"]) ?? id(context["messageId"]);
  if (sessionKey === undefined || messageId === undefined) return [];
  const channel = text(context["channelId"]);
  const metadata = fields(event, "metadata");
  const party: Party = {
    channel,
    accountId: text(context["accountId"]),
    userId: id(event["senderId"]) ?? id(context["senderId"]),
  };
  const place = channel === WEBCHAT ? undefined : conversationOf(event, context);
  const announcement: Announcement = {
    sessionKey,
    messageId,
    party,
    place,
    content: text(event["content"]),
    media: mediaFacts(event["media"] ?? event["originalMedia"]),
    senderName: text(metadata["senderName"]),
    senderUsername: text(metadata["senderUsername"]),
  };
  memory.announcements.set(announcementKey(sessionKey, messageId), announcement, at);
  // Who writes while a turn goes on is not the one whom it answers.
  noteConversation(memory, sessionKey, at, { heard: { party, place } });
  return [];
};

/** What was announced under this session key and the channel's message id (on webchat, the run's id). */
export function announcementOf(
  memory: Memory,
  now: number,
  sessionKey: string | undefined,
  messageId: string | undefined,
): Announcement | undefined {
  return memory.announcements.get(announcementKey(sessionKey ?? "", messageId ?? ""), now);
}

/** Announced in this session, in order, and not yet told. */
export function untoldAnnouncements(
  memory: Memory,
  now: number,
  sessionKey: string | undefined,
): Announcement[] {
  return memory.announcements
    .all(now)
    .filter((announced) => announced.sessionKey === sessionKey && announced.told !== true);
}

function mediaFacts(media: unknown): Media[] | undefined {
  if (!Array.isArray(media) || media.length === 0) return undefined;
  return media.map((fact) => {
    const { kind, contentType, url } = asFields(fact);
    return { kind: text(kind), contentType: text(contentType), url: webAddress(url) };
  });
}

function announcementKey(sessionKey: string, messageId: string): string {
  return `${sessionKey}\n${messageId}`;
}
