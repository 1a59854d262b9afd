// How a request is answered, as data, and what that is on the wire. Opens no socket, reads no clock.
import { gzipSync } from "node:zlib";
import type { Reply, Step } from "./steps.ts";

/** What goes wrong with an answer. */
export type Fault =
  /** No answer; the connection stays open. */
  | { kind: "hang" }
  /** The connection is reset before the answer, after its headers, or after so many of its bytes. */
  | { kind: "reset"; at: "before" | "after-headers" | number }
  /** The connection is closed after half of the body that was announced. */
  | { kind: "truncate" }
  /** A body of so many bytes. */
  | { kind: "oversize"; bytes: number }
  /** A body that unpacks to so many bytes. */
  | { kind: "gzip-bomb"; bytes: number }
  /** A body that comes one byte at a time. */
  | { kind: "trickle"; everyMs: number };

export interface Behaviour {
  status: number;
  headers?: Readonly<Record<string, string>>;
  /** Pause before the first byte. */
  delayMs?: number;
  /** Pause between the headers and the body. */
  bodyDelayMs?: number;
  fault?: Fault;
}

/** Long enough for the bytes before a reset to be read; a reset takes with it what is not. */
const BEFORE_RESET_MS = 50;
const TRICKLED_BYTES = 600;
const CHUNK = Buffer.alloc(65_536, "x");

/** A complete answer. `content-length` is the body's unless given. */
export function answer(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body: string | Uint8Array = "",
): Reply {
  const steps = [{ send: head(status, { "content-length": lengthOf(body), ...headers }) }];
  return body.length === 0 ? steps : [...steps, { send: body }];
}

/** What a request is answered with. */
export function replyOf(behaviour: Behaviour): Reply {
  const { delayMs, fault } = behaviour;
  const steps =
    fault === undefined ? unbroken(behaviour, bodyOf(behaviour)) : broken(behaviour, fault);
  return delayMs === undefined ? steps : [{ pauseMs: delayMs }, ...steps];
}

function broken(behaviour: Behaviour, fault: Fault): Reply {
  switch (fault.kind) {
    case "hang":
      return [{ hang: true }];
    case "reset":
      return reset(behaviour, fault.at);
    case "truncate": {
      const body = bodyOf(behaviour);
      const steps = announced(behaviour, { "content-length": `${body.length * 2}` });
      return [...steps, { send: body }, { close: "fin" }];
    }
    case "oversize": {
      const steps = announced(behaviour, { "content-length": `${fault.bytes}` });
      return [...steps, { flood: CHUNK, bytes: fault.bytes }];
    }
    case "gzip-bomb":
      return unbroken(behaviour, gzipSync(Buffer.alloc(fault.bytes)), {
        "content-encoding": "gzip",
      });
    case "trickle": {
      const byte: Reply = [{ send: "." }, { pauseMs: fault.everyMs }];
      const steps = announced(behaviour, { "content-length": `${TRICKLED_BYTES}` });
      return [...steps, ...Array.from({ length: TRICKLED_BYTES }, () => byte).flat()];
    }
  }
}

function reset(behaviour: Behaviour, at: "before" | "after-headers" | number): Reply {
  const body = bodyOf(behaviour);
  const start = head(behaviour.status, headersOf(behaviour, body));
  const count = at === "before" ? 0 : at === "after-headers" ? start.length : at;
  if (count === 0) return [{ close: "rst" }];
  const bytes = Buffer.from(start + body).subarray(0, count);
  return [{ send: bytes }, { pauseMs: BEFORE_RESET_MS }, { close: "rst" }];
}

function unbroken(
  behaviour: Behaviour,
  body: string | Uint8Array,
  more: Readonly<Record<string, string>> = {},
): Reply {
  const steps = announced(behaviour, { ...headersOf(behaviour, body), ...more });
  return body.length === 0 ? steps : [...steps, { send: body }];
}

/** The headers, and the pause after them. */
function announced(
  { status, headers, bodyDelayMs }: Behaviour,
  own: Readonly<Record<string, string>>,
): Step[] {
  const start = { send: head(status, { ...own, ...headers }) };
  return bodyDelayMs === undefined ? [start] : [start, { pauseMs: bodyDelayMs }];
}

function headersOf({ headers }: Behaviour, body: string | Uint8Array): Record<string, string> {
  return { "content-type": "text/plain", "content-length": lengthOf(body), ...headers };
}

function bodyOf({ status }: Behaviour): string {
  return status === 204 || status === 304 ? "" : `answered ${status}\n`;
}

function lengthOf(body: string | Uint8Array): string {
  return `${Buffer.byteLength(body)}`;
}

function head(status: number, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Scripted\r\n${lines.join("")}\r\n`;
}
