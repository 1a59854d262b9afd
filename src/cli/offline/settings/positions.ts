// Finds where each setting stands in a JSON5 text. Only for a text that is known to be JSON5; judges nothing.
import { readConfigFile } from "../../../config/load.ts";
import { configPath } from "../../../language/config-path.ts";

/** Both from 1; a column counts UTF-16 units, as editors do. */
export interface Position {
  line: number;
  column: number;
}

/** Where settings stand, by their config path; `""` is the text's own value. */
export interface Positions {
  /** Of the setting itself or, when that is not written there, of the nearest one that encloses it. */
  at: (path: string) => Position;
}

/** `text` must be JSON5 already: what is not is passed over somehow, not reported. */
export function positionsIn(text: string): Positions {
  const places = new Map<string, Place>();
  scanValue({ text, offset: 0, places }, "", undefined);
  return {
    at(path) {
      const place = places.get(path) ?? enclosing(places, path);
      return lineAndColumn(text, place?.offset ?? 0);
    },
  };
}

interface Place {
  offset: number;
  /** Path of what encloses it. */
  within: string | undefined;
}

interface Scan {
  readonly text: string;
  offset: number;
  readonly places: Map<string, Place>;
}

const SPACE = /(?:[\s\uFEFF]|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/)*/y;
const STRING = /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'/y;
const WORD = /(?:[^\s\uFEFF,:[\]{}'"/\\]|\\u[0-9a-fA-F]{4})+/y;

/** Starts at the value or the space before it, ends behind it. */
function scanValue(scan: Scan, path: string, within: string | undefined): void {
  skip(scan, SPACE);
  scan.places.set(path, { offset: scan.offset, within });
  const opening = scan.text[scan.offset];
  if (opening === "{") scanMembers(scan, path);
  else if (opening === "[") scanItems(scan, path);
  else token(scan);
}

function scanMembers(scan: Scan, path: string): void {
  scan.offset += 1;
  for (skip(scan, SPACE); hasMore(scan, "}"); skip(scan, SPACE)) {
    const key = readKey(token(scan));
    skip(scan, SPACE);
    scan.offset += 1;
    const below = configPath(path, key);
    // Of two members with one key the last counts, with all that is in it.
    forget(scan.places, below);
    scanValue(scan, below, path);
    pass(scan, ",");
  }
  scan.offset += 1;
}

function scanItems(scan: Scan, path: string): void {
  scan.offset += 1;
  let index = 0;
  for (skip(scan, SPACE); hasMore(scan, "]"); skip(scan, SPACE)) {
    scanValue(scan, configPath(path, index), path);
    index += 1;
    pass(scan, ",");
  }
  scan.offset += 1;
}

function hasMore({ text, offset }: Scan, end: string): boolean {
  return offset < text.length && text[offset] !== end;
}

function pass(scan: Scan, separator: string): void {
  skip(scan, SPACE);
  if (scan.text[scan.offset] === separator) scan.offset += 1;
}

/** A string, a number, a word, an unquoted key: passed over and returned as written. */
function token(scan: Scan): string {
  const start = scan.offset;
  skip(scan, /["']/.test(scan.text[start] ?? "") ? STRING : WORD);
  // One character at least, so that no text is scanned for ever.
  if (scan.offset === start) scan.offset += 1;
  return scan.text.slice(start, scan.offset);
}

function skip(scan: Scan, pattern: RegExp): void {
  pattern.lastIndex = scan.offset;
  if (pattern.test(scan.text)) scan.offset = pattern.lastIndex;
}

/** The key that is meant, escapes read by the parser itself. */
function readKey(written: string): string {
  const reading = readConfigFile(`{${written}:0}`);
  const [key = written] = reading.ok ? Object.keys(reading.value as object) : [];
  return key;
}

function forget(places: Map<string, Place>, path: string): void {
  if (!places.delete(path)) return;
  for (const [other, { within }] of places) if (within === path) forget(places, other);
}

/** Problems may point at what is missing: the setting around it is then the place to look at. */
function enclosing(places: ReadonlyMap<string, Place>, path: string): Place | undefined {
  for (let end = path.length; end > 0; end -= 1) {
    const next = path[end];
    const place = next === "." || next === "[" ? places.get(path.slice(0, end)) : undefined;
    if (place !== undefined) return place;
  }
  return places.get("");
}

function lineAndColumn(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
