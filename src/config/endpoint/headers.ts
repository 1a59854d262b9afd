// Decides which extra request headers an operator may set. Never shows a value: most are credentials.
import { configPath } from "../../language/config-path.ts";
import type { Problem } from "../settings.ts";

/** RFC 9110, section 5.6.2: token. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** RFC 9110, section 5.5: visible ASCII, space, tab and obs-text; everything else is refused. */
const FIELD_VALUE = /^[\t\x20-\x7E\x80-\xFF]*$/;

/** Names that every attempt sets itself, or that would break its framing (RFC 9110, section 7.6.1). */
const RESERVED = new Set([
  "connection",
  "content-length",
  "content-type",
  "expect",
  "host",
  "keep-alive",
  "te",
  "traceparent",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const RESERVED_PREFIXES = ["webhook-", "x-openclaw-"];

/** Problems of an endpoint's `headers`; `path` is the path of that object. */
export function checkHeaders(headers: Readonly<Record<string, string>>, path: string): Problem[] {
  const seen = new Map<string, string>();
  return Object.entries(headers).flatMap(([name, value]) => {
    const lowerCase = name.toLowerCase();
    const twin = seen.get(lowerCase);
    seen.set(lowerCase, name);
    const message = headerProblem(name, value) ?? twinProblem(twin);
    return message === undefined ? [] : [{ path: configPath(path, name), message }];
  });
}

/** What is wrong with the name of a header, or undefined. */
export function headerNameProblem(name: string): string | undefined {
  if (TOKEN.test(name)) return undefined;
  return "is not a header name (letters, digits and !#$%&'*+.^_`|~- only)";
}

/** What keeps a signature from writing this header: `webhook-…` is free to it. In lower case. */
export function ownHeaderProblem(name: string): string | undefined {
  return RESERVED.has(name) || name.startsWith("x-openclaw-") ? SET_ALREADY : undefined;
}

const SET_ALREADY = "is set by every delivery itself and cannot be configured";

function headerProblem(name: string, value: string): string | undefined {
  const misnamed = headerNameProblem(name);
  if (misnamed !== undefined) return misnamed;
  const lowerCase = name.toLowerCase();
  if (RESERVED.has(lowerCase) || RESERVED_PREFIXES.some((prefix) => lowerCase.startsWith(prefix))) {
    return SET_ALREADY;
  }
  if (!FIELD_VALUE.test(value)) {
    return "its value holds a line break, a control character or a character beyond Latin-1";
  }
  return undefined;
}

function twinProblem(twin: string | undefined): string | undefined {
  return twin === undefined ? undefined : `names the same header as "${twin}"`;
}
