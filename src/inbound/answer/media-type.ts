// What an answer may be, and how a value is written in it. Must not allow what a browser would run.
import { MIMEType } from "node:util";
import { textOf } from "../../language/template/emitters.ts";

export type AnswerKind = "json" | "xml" | "form" | "text";

const KINDS: readonly [pattern: RegExp, kind: AnswerKind][] = [
  [/^application\/(?:json|[\w.-]+\+json)$/, "json"],
  [/^(?:application|text)\/xml$/, "xml"],
  [/^application\/x-www-form-urlencoded$/, "form"],
  [/^text\/plain$/, "text"],
];

/** Undefined: no answer is given as this. */
export function answerKind(contentType: string): AnswerKind | undefined {
  const type = parse(contentType);
  if (type === undefined) return undefined;
  const charset = type.params.get("charset")?.toLowerCase() ?? "utf-8";
  if (charset !== "utf-8") return undefined;
  return KINDS.find(([pattern]) => pattern.test(type.essence))?.[1];
}

/** With the charset where readers would guess another. */
export function writtenType(contentType: string, kind: AnswerKind): string {
  const isTold = kind === "json" || kind === "form" || /;\s*charset=/i.test(contentType);
  return isTold ? contentType : `${contentType}; charset=utf-8`;
}

/** A value between the operator's words, so that it is nothing but text there. */
export const WRITE: Readonly<Record<AnswerKind, (value: unknown) => string>> = {
  // Inside of quotes that the operator wrote; numbers, lists and objects are JSON already.
  json: (value) =>
    typeof value === "string" ? JSON.stringify(value.toWellFormed()).slice(1, -1) : textOf(value),
  xml: (value) =>
    textOf(value)
      .toWellFormed()
      .replace(NO_XML, "")
      .replace(/[&<>"']/g, (sign) => XML_NAMES[sign] ?? sign),
  form: (value) => encodeURIComponent(textOf(value).toWellFormed()),
  text: (value) => textOf(value).toWellFormed(),
};

const XML_NAMES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Characters that XML 1.0 has no way to write (2.2). */
const NO_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function parse(contentType: string): MIMEType | undefined {
  try {
    return new MIMEType(contentType);
  } catch {
    return undefined;
  }
}
