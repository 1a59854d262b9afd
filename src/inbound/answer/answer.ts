// What a caller is told: JSON with a code, words and a way out. Never why a signature was refused.
import type { SchemaMismatch } from "../decision/validate.ts";

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
