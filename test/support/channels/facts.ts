// An event as one line, with all that a fact of a conversation is about: for whole lists in assertions.
import { ANSWERS } from "./scenes.ts";
import type { Told } from "./replay.ts";

type Fields = Readonly<Record<string, unknown>>;

const at = (fields: Fields, key: string): Fields => (fields[key] ?? {}) as Fields;

/**
 * `message.sent handed direct to irc:ada of 29 tokens: A plain answer.`; the scenes' long answers are
 * given by their number of characters, when they are whole.
 */
export function factOf({ type, data }: Told): string {
  const kind = at(data, "conversation")["kind"];
  switch (type) {
    case "message.received":
      return line(type, kind, "from", data["userId"], words(data));
    case "message.sent":
      return line(type, data["delivery"], kind, "to", data["to"], tokens(data), words(data));
    case "tool.called":
      return line(type, at(data, "tool")["name"]);
    case "tool.completed":
      return line(
        type,
        at(data, "tool")["name"],
        at(data, "tool")["success"] === true ? "well" : "badly",
      );
    case "error.occurred":
      return line(type, at(data, "error")["kind"]);
    case "session.ended":
      return line(type, data["reason"]);
    default:
      return type;
  }
}

const line = (...parts: readonly unknown[]): string =>
  parts.filter((part) => typeof part === "string").join(" ");

function tokens(data: Fields): string {
  const total = at(data, "usage")["totalTokens"];
  return typeof total === "number" ? `of ${total} tokens` : "of no run";
}

function words(data: Fields): string {
  const message = at(data, "message");
  const content = String(message["content"]);
  const long = [ANSWERS["parts-1600"], ANSWERS["parts-5000"]].includes(content);
  const media = Array.isArray(message["media"]) ? ` +${message["media"].length} file` : "";
  return `: ${long ? `${content.length} characters` : content}${media}`;
}
