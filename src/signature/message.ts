// One HTTP message that is or will be signed, and how single facts are read from it.
// Must not decide whether it is authentic, and must not take an address from the Host header.
import { isNumber } from "../language/number/exact-number.ts";
import { parseJson } from "../language/number/parse-json.ts";
import { valuesAt } from "../language/values-at.ts";
import { placeName, type Place } from "./scheme.ts";

export interface Message {
  method: string;
  /** Path with query, as received. */
  url: string;
  /** Lower-case names; several values of one name joined with ", ". */
  headers: Readonly<Record<string, string>>;
  rawBody: Uint8Array;
}

export type Read<T> = { ok: true; value: T } | { ok: false; reason: string };

/** The value of a header that must be there once and hold something. `name` in lower case. */
export function soleHeader(message: Message, name: string): Read<string> {
  const reading = filledHeader(message, name);
  if (reading.ok && reading.value.includes(", ")) {
    return { ok: false, reason: `header "${name}" was sent more than once` };
  }
  return reading;
}

/** The same for a header that is a list, which may rightly be spread over several lines. */
export function filledHeader(message: Message, name: string): Read<string> {
  const value = header(message, name);
  if (value === undefined) return { ok: false, reason: `header "${name}" is missing` };
  if (value.trim() === "") return { ok: false, reason: `header "${name}" is empty` };
  return { ok: true, value };
}

/** Undefined when it was not sent, also for names that every object has. */
export function header(message: Message, name: string): string | undefined {
  return Object.hasOwn(message.headers, name) ? message.headers[name] : undefined;
}

/** What stands at a place, which must hold something, and in a header once. */
export function readPlace(message: Message, place: Place): Read<string> {
  if ("header" in place) return soleHeader(message, place.header);
  const value = "query" in place ? queryValue(message, place.query) : bodyText(message, place.body);
  if (value === undefined) return { ok: false, reason: `${placeName(place)} is missing` };
  if (value === "") return { ok: false, reason: `${placeName(place)} is empty` };
  return { ok: true, value };
}

/** Undefined when it is not there; what is there must be readable as above. */
export function readIfThere(message: Message, place: Place): Read<string | undefined> {
  const isThere =
    "header" in place
      ? Object.hasOwn(message.headers, place.header)
      : ("query" in place ? queryValue(message, place.query) : bodyText(message, place.body)) !==
        undefined;
  return isThere ? readPlace(message, place) : { ok: true, value: undefined };
}

/** The first value of that name in the query. */
export function queryValue({ url }: Message, name: string): string | undefined {
  return new URLSearchParams(queryOf(url)).get(name) ?? undefined;
}

export function queryOf(url: string): string {
  const start = url.indexOf("?");
  return start < 0 ? "" : url.slice(start + 1);
}

/**
 * The address that the sender called: scheme, host and path as configured, the query as received.
 * Never from the Host header, which the sender of a forged request chooses.
 */
export function calledAddress({ url }: Message, configuredUrl: string): string {
  const start = url.indexOf("?");
  if (start < 0) return configuredUrl;
  return configuredUrl.replace(/\?.*$/s, "") + url.slice(start);
}

/** The body as JSON, its numbers as they were written; undefined when it is none. */
export function bodyJson({ rawBody }: Message): unknown {
  try {
    return parseJson(Buffer.from(rawBody).toString("utf8"));
  } catch {
    return undefined;
  }
}

export function isForm(message: Message): boolean {
  const type = header(message, "content-type") ?? "";
  return /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type);
}

function isXml(message: Message): boolean {
  const type = header(message, "content-type") ?? "";
  return /^(?:application|text)\/(?:[\w.-]+\+)?xml\s*(?:;|$)/i.test(type);
}

/** Of the first element of this name, when it holds text alone, as it is or as CDATA. */
function elementText(xml: string, name: string): string | undefined {
  const start = xml.indexOf(`<${name}>`);
  const end = xml.indexOf(`</${name}>`, start);
  if (start < 0 || end < 0) return undefined;
  const inner = xml.slice(start + name.length + 2, end).trim();
  const data = /^<!\[CDATA\[(.*)\]\]>$/s.exec(inner)?.[1] ?? inner;
  return /[<>&]/.test(data) ? undefined : data;
}

export function formFields({ rawBody }: Message): URLSearchParams {
  return new URLSearchParams(Buffer.from(rawBody).toString("utf8"));
}

/** The first text or number at a dotted path of the JSON body, or of that name in a form or in XML, as text. */
export function bodyText(message: Message, path: string): string | undefined {
  if (isForm(message)) return formFields(message).get(path) ?? undefined;
  if (isXml(message)) return elementText(Buffer.from(message.rawBody).toString("utf8"), path);
  const [value] = valuesAt(bodyJson(message), path.split("."));
  if (isNumber(value)) return String(value);
  return typeof value === "string" ? value : undefined;
}
