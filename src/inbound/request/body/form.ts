// Reads application/x-www-form-urlencoded (WHATWG URL, 5.1), but invalid UTF-8 is refused, not replaced.
import { collectFields, maxFields } from "./fields.ts";
import { readJson } from "./json.ts";
import { refuse, type Refusal } from "./refusal.ts";
import { decodeUtf8 } from "./utf8.ts";

const startsLikeDocument = /^\s*[{[]/;

/**
 * Fields as text; a name that occurs several times has a list. A form whose only field is a
 * `payload` of JSON is that JSON, which is how GitHub and Slack send documents in forms.
 */
export function readForm(text: string): { ok: true; value: unknown } | Refusal {
  if (isUndeclaredJson(text)) {
    return refuse(
      422,
      "body_json_sent_as_form",
      "the body is JSON but the Content-Type says it is a form",
      `send the header "Content-Type: application/json" (curl -d does not set it)`,
    );
  }
  const pairs: [string, string][] = [];
  for (const part of text.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = decode(equals < 0 ? part : part.slice(0, equals));
    const value = decode(equals < 0 ? "" : part.slice(equals + 1));
    if (name === undefined || value === undefined) {
      return refuse(
        400,
        "body_not_utf8",
        "a percent-encoded part of the form is not valid UTF-8",
        "percent-encode the UTF-8 bytes of each field",
      );
    }
    pairs.push([name, value]);
    if (pairs.length > maxFields) break;
  }
  const collected = collectFields(pairs);
  if (!collected.ok) return collected;
  const { payload } = collected.fields;
  const isAlone = Object.keys(collected.fields).length === 1;
  if (isAlone && typeof payload === "string" && startsLikeDocument.test(payload)) {
    const document = readJson(payload);
    // What is no JSON at all is a field that happens to have this name.
    if (document.ok || document.status === 422) return document;
  }
  return { ok: true, value: collected.fields };
}

// Encoders escape quotes and brackets, so no form begins like this.
function isUndeclaredJson(text: string): boolean {
  return startsLikeDocument.test(text) && readJson(text).ok;
}

/** A `%` that starts no escape stands for itself. */
function decode(text: string): string | undefined {
  let valid = true;
  const spaced = text.replaceAll("+", " ");
  const decoded = spaced.replace(/(?:%[\da-f]{2})+/gi, (escapes) => {
    const part = decodeUtf8(Buffer.from(escapes.replaceAll("%", ""), "hex"));
    valid &&= part !== undefined;
    return part ?? "";
  });
  return valid ? decoded : undefined;
}
