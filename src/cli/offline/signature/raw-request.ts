// Reads one HTTP request out of a text: headers, a blank line, the body. Judges nothing, and repeats nothing of it.
import type { InboundRequest } from "../../../inbound/request/request.ts";

export type RequestReading = { ok: true; request: InboundRequest } | { ok: false; problem: string };

const REQUEST_LINE = /^([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?$/;
/** RFC 9110, 5.1. A line that starts with a colon is what HTTP/2 has in place of a request line. */
const HEADER = /^(:?[!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/;

/**
 * The request line may be left out. `receivedAt` in ms since the epoch. The body is all that follows the first
 * blank line, to the last byte.
 */
export function readRawRequest(bytes: Uint8Array, receivedAt: number): RequestReading {
  // Header bytes are Latin-1, as Node's own server reads them.
  const text = Buffer.from(bytes).toString("latin1");
  const start = /^(?:[ \t]*\r?\n)*/.exec(text)?.[0].length ?? 0;
  const end = /\r?\n\r?\n/.exec(text.slice(start));
  const head = end === null ? text.slice(start).trimEnd() : text.slice(start, start + end.index);
  const bodyStart = end === null ? text.length : start + end.index + end[0].length;
  if (head === "") return { ok: false, problem: "there are no headers" };
  const lines = head.split(/\r?\n/);
  const [, method = "POST", url = "/"] = REQUEST_LINE.exec(lines[0] ?? "") ?? [];
  const headers: Record<string, string> = {};
  for (const [index, line] of lines.entries()) {
    if (index === 0 && REQUEST_LINE.test(line)) continue;
    const [, name, value = ""] = HEADER.exec(line) ?? [];
    if (name === undefined) {
      return { ok: false, problem: `line ${index + 1} of the headers is not "name: value"` };
    }
    const lower = name.toLowerCase();
    const before = Object.hasOwn(headers, lower) ? `${headers[lower]}, ` : "";
    headers[lower] = before + value;
  }
  const request = { method, url, headers, query: {}, peer: "", receivedAt };
  return { ok: true, request: { ...request, rawBody: bytes.subarray(bodyStart) } };
}
