// The id of a request whose body is one event or several, each with an id of its own.
// Must not give one where an event has none: requests that differ would be one.
import { createHash } from "node:crypto";
import { isNumber } from "../../language/number/exact-number.ts";
import { valuesAt } from "../../language/values-at.ts";
import { bodyJson, type InboundRequest } from "../request/request.ts";
import type { EventIds } from "./presets/preset.ts";

/** Longer ones, and those of several events, are told by their SHA-256. */
const MAX_LENGTH = 200;

/** Undefined when one of the events has no id. */
export function eventIdOf(request: InboundRequest, { at, fields }: EventIds): string | undefined {
  const body = bodyJson(request);
  const [found] = at === "" ? [body] : valuesAt(body, at.split("."));
  const events = Array.isArray(found) ? (found as unknown[]) : [found];
  const ids = events.map((event) => fields.map((field) => idAt(event, field)));
  if (ids.length === 0 || ids.flat().includes(undefined)) return undefined;
  const [first = []] = ids;
  const text = first.join(" ");
  if (ids.length === 1 && text.length <= MAX_LENGTH) return text;
  return `sha256:${createHash("sha256").update(JSON.stringify(ids)).digest("hex")}`;
}

function idAt(event: unknown, field: string): string | undefined {
  const [value] = Array.isArray(event) ? [] : valuesAt(event, [field]);
  const text = isNumber(value) ? String(value) : value;
  return typeof text === "string" && text !== "" ? text : undefined;
}
