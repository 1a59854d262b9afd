// When a signed timestamp is too old or too new.
// Must not read the clock.

type TimestampFormat = "s" | "ms" | "rfc3339";

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

/** Why a timestamp is outside of the tolerance, which counts in both directions; all in ms. */
export function replayProblem(at: number, now: number, toleranceMs: number): string | undefined {
  const ageMs = now - at;
  if (Math.abs(ageMs) <= toleranceMs) return undefined;
  const seconds = Math.ceil(Math.abs(ageMs) / 1000);
  const side = ageMs > 0 ? "old" : "in the future";
  return `the timestamp is ${seconds} s ${side}, the tolerance is ${toleranceMs / 1000} s`;
}
