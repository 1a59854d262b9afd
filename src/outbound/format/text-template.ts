// A template for a text that people read: what it writes is foreign, its literal text is the operator's.
import { compileTemplate, openScope } from "../../language/template/template.ts";
import { textOf } from "../../language/template/emitters.ts";
import { workBudget } from "../../language/template/work-meter.ts";
import type { Envelope } from "../envelope.ts";
import type { RenderSize } from "../transform.ts";
import { cleaned } from "./escape.ts";
import type { Piece } from "./fit.ts";

export type PiecesOf = (
  envelope: Envelope,
  size: RenderSize,
) => { ok: true; pieces: Piece[] } | { ok: false; error: string };

// Noncharacters: no text that is meant for people holds them.
const OPEN = "\uFDD0";
const CLOSE = "\uFDD1";
const MARKS = /[\uFDD0\uFDD1]/g;
const PIECE = /\uFDD0([^\uFDD1]*)\uFDD1|([^\uFDD0]+)/g;

/** `at`: its place below the endpoint, with which problems start. */
export function compileText(
  source: string,
  at: string,
): { ok: true; render: PiecesOf } | { ok: false; problem: string } {
  const compiled = compileTemplate(source.replaceAll(MARKS, ""));
  if (!compiled.ok) {
    return { ok: false, problem: `${at}: the template cannot be read: ${compiled.error}` };
  }
  const { template } = compiled;
  const render: PiecesOf = (envelope, { now, eventLength }) => {
    const scope = openScope(envelope, { now, workUnits: workBudget(eventLength) });
    const result = template.render(
      scope,
      ({ value }) => OPEN + cleaned(textOf(value)).replaceAll(MARKS, "") + CLOSE,
    );
    if (result.ok) return { ok: true, pieces: piecesOf(String(result.value)) };
    return { ok: false, error: `${at}: the template cannot be rendered: ${result.error}` };
  };
  return { ok: true, render };
}

function piecesOf(marked: string): Piece[] {
  const pieces = [...marked.matchAll(PIECE)].map(([, foreign, own]) =>
    foreign === undefined ? { text: own ?? "", foreign: false } : { text: foreign, foreign: true },
  );
  return pieces.filter(({ text }) => text !== "");
}
