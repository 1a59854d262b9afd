// What the log keeps of one try. Masks and cuts; judges nothing.
import type { MaskText } from "../../language/mask-text.ts";
import type { Attempt } from "../record.ts";
import type { Result } from "./outcome.ts";

/** Adds what came back; `responseBytes`: how much of the answer's body is kept. */
export function describeResult(
  made: Attempt,
  result: Result,
  responseBytes: number,
  mask: MaskText,
): void {
  if (result.kind === "unrendered") return;
  made.timings = result.timings;
  if (result.address !== undefined) made.address = result.address;
  if (result.kind !== "response") return;
  made.httpStatus = result.status;
  if (result.body !== "" && responseBytes > 0)
    made.response = cut(mask(result.body), responseBytes);
}

// UTF-8 needs at most three bytes for each UTF-16 unit, so that most bodies need no counting.
function cut(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes) return text;
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString("utf8", 0, end);
}
