// Time that moves only when a test says so. What is due runs in order, and what it starts may end first.
import type { Clock } from "../../src/engine/clock.ts";

export interface ManualClock extends Clock {
  /** Moves time forward; timers run at their time, one after the other. */
  advance: (ms: number) => Promise<void>;
  /** Lets everything that needs no time come to rest. */
  settle: () => Promise<void>;
  /** Somebody sets the clock, ahead or (negative) back: the time of day changes, and nothing has waited. */
  jump: (ms: number) => void;
}

interface Timer {
  at: number;
  run: () => void;
}

// Chains of promises and turns between two rests are far shorter than this.
const TURNS = 25;

export function createManualClock(start = Date.UTC(2026, 2, 14, 10, 30)): ManualClock {
  let time = start;
  let jumped = 0;
  let timers: Timer[] = [];

  async function settle(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn += 1) await new Promise(setImmediate);
  }

  function nextDue(until: number): Timer | undefined {
    const due = timers.filter(({ at }) => at <= until);
    return due.toSorted((one, other) => one.at - other.at)[0];
  }

  return {
    now: () => time + jumped,
    after(delayMs, run) {
      const timer: Timer = { at: time + Math.max(0, delayMs), run };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    soon: (run) => void setImmediate(run),
    settle,
    jump(ms) {
      jumped += ms;
    },
    async advance(ms) {
      const until = time + ms;
      await settle();
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        const current = timer;
        timers = timers.filter((each) => each !== current);
        time = Math.max(time, current.at);
        current.run();
        await settle();
      }
      time = until;
      await settle();
    },
  };
}
