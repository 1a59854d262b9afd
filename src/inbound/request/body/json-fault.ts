// Finds the first thing in a JSON text that is wrong or ambiguous: what RFC 8259 does not allow, a
// key that stands twice in one object, nesting beyond a limit. Builds nothing: `JSON.parse` does.

export interface JsonFault {
  kind: "syntax" | "duplicate" | "depth";
  /** UTF-16 offset. */
  at: number;
  /** For `syntax`: what was expected there. */
  expected: string;
}

interface Cursor {
  readonly text: string;
  readonly maxDepth: number;
  at: number;
  fault?: JsonFault;
}

const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordToken = /true|false|null/y;
const escapeToken = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** A text without a fault is one that `JSON.parse` takes. Nesting: `[]` and `{}` have depth 1. */
export function findJsonFault(text: string, maxDepth: number): JsonFault | undefined {
  const cursor: Cursor = { text, maxDepth, at: 0 };
  if (!value(cursor, 0)) return cursor.fault;
  blank(cursor);
  if (cursor.at < text.length) fail(cursor, "the end of the text");
  return cursor.fault;
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
      return token(cursor, numberToken) || token(cursor, wordToken) || fail(cursor, "a value");
  }
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
