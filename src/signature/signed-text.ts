// The language of `signed`: text with the parts of a message in it. Must not read a message.
//   {body} {timestamp} {id} {url} {path} {method} {secret} {fields}
//   {body.x} {header.x} {query.x} {part.x}   {bodyHash.sha256} {bodyHash.md5.base64} {bodyHash.crc32}
//   {listedHeaders.x}: `name:value;…` of the headers that the header x lists
//   {…|lower}   {body|json}: as a JSON string
import type { SignedText } from "./scheme.ts";

export interface Part {
  name: (typeof PLAIN)[number] | (typeof NAMED)[number];
  /** What follows the dot: a name, or digest and encoding. Empty without one. */
  of: string;
  form?: "lower" | "json";
}

const PLAIN = ["body", "timestamp", "id", "url", "path", "method", "secret", "fields"] as const;
const NAMED = ["body", "header", "query", "part", "bodyHash", "listedHeaders"] as const;
/** CRC-32 as a decimal number: it is worth something only where it is signed. */
const HASH = /^(?:crc32|(?:md5|sha1|sha256|sha384|sha512)(?:\.(?:hex|base64|base64url))?)$/;

/** A letter after the brace, so that JSON around the parts is text. */
const WRITTEN = /\{([A-Za-z][^{}]*)\}/;

/** Every way to name a part, for an error that lists the near ones. */
export const PART_NAMES: readonly string[] = [
  ...PLAIN,
  "header.<name>",
  "query.<name>",
  "body.<path>",
  "part.<name>",
  "bodyHash.sha256",
  "listedHeaders.<name>",
];

const known = new Map<string, readonly (string | Part)[]>();

/** Texts and parts in order. What `unknownParts` names stands as it is written. */
export function readText(template: string): readonly (string | Part)[] {
  const before = known.get(template);
  if (before !== undefined) return before;
  const pieces = template
    .split(WRITTEN)
    .map((piece, at) => (at % 2 === 0 ? piece : (readPart(piece) ?? `{${piece}}`)))
    .filter((piece) => piece !== "");
  known.set(template, pieces);
  return pieces;
}

export function partsOf(signed: SignedText): Part[] {
  const pieces = templatesOf(signed).flatMap((text) => readText(text));
  return pieces.filter((piece) => typeof piece !== "string");
}

/** Every template of it, in order. */
export function templatesOf(signed: SignedText): readonly string[] {
  if (typeof signed === "string") return [signed];
  if ("sorted" in signed) return signed.sorted;
  return signed.pieces.map((piece) => (typeof piece === "string" ? piece : piece.ifThere));
}

/** What stands in braces and is no part, without its braces. */
export function unknownParts(template: string): string[] {
  return template
    .split(WRITTEN)
    .filter((piece, at) => at % 2 === 1 && readPart(piece) === undefined);
}

function readPart(written: string): Part | undefined {
  const [, name = "", of = "", form] = /^(\w+)(?:\.([^|]+))?(?:\|(\w+))?$/.exec(written) ?? [];
  if (form !== undefined && form !== "lower" && form !== "json") return undefined;
  // As JSON only the whole body is had, and only single texts in lower case.
  if (form === "json" && (name !== "body" || of !== "")) return undefined;
  if (form === "lower" && of === "") return undefined;
  const isOne: boolean =
    of === "" ? (PLAIN as readonly string[]).includes(name) : isNamed(name, of);
  if (!isOne) return undefined;
  const own = name === "header" || name === "listedHeaders" ? of.toLowerCase() : of;
  return { name: name as Part["name"], of: own, ...(form !== undefined && { form }) };
}

function isNamed(name: string, of: string): boolean {
  return name === "bodyHash" ? HASH.test(of) : (NAMED as readonly string[]).includes(name);
}
