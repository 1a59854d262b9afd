// One timer for the earliest of many wishes. Knows not what they are for.
import type { Clock } from "../clock.ts";

export interface Alarm {
  /** Rings at `at` (ms since the epoch) at the latest, unless an earlier wish rings first. */
  wishFor: (at: number) => void;
  cancel: () => void;
}

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
      cancelTimer = clock.after(Math.max(0, at - clock.now()), () => {
        cancel();
        ring();
      });
    },
    cancel,
  };
}
