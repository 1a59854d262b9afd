// What a step or a clause decided, behind its mark. Asks nobody.
import type { StepVerdict } from "../../engine/inbox/inbox.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { wrap } from "../terminal/wrap.ts";

const INDENT = "    ";

type Screen = Pick<Terminal, "columns" | "colour">;

export function verdictLines({ step, ok, detail }: StepVerdict, screen: Screen): string[] {
  return markedLines(ok, detail === undefined ? step : `${step}: ${detail}`, screen);
}

export function markedLines(ok: boolean, text: string, { columns, colour }: Screen): string[] {
  const [first = "", ...more] = wrap(text, columns, INDENT);
  const mark = ok ? colour("green", "✓") : colour("red", "✗");
  return [`  ${mark} ${first.slice(INDENT.length)}`, ...more];
}
