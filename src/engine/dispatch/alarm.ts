// One timer for the earliest of many wishes. Knows not what they are for.
// Timers do not hear of it when the clock is set or the machine sleeps: so it rings at least once in a while.
import type { Clock } from "../clock.ts";

export interface Alarm {
  /** Rings at `at` (ms since the epoch) at the latest, perhaps too early. */
  wishFor: (at: number) => void;
  cancel: () => void;
}

const LONGEST_SLEEP_MS = 5 * 60_000;

/** `ring` forgets all wishes: whoever still wants one says so again. */
export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let setFor = Infinity;
  let cancelTimer: (() => void) | undefined;

  function cancel(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    setFor = Infinity;
  }

  return {
    wishFor(at) {
      if (at >= setFor) return;
      cancel();
      setFor = at;
      const sleepMs = Math.min(Math.max(0, at - clock.now()), LONGEST_SLEEP_MS);
      cancelTimer = clock.after(sleepMs, () => {
        cancel();
        ring();
      });
    },
    cancel,
  };
}
