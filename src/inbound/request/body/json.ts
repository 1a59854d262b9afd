// Reads JSON strictly. Keys such as `__proto__` become own properties and change no prototype.
import { parseExactly } from "../../../language/number/parse-json.ts";
import { lookThroughJson } from "./json-fault.ts";
import { refuse, type Refusal } from "./refusal.ts";

const maxDepth = 64;

/** Numbers as they were written, see `ExactNumber`. Duplicate keys and more than 64 levels are 422: other readers would see another document. */
export function readJson(text: string): { ok: true; value: unknown } | Refusal {
  const { fault, hasLongNumber } = lookThroughJson(text, maxDepth);
  if (!fault) return { ok: true, value: hasLongNumber ? parseExactly(text) : JSON.parse(text) };
  const place = placeOf(text, fault.at);
  if (fault.kind === "duplicate") {
    return refuse(
      422,
      "body_duplicate_key",
      `a key stands twice in one object: the second is at ${place}`,
      "send each key once",
    );
  }
  if (fault.kind === "depth") {
    return refuse(
      422,
      "body_too_deep",
      `the JSON is nested deeper than ${maxDepth} levels at ${place}`,
      "send a flatter document",
    );
  }
  return refuse(
    400,
    "body_not_json",
    `the body is not valid JSON: expected ${fault.expected} at ${place}`,
    "send JSON as RFC 8259 has it, or the Content-Type that the body really has",
  );
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at);
  const line = before.split("\n").length;
  return `line ${line}, column ${at - before.lastIndexOf("\n")}`;
}
