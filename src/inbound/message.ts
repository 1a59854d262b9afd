// The text that a route with `mode: "deliver"` sends to a channel, with no model in between.
// Must not fence: people read it. Must not be given to a model.
import { textOf } from "../language/emitters.ts";
import { compileTemplate } from "../language/template.ts";
import { scopeOf, type RequestContent } from "./request-content.ts";

const maxValuesLength = 16_000;

export type RenderedMessage =
  | { ok: true; text: string }
  | { ok: false; code: "empty" | "too_long" | "template"; error: string };

export interface Message {
  render: (request: RequestContent) => RenderedMessage;
}

/** Values stand in the text as they are; objects and lists as JSON. */
export function compileMessage(
  source: string,
): { ok: true; message: Message } | { ok: false; problem: string } {
  const compiled = compileTemplate(source);
  if (!compiled.ok) return { ok: false, problem: `the template cannot be read: ${compiled.error}` };
  const maxLength = source.length + maxValuesLength;
  const render: Message["render"] = (request) => {
    const rendered = compiled.template.render(scopeOf(request), ({ value }) => textOf(value));
    if (!rendered.ok) {
      const error = `the template cannot be rendered: ${rendered.error}`;
      return { ok: false, code: "template", error };
    }
    const text = String(rendered.value).trim();
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
