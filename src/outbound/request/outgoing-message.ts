// What is sent for an event: one request, or several in order when a text was split. Data only.
import type { Method } from "../../config/settings.ts";

export interface Message {
  method: Method;
  url: string;
  /** Absent: a method without a body. */
  contentType?: string;
  /** What a format adds; an operator's own header of the same name goes before it. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

export type Messages = { ok: true; messages: readonly Message[] } | { ok: false; error: string };
