// One HTTP request as it came in, and how single facts are read from it.
// Must not decide whether the request is authentic.
import { isNumber } from "../../language/number/exact-number.ts";
import { parseJson } from "../../language/number/parse-json.ts";
import { valuesAt } from "../../language/values-at.ts";

export interface InboundRequest {
  method: string;
  /** Path with query, as received. */
  url: string;
  /** Lower-case names; several values of one name joined with ", ". */
  headers: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  rawBody: Uint8Array;
  /** Address of the direct peer. */
  peer: string;
  /** Ms since the epoch. */
  receivedAt: number;
}

export type HeaderReading = { ok: true; value: string } | { ok: false; reason: string };

/** The value of a header that must be there once and hold something. `name` in lower case. */
export function soleHeader(request: InboundRequest, name: string): HeaderReading {
  const reading = filledHeader(request, name);
  if (reading.ok && reading.value.includes(", ")) {
    return { ok: false, reason: `header "${name}" was sent more than once` };
  }
  return reading;
}

/** The same for a header that is a list, which may rightly be spread over several lines. */
export function filledHeader(request: InboundRequest, name: string): HeaderReading {
  const value = header(request, name);
  if (value === undefined) return { ok: false, reason: `header "${name}" is missing` };
  if (value.trim() === "") return { ok: false, reason: `header "${name}" is empty` };
  return { ok: true, value };
}

/** Undefined when it was not sent, also for names that every object has. */
export function header(request: InboundRequest, name: string): string | undefined {
  return Object.hasOwn(request.headers, name) ? request.headers[name] : undefined;
}

/**
 * The address that the sender called: scheme, host and path as configured, the query as received.
 * Never from the Host header, which the sender of a forged request chooses.
 */
export function calledAddress(request: InboundRequest, configuredUrl: string): string {
  const start = request.url.indexOf("?");
  if (start < 0) return configuredUrl;
  return configuredUrl.replace(/\?.*$/s, "") + request.url.slice(start);
}

/** The body as JSON, its numbers as they were written; undefined when it is none. */
export function bodyJson(request: InboundRequest): unknown {
  try {
    return parseJson(Buffer.from(request.rawBody).toString("utf8"));
  } catch {
    return undefined;
  }
}

/** The first text or number at a dotted path of the JSON body, as text. */
export function bodyText(request: InboundRequest, path: string): string | undefined {
  const [value] = valuesAt(bodyJson(request), path.split("."));
  if (isNumber(value)) return String(value);
  return typeof value === "string" ? value : undefined;
}
