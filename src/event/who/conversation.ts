// Where on a channel something happens, from what the host says of a message on its way in or out.
import type { ConversationPlace } from "../../generated/event.ts";
import { fields, id, text, type Fields } from "../observation.ts";

/** Host names for a group: session keys and senders hold them between colons (docs/channels/groups.md of the host). */
const GROUP = /:(?:group|channel|room)(?::|$)/;
const THREAD = /:(?:topic|thread)(?::|$)/;

/**
 * Of a `message_received` or `reply_payload_sending` hook. Undefined where no conversation is named, and on the host's
 * own surface, whose conversations are the sessions themselves.
 */
export function conversationOf(event: Fields, context: Fields): ConversationPlace | undefined {
  const place = id(context["conversationId"]);
  if (place === undefined) return undefined;
  const metadata = fields(event, "metadata");
  const named = [event["sessionKey"], context["sessionKey"], event["from"], place]
    .map((name) => text(name) ?? "")
    .join("\n");
  return {
    id: place,
    kind: kindOf(event, metadata, named),
    title: text(metadata["groupSubject"]) ?? text(metadata["channelName"]),
  };
}

function kindOf(event: Fields, metadata: Fields, named: string): ConversationPlace["kind"] {
  const thread = id(event["threadId"]) ?? id(metadata["threadId"]);
  if (thread !== undefined || THREAD.test(named)) return "thread";
  const chatType = text(fields(event, "usageState")["chatType"]);
  if (metadata["isGroup"] === true || chatType === "group" || chatType === "channel")
    return "group";
  return GROUP.test(named) ? "group" : "direct";
}
