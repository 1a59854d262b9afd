// What a row of figures can span, and how long each width is kept.

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;

/**
 * What a row can span: as it was written, and as it is kept for longer. `ever`: all that a minute tells no more,
 * one row an endpoint, at 0.
 */
export const WIDTH = { minute: MINUTE_MS, quarter: QUARTER_MS, ever: 0 } as const;

/** How long rows of a minute stay before they become rows of a quarter of an hour, ms. */
export const MINUTES_FOR_MS = 2 * 3_600_000;
/** How long anything stays, ms. */
export const KEPT_FOR_MS = 8 * 86_400_000;

/** Start of the span that a time lies in. */
export function startOf(atMs: number, widthMs: number): number {
  return Math.floor(atMs / widthMs) * widthMs;
}
