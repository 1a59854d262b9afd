// A raw fact as the host told it, before it means anything to us. The shapes below are only what
// the mappers read; hosts add fields freely, and every field may be missing.

/** Where the host told it: a typed plugin hook, the agent event stream, or a transcript update. */
export type Source = "hook" | "agent" | "transcript";

export interface Observation {
  source: Source;
  /** Hook name, agent event stream, or the role of the transcript message. */
  name: string;
  /** When it reached us, ms since the epoch. */
  at: number;
  event: Fields;
  context: Fields;
}

/** An object of the host of which nothing is taken for granted. */
export type Fields = Readonly<Record<string, unknown>>;

const NOTHING: Fields = Object.freeze({});

/** The object at `key`, or an empty one. */
export function fields(parent: Fields, key: string): Fields {
  return asFields(parent[key]);
}

export function asFields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : NOTHING;
}

/** A non-empty string, or undefined. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A finite number, or undefined. */
export function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** An id that hosts give as a string or a number. */
export function id(value: unknown): string | undefined {
  return typeof value === "number" ? String(value) : text(value);
}

/** The words of a message's content: a string, or the text parts of a list of parts. */
export function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part) => asFields(part))
    .filter((part) => part["type"] === "text")
    .map((part) => text(part["text"]) ?? "")
    .join("");
}

/** `agent:<agentId>:…` → the agent id. Source: docs/concepts/session.md of the host. */
export function agentOfSessionKey(sessionKey: string | undefined): string | undefined {
  const parts = sessionKey?.split(":");
  return parts?.[0] === "agent" ? text(parts[1]) : undefined;
}
