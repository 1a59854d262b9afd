// What a user row of a transcript holds: mostly one message, and several where the host collected them for one turn.
import type { Media } from "../../generated/event.ts";
import type { Announcement, Party, Said } from "../known.ts";
import type { Memory } from "../memory.ts";
import { contentText, fields, id, text, type Fields } from "../observation.ts";
import { WEBCHAT } from "../who/webchat.ts";
import { isCollected } from "../who/trigger.ts";
import { announcementOf, untoldAnnouncements } from "./announced.ts";
import { unfenced } from "./unfenced.ts";
import { unwrapped } from "./wrapped.ts";

export interface Spoken extends Said {
  content: string;
  messageId?: string;
  media?: Media[];
  name?: string;
  username?: string;
}

export function spoken(
  memory: Memory,
  at: number,
  row: Fields,
  runId: string | undefined,
): Spoken[] {
  const message = fields(row, "message");
  const sessionKey = text(row["sessionKey"]);
  const words = unfenced(contentText(message["content"]), runId);
  if (isCollected(message)) {
    const collected = untoldAnnouncements(memory, at, sessionKey).filter(
      ({ content }) => content !== undefined && words.includes(content),
    );
    if (collected.length > 0) return collected.map((announced) => announcedWords(announced));
  }
  const details = fields(message, "__openclaw");
  const transport = fields(details, "transport");
  const messageId = id(transport["messageId"]);
  const announced = announcementOf(memory, at, sessionKey, messageId ?? runId);
  if (announced !== undefined) announced.told = true;
  const party: Party = {
    channel: text(transport["channel"]) ?? announced?.party.channel ?? clientChannel(transport),
    accountId: text(fields(details, "senderIdentity")["accountId"]) ?? announced?.party.accountId,
    userId: id(details["senderId"]) ?? announced?.party.userId,
  };
  return [
    {
      party,
      place: announced?.place,
      content: unwrapped(party.channel, ownWords(words, announced)),
      messageId: messageId ?? text(row["messageId"]),
      media: announced?.media,
      name: text(details["senderName"]),
      username: text(details["senderUsername"]),
    },
  ];
}

function announcedWords(announced: Announcement): Spoken {
  announced.told = true;
  const { party, place, content = "", messageId, media, senderName, senderUsername } = announced;
  return { party, place, content, messageId, media, name: senderName, username: senderUsername };
}

/** The host adds what it makes of attachments; the channel told what the user said. */
function ownWords(content: string, announced: Announcement | undefined): string {
  const said = announced?.content;
  return said !== undefined && content.startsWith(said) ? said : content;
}

/** A message from a client of the Gateway's own socket names the client, and no channel. */
function clientChannel(transport: Fields): string | undefined {
  return Array.isArray(transport["clients"]) ? WEBCHAT : undefined;
}
