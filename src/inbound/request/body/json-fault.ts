// Finds the first thing in a JSON text that is wrong or ambiguous: what RFC 8259 does not allow, a
// key that stands twice in one object, nesting beyond a limit. Builds nothing: `JSON.parse` does.
import { isHeld, SURE_LENGTH } from "../../../language/number/exact-number.ts";

export interface JsonFault {
  kind: "syntax" | "duplicate" | "depth";
  /** UTF-16 offset. */
  at: number;
  /** For `syntax`: what was expected there. */
  expected: string;
}

export interface JsonReading {
  fault?: JsonFault;
  /** A number stands in it that no double holds. */
  hasLongNumber: boolean;
}

interface Cursor {
  readonly text: string;
  readonly maxDepth: number;
  at: number;
  fault?: JsonFault;
  hasLongNumber: boolean;
}

const wordToken = /true|false|null/y;
const escapeToken = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** A text without a fault is one that `JSON.parse` takes. Nesting: `[]` and `{}` have depth 1. */
export function lookThroughJson(text: string, maxDepth: number): JsonReading {
  const cursor: Cursor = { text, maxDepth, at: 0, hasLongNumber: false };
  if (value(cursor, 0)) {
    blank(cursor);
    if (cursor.at < text.length) fail(cursor, "the end of the text");
  }
  const { fault, hasLongNumber } = cursor;
  return { ...(fault && { fault }), hasLongNumber };
}

// Recursion ends at `maxDepth`.
function value(cursor: Cursor, depth: number): boolean {
  blank(cursor);
  switch (cursor.text[cursor.at]) {
    case "{":
      return object(cursor, depth + 1);
    case "[":
      return list(cursor, depth + 1);
    case '"':
      return string(cursor);
    default:
      return number(cursor) || token(cursor, wordToken) || fail(cursor, "a value");
  }
}

/** By hand, as strings are: every number is asked whether a double holds it, and nearly all are short. */
function number(cursor: Cursor): boolean {
  const { at, text } = cursor;
  const start = text.charCodeAt(at) === 0x2d ? at + 1 : at;
  let end = text.charCodeAt(start) === 0x30 ? start + 1 : digitsEnd(text, start);
  if (end === start) return false;
  if (text.charCodeAt(end) === 0x2e) {
    const fractionEnd = digitsEnd(text, end + 1);
    if (fractionEnd > end + 1) end = fractionEnd;
  }
  const mantissaEnd = end;
  if ((text.charCodeAt(end) | 0x20) === 0x65) {
    const sign = text.charCodeAt(end + 1);
    const exponent = sign === 0x2b || sign === 0x2d ? end + 2 : end + 1;
    const exponentEnd = digitsEnd(text, exponent);
    if (exponentEnd > exponent) end = exponentEnd;
  }
  cursor.at = end;
  if (cursor.hasLongNumber || (end === mantissaEnd && end - at <= SURE_LENGTH)) return true;
  cursor.hasLongNumber = !isHeld(text.slice(at, end));
  return true;
}

function digitsEnd(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); code >= 0x30 && code <= 0x39; code = text.charCodeAt(at))
    at++;
  return at;
}

function object(cursor: Cursor, depth: number): boolean {
  if (!open(cursor, depth)) return false;
  const keys = new Set<string>();
  if (skip(cursor, "}")) return true;
  do {
    blank(cursor);
    const at = cursor.at;
    if (!string(cursor)) return false;
    const key = keyText(cursor.text.slice(at, cursor.at));
    if (keys.has(key)) return fail(cursor, "", { kind: "duplicate", at });
    keys.add(key);
    if (!skip(cursor, ":")) return fail(cursor, `":"`);
    if (!value(cursor, depth)) return false;
  } while (skip(cursor, ","));
  return skip(cursor, "}") || fail(cursor, `"," or "}"`);
}

function list(cursor: Cursor, depth: number): boolean {
  if (!open(cursor, depth)) return false;
  if (skip(cursor, "]")) return true;
  do {
    if (!value(cursor, depth)) return false;
  } while (skip(cursor, ","));
  return skip(cursor, "]") || fail(cursor, `"," or "]"`);
}

function open(cursor: Cursor, depth: number): boolean {
  if (depth > cursor.maxDepth) return fail(cursor, "", { kind: "depth" });
  cursor.at++;
  return true;
}

/** By hand: a regular expression would keep a way back for every character of a long string. */
function string(cursor: Cursor): boolean {
  const { text } = cursor;
  if (text[cursor.at] !== '"') return fail(cursor, "a key in double quotes");
  cursor.at++;
  for (;;) {
    const code = text.charCodeAt(cursor.at);
    if (Number.isNaN(code)) return fail(cursor, "the closing quote of a string");
    if (code < 0x20) return fail(cursor, "no raw line break or control character in a string");
    if (code === 0x5c) {
      if (!token(cursor, escapeToken)) return fail(cursor, "a valid escape");
      continue;
    }
    cursor.at++;
    if (code === 0x22) return true;
  }
}

// "a" and "\u0061" are one key.
function keyText(quoted: string): string {
  return quoted.includes("\\") ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}

function blank(cursor: Cursor): void {
  const { text } = cursor;
  for (;;) {
    const code = text.charCodeAt(cursor.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    cursor.at++;
  }
}

function skip(cursor: Cursor, character: string): boolean {
  blank(cursor);
  if (cursor.text[cursor.at] !== character) return false;
  cursor.at++;
  return true;
}

function token(cursor: Cursor, pattern: RegExp): boolean {
  pattern.lastIndex = cursor.at;
  if (!pattern.test(cursor.text)) return false;
  cursor.at = pattern.lastIndex;
  return true;
}

function fail(
  cursor: Cursor,
  expected: string,
  { kind = "syntax", at = cursor.at }: Partial<JsonFault> = {},
): false {
  cursor.fault = { kind, at, expected };
  return false;
}
