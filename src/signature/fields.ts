// The canonical list of a message's fields that some senders sign in place of its bytes: sorted by name.
// Must not know a sender.
import { bodyJson, formFields, isForm, queryOf, type Message } from "./message.ts";
import type { Fields } from "./scheme.ts";

export function fieldList(message: Message, fields: Fields | undefined): string {
  if (fields === undefined) return "";
  const { except, pair, join, filled, asSet } = fields;
  if (asSet && !isForm(message)) return "";
  const entries = entriesOf(message, fields.of).filter(
    ([name, value]) => !except.includes(name) && (filled !== true || value !== ""),
  );
  return (asSet ? setOf(entries) : entries.toSorted(byName))
    .map(([name, value]) => name + pair + value)
    .join(join);
}

type Entry = [name: string, value: string];

const byText = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
const byName = ([one]: Entry, [other]: Entry): number => byText(one, other);

function setOf(entries: readonly Entry[]): Entry[] {
  const once = new Map(entries.map((entry) => [JSON.stringify(entry), entry]));
  return [...once.values()].sort((one, other) => byName(one, other) || byText(one[1], other[1]));
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
