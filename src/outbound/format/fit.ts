// Brings a text within a receiver's limit: cut with an ellipsis, or in several parts. Cuts between graphemes, so
// that no letter loses its accent and no family its child; knows no receiver.
import type { Limit, Unit } from "./format.ts";
import { escapeWith, type EscapeTable } from "./escape.ts";

/** A stretch of text; what a template writes is foreign and escaped, its literal text is the operator's. */
export interface Piece {
  text: string;
  foreign: boolean;
}

export interface FitRule extends Limit {
  escape: EscapeTable;
  long: "cut" | "split";
}

/** More parts than this are a document; the last of them is cut. */
export const MOST_PARTS = 10;
const ELLIPSIS = "…";
/** A grapheme may be of any length; one beyond this is taken apart into its characters. */
const LONGEST_GRAPHEME = 64;

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** At least one part, each within the limit; empty when there is no text. */
export function fit(pieces: readonly Piece[], rule: FitRule): string[] {
  const parts = rule.long === "split" ? MOST_PARTS : 1;
  const { units, rest } = unitsOf(pieces, rule, parts);
  const texts: string[] = [];
  let at = 0;
  while (at < units.length && texts.length < parts) {
    const isLast = texts.length === parts - 1;
    const taken = take(units, at, rule, { isLast, rest });
    texts.push(taken.text);
    at = taken.end;
  }
  return texts.length === 0 ? [""] : texts;
}

export function sizeOf(text: string, unit: Unit): number {
  if (unit === "characters") return text.length;
  if (unit === "bytes") return Buffer.byteLength(text);
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}

/** Graphemes as they are written, only as many as can matter. `rest`: there were more. */
function unitsOf(
  pieces: readonly Piece[],
  { most, escape }: FitRule,
  parts: number,
): { units: string[]; rest: boolean } {
  let room = most * parts + LONGEST_GRAPHEME;
  const units: string[] = [];
  for (const { text, foreign } of pieces) {
    if (room <= 0) return { units, rest: text !== "" };
    const near = text.slice(0, room).toWellFormed();
    room -= text.length;
    for (const { segment } of segmenter.segment(near)) {
      const small = segment.length > LONGEST_GRAPHEME ? Array.from(segment) : [segment];
      for (const part of small) units.push(foreign ? escapeWith(escape, part) : part);
    }
  }
  return { units, rest: room < 0 };
}

function take(
  units: readonly string[],
  start: number,
  { most, unit }: FitRule,
  { isLast, rest }: { isLast: boolean; rest: boolean },
): { text: string; end: number } {
  let size = 0;
  let end = start;
  // The last place at which the ellipsis still fits, or at which words part.
  let fallback = start;
  const mark = sizeOf(ELLIPSIS, unit);
  for (; end < units.length; end += 1) {
    const next = sizeOf(units[end] ?? "", unit);
    if (size + next > most) break;
    size += next;
    if (size + mark <= most) fallback = end + 1;
  }
  const text = (until: number): string => units.slice(start, until).join("");
  if (end === units.length && !(isLast && rest)) return { text: text(end), end };
  if (isLast) {
    // Even a limit that is smaller than the mark ends the loop of whoever asks.
    return { text: text(fallback) + ELLIPSIS, end: units.length };
  }
  const words = wordEnd(units, start, end);
  return { text: text(words), end: words };
}

/** Behind the last line or word of the second half, else where the room ends. At least one unit is taken. */
function wordEnd(units: readonly string[], start: number, end: number): number {
  const half = start + Math.floor((end - start) / 2);
  for (const sign of ["\n", " "]) {
    for (let at = end; at > half; at -= 1) if (units[at - 1] === sign) return at;
  }
  return Math.max(end, start + 1);
}
