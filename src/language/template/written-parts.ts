// A rendering taken apart again: which of it the operator wrote, and which values were put in. What may be said with
// a value depends on what stands beside it, which is known only at the end.
import type { OutputHook, WrittenValue } from "./emitters.ts";
import type { Template, TemplateScope } from "./template.ts";

export type WrittenPart = { literal: string } | { written: WrittenValue };

/** No character of any text (Unicode, noncharacters); templates that hold it are refused. */
const MARK = "\uFFFE";

/** The problem of a template that cannot be taken apart. */
export function markProblem(source: string): string | undefined {
  return source.includes(MARK) ? "it holds U+FFFE, which is no character" : undefined;
}

/** Literal text and values in their order. The template must have no `markProblem`. */
export function renderParts(
  template: Template,
  scope: TemplateScope,
): { ok: true; parts: WrittenPart[] } | { ok: false; error: string } {
  const values: WrittenValue[] = [];
  const hook: OutputHook = (written) => `${MARK}${values.push(written) - 1}${MARK}`;
  const rendered = template.render(scope, hook);
  if (!rendered.ok) return rendered;
  // Every second piece is a value's place.
  const parts = String(rendered.value)
    .split(MARK)
    .map((piece, index): WrittenPart => {
      const written = index % 2 === 1 ? values[Number(piece)] : undefined;
      return written === undefined ? { literal: piece } : { written };
    });
  return { ok: true, parts };
}
