// The text that a route with `mode: "deliver"` sends to a channel, with no model in between.
// Must not fence: people read it. Must not be given to a model. What a sender wrote stands in it as
// plain words: links, mentions and tags are live only where the operator wrote them.
import { textOf } from "../../language/template/emitters.ts";
import { compileTemplate } from "../../language/template/template.ts";
import {
  markProblem,
  renderParts,
  type WrittenPart,
} from "../../language/template/written-parts.ts";
import { inertInChat } from "./chat-markup.ts";
import { scopeOf, type RequestContent } from "../request/request-content.ts";

const maxValuesLength = 16_000;

export type RenderedMessage =
  | { ok: true; text: string }
  | { ok: false; code: "empty" | "too_long" | "template"; error: string };

export interface Message {
  render: (request: RequestContent) => RenderedMessage;
}

/** Values stand in the text without what a chat would make live; objects and lists as JSON. */
export function compileMessage(
  source: string,
): { ok: true; message: Message } | { ok: false; problem: string } {
  const compiled = compileTemplate(source);
  if (!compiled.ok) return { ok: false, problem: `the template cannot be read: ${compiled.error}` };
  const mark = markProblem(source);
  if (mark !== undefined) return { ok: false, problem: `the template cannot be read: ${mark}` };
  const maxLength = source.length + maxValuesLength;
  const render: Message["render"] = (request) => {
    const rendered = renderParts(compiled.template, scopeOf(request));
    if (!rendered.ok) {
      const error = `the template cannot be rendered: ${rendered.error}`;
      return { ok: false, code: "template", error };
    }
    const text = inertText(rendered.parts).trim();
    if (text === "") {
      return {
        ok: false,
        code: "empty",
        error: "the template renders to nothing for this request",
      };
    }
    if (text.length > maxLength) {
      return { ok: false, code: "too_long", error: `longer than ${maxLength} characters` };
    }
    return { ok: true, text };
  };
  return { ok: true, message: { render } };
}

/** Values with nothing between them are one text: halves of a link must not meet. */
function inertText(parts: readonly WrittenPart[]): string {
  let text = "";
  let values = "";
  for (const part of parts) {
    if ("written" in part) values += textOf(part.written.value);
    else if (part.literal !== "") {
      text += inertInChat(values) + part.literal;
      values = "";
    }
  }
  return text + inertInChat(values);
}
