// What a stand-in for a vendor's receiver is: it refuses what the vendor refuses, with the vendor's own answer.
import type { Endpoint } from "../../../src/config/settings.ts";
import type { ReceivedRequest, Receiver, ReceiverAnswer } from "../one-try.ts";

export interface StandIn {
  /** What an endpoint of this format is set up with beside it. */
  settings: Partial<Endpoint>;
  receive: Receiver;
  /** The text that a reader sees, with what the receiver takes as markup already taken away. */
  reads?: (request: ReceivedRequest) => string;
  /** Whom the message calls or where it leads, beside what is plain text. */
  active?: (request: ReceivedRequest) => string[];
  /** Settings that the receiver refuses, or an answer of its own, and what the log then says. */
  refuses: Refusal[];
}

export interface Refusal {
  /** Default: the stand-in's own settings. */
  settings?: Partial<Endpoint>;
  /** Default: what the stand-in answers to these settings. */
  answer?: ReceiverAnswer;
  status: "failed" | "dead" | "delivered";
  error?: string;
  /** It slows the endpoint down. */
  busy?: true;
}

export function json(request: ReceivedRequest): Record<string, unknown> {
  return JSON.parse(request.body) as Record<string, unknown>;
}

/** The value at a path of JSON, `undefined` where there is none. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}

export function text(value: unknown, ...path: (string | number)[]): string {
  const found = at(value, ...path);
  return typeof found === "string" ? found : "";
}

/** What a reader does not see. */
export function seen(shown: string): string {
  return shown.replaceAll("\u200B", "");
}
