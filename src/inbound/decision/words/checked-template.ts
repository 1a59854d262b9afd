// Templates whose result chooses something: a session, a channel, a recipient. What a request puts
// in is held to a pattern, value by value. Must not mend a value: a wrong one fails the whole.
import { textOf } from "../../../language/template/emitters.ts";
import { compileTemplate } from "../../../language/template/template.ts";
import { scopeOf, type RequestContent } from "../../request/request-content.ts";

/** What may be in a result; both patterns must match the whole of their text. */
export interface Rule {
  /** Each value that the template writes. */
  value: RegExp;
  /** The whole result, with the template's own text. */
  whole: RegExp;
  /** In words, for messages: `1 to 64 of A-Z a-z 0-9 . _ -`. */
  allowed: string;
}

export type CheckedText = { ok: true; text: string } | { ok: false; error: string };

export interface CheckedTemplate {
  /** The error names the value by the template's words for it, and does not repeat it. */
  render: (request: RequestContent) => CheckedText;
}

/** `at`: the setting, for messages: `session.key`. */
export function compileChecked(
  source: string,
  at: string,
  rule: Rule,
): { ok: true; template: CheckedTemplate } | { ok: false; problem: string } {
  const compiled = compileTemplate(source);
  if (!compiled.ok) {
    return { ok: false, problem: `${at}: the template cannot be read: ${compiled.error}` };
  }
  const render: CheckedTemplate["render"] = (request) => {
    let refused: string | undefined;
    const rendered = compiled.template.render(scopeOf(request), ({ value, source: words }) => {
      const text = textOf(value);
      if (!rule.value.test(text)) {
        refused ??= `${at}: "${words}" ${text === "" ? "is missing" : "does not fit"}; allowed: ${rule.allowed}`;
      }
      return text;
    });
    if (!rendered.ok) {
      return { ok: false, error: `${at}: the template cannot be rendered: ${rendered.error}` };
    }
    if (refused !== undefined) return { ok: false, error: refused };
    const text = String(rendered.value);
    if (rule.whole.test(text)) return { ok: true, text };
    return { ok: false, error: `${at}: the result does not fit; allowed: ${rule.allowed}` };
  };
  return { ok: true, template: { render } };
}
