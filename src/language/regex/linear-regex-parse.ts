// Reads a regular expression (JavaScript, `u` syntax) into a tree, and refuses what no automaton can
// do in linear time: look-around and back-references. Must not run anything.

export interface Flags {
  ignoreCase: boolean;
  multiline: boolean;
  dotAll: boolean;
}

export type Pattern =
  | { kind: "empty" }
  /** One code point; `source` is its own regular expression: a literal, an escape, a class or `.`. */
  | { kind: "one"; source: string }
  | { kind: "edge"; edge: "start" | "end" | "word" | "inside" }
  | { kind: "sequence"; parts: Pattern[] }
  | { kind: "either"; options: Pattern[] }
  | { kind: "repeat"; part: Pattern; min: number; max: number };

export type ParsedPattern =
  | { ok: true; pattern: Pattern; flags: Flags }
  | { ok: false; error: string };

const maxLength = 1000;
const edges = new Map([
  ["^", "start"],
  ["$", "end"],
  ["\\b", "word"],
  ["\\B", "inside"],
] as const);
// Sticky: each is tried exactly where the reader stands. The engine has accepted the syntax before.
const onePattern = /\[(?:\\.|[^\]\\])*\]|\\(?:u\{[^}]*\}|u.{4}|x..|c.|[pP]\{[^}]*\}|.)|./suy;
const repeatPattern = /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y;

/** `(?i)`, `(?m)`, `(?s)` in front set flags, as in other languages. */
export function parsePattern(text: string): ParsedPattern {
  if (text.length > maxLength) return { ok: false, error: `longer than ${maxLength} characters` };
  const inline = /^\(\?([ims]+)\)/.exec(text);
  const letters = inline?.[1] ?? "";
  const source = text.slice(inline?.[0].length ?? 0);
  try {
    RegExp(source, "u");
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : "not valid" };
  }
  const refused = findRefused(source);
  if (refused) return { ok: false, error: refused };
  const flags = {
    ignoreCase: letters.includes("i"),
    multiline: letters.includes("m"),
    dotAll: letters.includes("s"),
  };
  return { ok: true, pattern: readEither({ source, at: 0 }), flags };
}

function findRefused(source: string): string | undefined {
  // Escapes and classes are tokens too, so that what stands in them is never taken for syntax.
  const tokens = source.match(/\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:<[=!]|<[^>]*>|[^)]))?/gsu) ?? [];
  for (const token of tokens) {
    if (/^\\[1-9k]/.test(token)) return "back-references are not supported: they are not linear";
    if (/^\(\?<?[=!]/.test(token)) return "look-around is not supported: it is not linear";
    if (/^\(\?[^:<]/.test(token)) return "flags stand at the very start only, as in (?i)";
  }
  return undefined;
}

interface Reader {
  source: string;
  at: number;
}

function readEither(reader: Reader): Pattern {
  const options = [readSequence(reader)];
  while (reader.source[reader.at] === "|") {
    reader.at++;
    options.push(readSequence(reader));
  }
  return options.length === 1 && options[0] ? options[0] : { kind: "either", options };
}

function readSequence(reader: Reader): Pattern {
  const parts: Pattern[] = [];
  while (reader.at < reader.source.length && !"|)".includes(reader.source[reader.at] ?? "")) {
    parts.push(readRepeat(reader, readAtom(reader)));
  }
  return parts.length === 0 ? { kind: "empty" } : { kind: "sequence", parts };
}

function readAtom(reader: Reader): Pattern {
  if (reader.source[reader.at] === "(") return readGroup(reader);
  const source = take(reader, onePattern)?.[0] ?? "";
  const edge = edges.get(source as "^");
  return edge ? { kind: "edge", edge } : { kind: "one", source };
}

function readGroup(reader: Reader): Pattern {
  take(reader, /\((?:\?(?::|<[^>]*>))?/y);
  const inner = readEither(reader);
  reader.at++;
  return inner;
}

function readRepeat(reader: Reader, part: Pattern): Pattern {
  const found = take(reader, repeatPattern);
  if (!found) return part;
  const [text, least, comma, most] = found;
  if (least === undefined) {
    return {
      kind: "repeat",
      part,
      min: text[0] === "+" ? 1 : 0,
      max: text[0] === "?" ? 1 : Infinity,
    };
  }
  const min = Number(least);
  if (!comma) return { kind: "repeat", part, min, max: min };
  return { kind: "repeat", part, min, max: most ? Number(most) : Infinity };
}

function take(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.source);
  if (found) reader.at = pattern.lastIndex;
  return found;
}
