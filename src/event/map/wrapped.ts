// The user's words where a channel's adapter hands on what its server wrapped them in.
import { asFields, fields, text } from "../observation.ts";

/** By channel; a text of another shape is the user's own. */
const UNWRAPPED: Readonly<Record<string, (content: string) => string>> = {
  "nextcloud-talk": ofNextcloudTalk,
};

export function unwrapped(channel: string | undefined, content: string): string {
  return channel === undefined ? content : (UNWRAPPED[channel]?.(content) ?? content);
}

/**
 * `{"message": "Hi {mention-user1}", "parameters": {"mention-user1": {"name": "Ada"}}}`, which is the text of a bot's
 * message. https://nextcloud-talk.readthedocs.io/en/latest/bots/#chat-message
 */
function ofNextcloudTalk(content: string): string {
  const wrapped = parsed(content);
  const message = text(wrapped["message"]);
  if (message === undefined || !("parameters" in wrapped)) return content;
  const parameters = fields(wrapped, "parameters");
  return message.replaceAll(/\{([\w-]+)\}/g, (placeholder, key: string) => {
    const name = text(fields(parameters, key)["name"]);
    if (name === undefined) return placeholder;
    return key.startsWith("mention-") ? `@${name}` : name;
  });
}

function parsed(content: string): ReturnType<typeof asFields> {
  if (!content.startsWith("{")) return {};
  try {
    return asFields(JSON.parse(content));
  } catch {
    return {};
  }
}
