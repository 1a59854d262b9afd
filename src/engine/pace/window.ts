// How many requests a receiver bears at once: one more for each window that was borne, half after an overload.
// Knows no endpoint and no delivery.

export interface Window {
  /** Whole requests, from 1 to the most that is configured. */
  width: (now: number) => number;
  /** Told back to `overloaded`: which width an attempt started under. */
  round: () => number;
  /** An attempt arrived. */
  borne: () => void;
  /** Halves, once for all attempts that started under the same width. */
  overloaded: (round: number, now: number) => void;
  /** One at a time, to begin anew. */
  narrow: (now: number) => void;
  /** At once as wide as it may be. */
  widen: () => void;
}

/** So long after the last overload nothing of it is known any more: few deliveries would never widen it. */
export const FORGET_MS = 10 * 60 * 1000;

export function createWindow(most: number): Window {
  let width = most;
  let round = 0;
  let overloadedAt = -Infinity;

  function shrink(to: number, now: number): void {
    width = to;
    overloadedAt = now;
    round += 1;
  }

  return {
    width: (now) => (now - overloadedAt >= FORGET_MS ? most : Math.floor(width)),
    round: () => round,
    borne() {
      width = Math.min(most, width + 1 / width);
    },
    overloaded(startedIn, now) {
      // Answers to requests that were out already when it shrank say nothing new.
      if (startedIn < round) return;
      shrink(Math.max(1, (now - overloadedAt >= FORGET_MS ? most : width) / 2), now);
    },
    narrow: (now) => shrink(1, now),
    widen() {
      width = most;
    },
  };
}
