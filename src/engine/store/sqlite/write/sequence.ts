// Row numbers of deliveries: creation time and a counter in one integer. Reads no clock.

/** 2020-01-01 in ms: with it, numbers stay below 2^53 until the year 2089. */
const originMs = 1_577_836_800_000;
const perMs = 4096;

/** The smallest number that a delivery created at `atMs` or later can have. */
export function firstSequenceAt(atMs: number): number {
  return Math.max(0, Math.ceil(atMs) - originMs) * perMs;
}

/** The next number: after the last one, and never below its own creation time. */
export function nextSequence(last: number, nowMs: number): number {
  return Math.max(last + 1, firstSequenceAt(nowMs));
}
