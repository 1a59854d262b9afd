// The canonical list of a message's fields that some senders sign in place of its bytes: sorted by name.
// Must not know a sender.
import { bodyJson, formFields, queryOf, type Message } from "./message.ts";
import type { Fields } from "./scheme.ts";

export function fieldList(message: Message, fields: Fields | undefined): string {
  if (fields === undefined) return "";
  const { except, pair, join, filled } = fields;
  return entriesOf(message, fields.of)
    .filter(([name, value]) => !except.includes(name) && (filled !== true || value !== ""))
    .toSorted(([one], [other]) => (one < other ? -1 : Number(one > other)))
    .map(([name, value]) => name + pair + value)
    .join(join);
}

function entriesOf(message: Message, of: Fields["of"]): [string, string][] {
  if (of === "form") return [...formFields(message)];
  if (of === "query") return [...new URLSearchParams(queryOf(message.url))];
  const body = bodyJson(message);
  if (typeof body !== "object" || body === null || Array.isArray(body)) return [];
  return Object.entries(body).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
}
