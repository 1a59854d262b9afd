// Reads one HTTP/1.1 request from the start of bytes that may not all be there yet. Bounded; judges only the form.

export interface Request {
  method: string;
  /** With the query, as sent. */
  path: string;
  /** Lower-case names; several values of one name joined with ", ". */
  headers: Readonly<Record<string, string>>;
  /** As it was before chunks were made of it. */
  body: Uint8Array;
}

export type Reading =
  /** `end`: where the next request begins. */
  | { kind: "whole"; request: Request; end: number }
  /** Not worth reading again with fewer bytes than `atLeast`. */
  | { kind: "unfinished"; atLeast: number }
  | { kind: "refused"; status: 400 | 413 | 431 };

const MOST_HEAD_BYTES = 65_536;
const MOST_BODY_BYTES = 33_554_432;
const REQUEST_LINE = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/;
/** RFC 9110, 5.1. */
const HEADER = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/;

export function readRequest(bytes: Buffer): Reading {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd > MOST_HEAD_BYTES || (headEnd < 0 && bytes.length > MOST_HEAD_BYTES)) {
    return { kind: "refused", status: 431 };
  }
  if (headEnd < 0) return { kind: "unfinished", atLeast: bytes.length + 1 };
  const head = readHead(bytes.toString("latin1", 0, headEnd));
  if (head === undefined) return { kind: "refused", status: 400 };
  const start = headEnd + 4;
  return isChunked(head.headers) ? readChunks(bytes, start, head) : readSized(bytes, start, head);
}

type Head = Omit<Request, "body">;

function readHead(text: string): Head | undefined {
  const [first = "", ...lines] = text.split("\r\n");
  const [, method, path] = REQUEST_LINE.exec(first) ?? [];
  if (method === undefined || path === undefined) return undefined;
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name, value = ""] = HEADER.exec(line) ?? [];
    if (name === undefined) return undefined;
    const before = headers.get(name.toLowerCase());
    headers.set(name.toLowerCase(), before === undefined ? value : `${before}, ${value}`);
  }
  return { method, path, headers: Object.fromEntries(headers) };
}

function isChunked(headers: Head["headers"]): boolean {
  return /(?:^|,)\s*chunked\s*$/i.test(headers["transfer-encoding"] ?? "");
}

function readSized(bytes: Buffer, start: number, head: Head): Reading {
  const length = Number(head.headers["content-length"] ?? 0);
  if (!Number.isInteger(length) || length < 0) return { kind: "refused", status: 400 };
  if (length > MOST_BODY_BYTES) return { kind: "refused", status: 413 };
  const end = start + length;
  if (bytes.length < end) return { kind: "unfinished", atLeast: end };
  return { kind: "whole", request: { ...head, body: bytes.subarray(start, end) }, end };
}

/** RFC 9112, 7.1; trailers are read over. */
function readChunks(bytes: Buffer, start: number, head: Head): Reading {
  const chunks: Buffer[] = [];
  for (let at = start, total = 0; ;) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) return { kind: "unfinished", atLeast: bytes.length + 1 };
    const [, digits] =
      /^([0-9a-f]{1,8})[ \t]*(?:;|$)/i.exec(bytes.toString("latin1", at, lineEnd)) ?? [];
    if (digits === undefined) return { kind: "refused", status: 400 };
    const size = Number.parseInt(digits, 16);
    if (size === 0) return endOfChunks(bytes, lineEnd, { ...head, body: Buffer.concat(chunks) });
    total += size;
    if (total > MOST_BODY_BYTES) return { kind: "refused", status: 413 };
    const next = lineEnd + 2 + size + 2;
    if (bytes.length < next) return { kind: "unfinished", atLeast: next };
    chunks.push(bytes.subarray(lineEnd + 2, next - 2));
    at = next;
  }
}

function endOfChunks(bytes: Buffer, lastLineEnd: number, request: Request): Reading {
  const end = bytes.indexOf("\r\n\r\n", lastLineEnd);
  if (end < 0) return { kind: "unfinished", atLeast: bytes.length + 1 };
  return { kind: "whole", request, end: end + 4 };
}
