// At most so many starts in any window of time, for one endpoint. Knows no clock and no endpoint.

export interface RateLimit {
  /** How many may start at `now`, counted up to `most`. */
  available: (now: number, most: number) => number;
  /** Notes one start. */
  take: (now: number) => void;
  /** When the next start is allowed, ms since the epoch; `now` or earlier = at once. */
  nextAt: () => number;
}

// Bounds the memory of a huge limit: above it the window is cut into equal parts.
const MAX_SLOTS = 4096;

/** Remembers the last starts, so that every window holds the limit, not only aligned ones. */
export function createRateLimit(limit: { requests: number; perMs: number }): RateLimit {
  const slots = Math.min(limit.requests, MAX_SLOTS);
  const windowMs = Math.ceil((limit.perMs * slots) / limit.requests);
  const starts = new Float64Array(slots).fill(-Infinity);
  let oldest = 0;

  // A start in the future means that the clock was set back: it must not block for as long.
  const isFree = (start: number, now: number): boolean => start + windowMs <= now || start > now;

  return {
    available(now, most) {
      let free = 0;
      while (free < most && free < slots && isFree(starts[(oldest + free) % slots] ?? 0, now)) {
        free += 1;
      }
      return free;
    },
    take(now) {
      starts[oldest] = now;
      oldest = (oldest + 1) % slots;
    },
    nextAt: () => (starts[oldest] ?? 0) + windowMs,
  };
}

/** Several at once: a start is one of each. */
export function createRateLimits(
  limits: readonly { requests: number; perMs: number }[],
): RateLimit {
  const all = limits.map(createRateLimit);
  return {
    available: (now, most) => all.reduce((free, one) => one.available(now, free), most),
    take(now) {
      for (const one of all) one.take(now);
    },
    nextAt: () => Math.max(...all.map((one) => one.nextAt())),
  };
}
