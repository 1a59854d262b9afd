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

/**
 * Remembers the last starts, so that every window holds the limit, not only aligned ones.
 * @param sharers How many keep this limit together, now: each one keeps its equal part of it.
 */
export function createRateLimit(
  limit: { requests: number; perMs: number },
  sharers: () => number = () => 1,
): RateLimit {
  const slots = Math.min(limit.requests, MAX_SLOTS);
  const starts = new Float64Array(slots).fill(-Infinity);
  let oldest = 0;

  const part = (): number => Math.max(1, Math.floor(slots / sharers()));
  // Where a part is no whole number of starts, it has them in a longer time.
  const windowMs = (): number => Math.ceil((limit.perMs * part() * sharers()) / limit.requests);
  /** Of the last starts, the one that is `back` ago. */
  const startOf = (back: number): number => starts[(oldest - back + slots) % slots] ?? 0;

  // A start in the future means that the clock was set back: it must not block for as long.
  const isFree = (start: number, window: number, now: number): boolean =>
    start + window <= now || start > now;

  return {
    available(now, most) {
      const [mine, window] = [part(), windowMs()];
      let free = 0;
      while (free < most && free < mine && isFree(startOf(mine - free), window, now)) free += 1;
      return free;
    },
    take(now) {
      starts[oldest] = now;
      oldest = (oldest + 1) % slots;
    },
    nextAt: () => startOf(part()) + windowMs(),
  };
}

/** Several at once: a start is one of each. */
export function createRateLimits(
  limits: readonly { requests: number; perMs: number }[],
  sharers?: () => number,
): RateLimit {
  const all = limits.map((limit) => createRateLimit(limit, sharers));
  return {
    available: (now, most) => all.reduce((free, one) => one.available(now, free), most),
    take(now) {
      for (const one of all) one.take(now);
    },
    nextAt: () => Math.max(...all.map((one) => one.nextAt())),
  };
}
