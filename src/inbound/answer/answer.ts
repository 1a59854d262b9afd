// What a caller is told: JSON with a code, words and a way out. Never why a signature was refused.
import type { SchemaMismatch } from "../decision/schema/mismatch.ts";

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface Fault {
  status: number;
  /** Stable, for programs. */
  code: string;
  message: string;
  /** What to do. */
  hint?: string;
  details?: readonly SchemaMismatch[];
  retryAfterSeconds?: number;
  /** Methods that are taken. */
  allow?: string;
}

export function jsonAnswer(status: number, value: object, headers = {}): HttpAnswer {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
    body: JSON.stringify(value),
  };
}

/** `{"error": {"code", "message", "hint"?, "details"?}, "id": "req_…"}` */
export function faultAnswer(fault: Fault, id: string): HttpAnswer {
  const { status, code, message, hint, details, retryAfterSeconds, allow } = fault;
  const headers: Record<string, string> = {};
  if (retryAfterSeconds !== undefined) headers["retry-after"] = String(retryAfterSeconds);
  if (allow !== undefined) headers["allow"] = allow;
  return jsonAnswer(status, { error: { code, message, hint, details }, id }, headers);
}

export const NO_ROUTE: Fault = {
  status: 404,
  code: "no_route",
  message: "there is no such route",
};

export function tooMany(retryAfterSeconds: number): Fault {
  return { status: 429, code: "too_many", message: "too many requests", retryAfterSeconds };
}

/** The one answer to everything that is not authentic; the reason stays inside. */
export const UNAUTHORIZED: Fault = {
  status: 401,
  code: "unauthorized",
  message: "the request is not authorized for this route",
};

export const BUSY: Fault = {
  status: 503,
  code: "busy",
  message: "too much comes in at once whose senders have proven nothing yet",
  hint: "send it again",
  retryAfterSeconds: 5,
};

export function sizeFault(maxBytes: number): Fault {
  return {
    status: 413,
    code: "body_too_large",
    message: `the body is larger than ${maxBytes} bytes`,
    hint: "send less, or raise the route's maxBodyBytes",
  };
}

export const CODING_FAULTS: Readonly<Record<"unknown" | "malformed", Fault>> = {
  unknown: {
    status: 415,
    code: "content_encoding",
    message: "this Content-Encoding is not taken",
    hint: "send gzip, deflate, br or zstd, one of them, or the body as it is",
  },
  malformed: {
    status: 400,
    code: "content_encoding",
    message: "the body is not what its Content-Encoding says, or not all of it",
    hint: "compress it whole, and once",
  },
};
