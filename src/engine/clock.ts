// The port to time: whatever waits in the engine waits through this, so that tests own time. Decides nothing.

export interface Clock {
  /** Wall time, ms since the epoch. */
  now: () => number;
  /** Runs once after `delayMs`, never before. The returned function cancels. */
  after: (delayMs: number, run: () => void) => () => void;
  /** Runs once in a later turn of the event loop, when what has arrived by then is gathered. */
  soon: (run: () => void) => void;
}

// A longer delay overflows setTimeout and would fire at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: Date.now,
  after(delayMs, run) {
    const timer = setTimeout(run, Math.min(Math.ceil(delayMs), LONGEST_TIMER_MS)).unref();
    return () => clearTimeout(timer);
  },
  soon: setImmediate,
};
