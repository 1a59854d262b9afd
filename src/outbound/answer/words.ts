// A receiver's own code and words, out of its answer. Decides nothing; what it returns may hold a secret and is
// masked by whoever shows it.
import { isNumber, type ExactNumber } from "../../language/number/exact-number.ts";
import { valuesAt } from "../../language/values-at.ts";
import type { AnswerDocument } from "./condition.ts";

/** Where a receiver says why: paths such as `body.errcode`, the first that is there. */
export interface WordPaths {
  code: readonly string[];
  message: readonly string[];
}

/** As most receivers write it; asked when an endpoint has no format. */
export const USUAL_WORDS: WordPaths = {
  code: ["body.errcode", "body.error_code", "body.error.code", "body.code", "body.status"],
  message: [
    "body.errmsg",
    "body.error_description",
    "body.error.message",
    "body.msg",
    "body.message",
    "body.detail",
    "body.error",
    "body.errors",
  ],
};

const MOST_CHARACTERS = 300;

/** `310000: keywords not in content`; an answer that is plain text is its own message. Undefined: it says nothing. */
export function wordsOf(answer: AnswerDocument, paths: WordPaths): string | undefined {
  if (typeof answer.body === "string") return textual(answer.body);
  const code = firstOf(answer, paths.code);
  const message = firstOf(answer, paths.message);
  const parts = [code, message === code ? undefined : message];
  const said = parts.filter((part) => part !== undefined).join(": ");
  return said === "" ? undefined : oneLine(said);
}

/** A page is not said to anyone. */
function textual(body: string): string | undefined {
  const text = oneLine(body);
  return text === "" || text.startsWith("<") ? undefined : text;
}

function firstOf(answer: AnswerDocument, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const found = valuesAt(answer, path.split(".")).find(isSaying);
    if (found !== undefined) return String(found);
  }
  return undefined;
}

function isSaying(value: unknown): value is string | number | ExactNumber | boolean {
  if (typeof value === "string") return value !== "";
  return isNumber(value) || typeof value === "boolean";
}

function oneLine(text: string): string {
  const line = text
    .slice(0, 4 * MOST_CHARACTERS)
    .replaceAll(/\s+/g, " ")
    .trim();
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1)}…` : line;
}
