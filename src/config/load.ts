// Finds our block in what the host or a file gives. Does not look at what stands inside it.
import JSON5 from "json5";
import { isRecord } from "./problem/path.ts";
import type { Problem } from "./settings.ts";

/** Found: the block's content without its wrapper. Otherwise: why there is none to read. */
export type BlockReading =
  | { ok: true; block: Record<string, unknown> }
  | { ok: false; problem: Problem };

/** The value that a JSON5 text holds, or where it stops being JSON5. */
export type FileReading = { ok: true; value: unknown } | { ok: false; problem: Problem };

/**
 * Accepts the content itself or the content in its `webhooks:` wrapper; nothing at all is an empty block.
 * A mixture is refused: which of the two was meant is not ours to guess.
 */
export function readBlock(raw: unknown): BlockReading {
  if (raw === undefined || raw === null) return { ok: true, block: {} };
  if (!isRecord(raw)) return refuse("", `expected an object, found ${kindOf(raw)}`);
  if (!Object.hasOwn(raw, "webhooks")) return { ok: true, block: raw };
  const beside = Object.keys(raw).filter((key) => key !== "webhooks");
  if (beside.length > 0) {
    const keys = beside.map((key) => `"${key}"`).join(", ");
    return refuse(
      "webhooks",
      `stands beside ${keys}; move them into "webhooks" or remove the wrapper`,
    );
  }
  const block = raw["webhooks"];
  return isRecord(block)
    ? { ok: true, block }
    : refuse("webhooks", `expected an object, found ${kindOf(block)}`);
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
