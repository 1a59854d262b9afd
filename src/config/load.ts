// Finds our block in what the host or a file gives. Does not look at what stands inside it.
import JSON5 from "json5";
import { isRecord } from "./problem/path.ts";
import type { Problem } from "./settings.ts";

/** Found: the block's content without its wrapper, and what is wrong with that. Otherwise: why there is none to read. */
export type BlockReading =
  | { ok: true; block: Record<string, unknown>; problems: Problem[] }
  | { ok: false; problem: Problem };

/** The value that a JSON5 text holds, or where it stops being JSON5. */
export type FileReading = { ok: true; value: unknown } | { ok: false; problem: Problem };

/**
 * Accepts the content itself or the content in its `webhooks:` wrapper; nothing at all is an empty block. What stands
 * beside the wrapper is read with it, so that nothing in it stands still; only what both have is not: the wrapper's
 * counts, but for endpoints, which are all taken.
 */
export function readBlock(raw: unknown): BlockReading {
  if (raw === undefined || raw === null) return { ok: true, block: {}, problems: [] };
  if (!isRecord(raw)) return refuse("", `expected an object, found ${kindOf(raw)}`);
  if (!Object.hasOwn(raw, "webhooks")) return { ok: true, block: raw, problems: [] };
  const { webhooks: inner, ...beside } = raw;
  const keys = Object.keys(beside);
  if (isRecord(inner)) {
    const problems = keys.map((key) => besideWrapper(key, Object.hasOwn(inner, key)));
    return { ok: true, block: withBeside(inner, beside), problems };
  }
  const refused = refuse("webhooks", `expected an object, found ${kindOf(inner)}`);
  if (keys.length === 0) return refused;
  return { ok: true, block: beside, problems: [refused.problem] };
}

function withBeside(
  inner: Record<string, unknown>,
  beside: Record<string, unknown>,
): Record<string, unknown> {
  const [one, other] = [inner["endpoints"], beside["endpoints"]];
  const both = { ...beside, ...inner };
  if (Array.isArray(one) && Array.isArray(other)) both["endpoints"] = [...one, ...other];
  return both;
}

function besideWrapper(key: string, inBoth: boolean): Problem {
  const isLeftOut = inBoth && key !== "endpoints";
  const what = isLeftOut
    ? `stands beside another "${key}", which is left out`
    : `stands beside "${key}"`;
  return { path: "webhooks", message: `${what}; move it into "webhooks" or remove the wrapper` };
}

/** Parses a file that holds the block. A syntax error is told with its line and column, both from 1. */
export function readConfigFile(text: string): FileReading {
  try {
    return { ok: true, value: JSON5.parse<unknown>(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refuse("", `not valid JSON5: ${syntaxMessage(error)}`);
  }
}

function syntaxMessage(error: SyntaxError): string {
  const reason = error.message.replace(/^JSON5: /, "").replace(/ at \d+:\d+$/, "");
  const { lineNumber, columnNumber } = error as SyntaxError & {
    lineNumber?: number;
    columnNumber?: number;
  };
  return lineNumber === undefined
    ? reason
    : `${reason} at line ${lineNumber}, column ${columnNumber}`;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

function refuse(path: string, message: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { path, message } };
}
