// Writes a value as the body of a request: JSON, a form, plain text, or one line of JSON.
import type { ContentType, Method } from "../../config/settings.ts";
import { textOf } from "../../language/template/emitters.ts";
import { isNumber } from "../../language/number/exact-number.ts";

/** As it stands in the header. */
export const MEDIA_TYPES: Readonly<Record<ContentType, string>> = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  text: "text/plain; charset=utf-8",
  ndjson: "application/x-ndjson",
};

const WITHOUT_BODY: ReadonlySet<Method> = new Set(["GET", "DELETE"]);

/** RFC 9110, section 9.3: content of a GET or a DELETE means nothing, and many servers refuse it. */
export function hasBody(method: Method): boolean {
  return !WITHOUT_BODY.has(method);
}

/** `value`: JSON of any shape. A form's inner fields are named as PHP and Rails read them: `data[agentId]`. */
export function writeContent(value: unknown, contentType: ContentType): string {
  switch (contentType) {
    case "json":
      return JSON.stringify(value);
    case "ndjson":
      return `${JSON.stringify(value)}\n`;
    case "text":
      return textOf(value);
    case "form":
      return new URLSearchParams(fieldsOf(value, "")).toString();
  }
}

function fieldsOf(value: unknown, name: string): [string, string][] {
  if (value === null || value === undefined) return [];
  if (typeof value !== "object" || isNumber(value)) {
    return [[name === "" ? "value" : name, textOf(value)]];
  }
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((item: unknown, index) => [String(index), item])
    : Object.entries(value);
  return entries.flatMap(([key, inner]) => fieldsOf(inner, name === "" ? key : `${name}[${key}]`));
}
