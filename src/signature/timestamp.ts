// Signed times: how they are written, and when one is too old or too new. Must not read the clock.
import type { TimestampFormat } from "./scheme.ts";

/** Five minutes either way, as Stripe and the Standard Webhooks have it. */
export const DEFAULT_TOLERANCE_MS = 300_000;

const patterns: Readonly<Record<TimestampFormat, RegExp>> = {
  s: /^\d{1,11}$/,
  ms: /^\d{1,14}$/,
  rfc3339: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/,
};

/** Ms since the epoch; undefined when the text is not exactly of that format. */
export function readTimestamp(text: string, format: TimestampFormat): number | undefined {
  if (!patterns[format].test(text)) return undefined;
  if (format !== "rfc3339") return Number(text) * (format === "s" ? 1000 : 1);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/** The inverse; `at` in ms since the epoch. */
export function writeTimestamp(at: number, format: TimestampFormat): string {
  if (format === "ms") return String(at);
  return format === "s" ? String(Math.floor(at / 1000)) : new Date(at).toISOString();
}

/** Why a timestamp is outside of the tolerance, which counts in both directions; all in ms. */
export function replayProblem(at: number, now: number, toleranceMs: number): string | undefined {
  const ageMs = now - at;
  if (Math.abs(ageMs) <= toleranceMs) return undefined;
  const seconds = Math.ceil(Math.abs(ageMs) / 1000);
  const side = ageMs > 0 ? "old" : "in the future";
  return `the timestamp is ${seconds} s ${side}, the tolerance is ${toleranceMs / 1000} s`;
}
