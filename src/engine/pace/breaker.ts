// Parks an endpoint that keeps failing: nothing goes, then one probe, then again nothing for longer, until one
// is answered. Judges no answer and knows no delivery.
import { addJitter } from "./backoff.ts";

/**
 * What an attempt says of the receiver: it answered, it did not (or as one that is broken), or nothing.
 * `unproven`: it was asked, and the answer does not count; the next probe waits as long as this one did.
 */
export type Sign = "answered" | "failed" | "nothing" | "unproven";

export interface Breaker {
  /** How many may start beside those in flight; Infinity while closed. */
  admits: (now: number) => number;
  /** An attempt starts; its sign goes to the returned function. */
  started: () => (sign: Sign, now: number) => void;
  /** When the next probe may go, ms since the epoch; undefined while closed. */
  probeAt: () => number | undefined;
  /** Pauses in a row; 0 = closed. */
  pauses: () => number;
  /** Goes on where it stood before a restart. */
  recall: (pauses: number, probeAt: number) => void;
  /** As if nothing had ever failed. */
  close: () => void;
}

/** So many failures in a row open it. */
export const FAILURES_IN_A_ROW = 5;
/** Or this share of the last attempts. */
const SAMPLE = 20;
const FAILING_SHARE = 0.8;

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 5 * 60 * 1000;

/** `random` gives numbers in [0, 1). */
export function createBreaker(random: () => number): Breaker {
  let pauses = 0;
  let probeAt = 0;
  let probing = false;
  let inARow = 0;
  let sample: boolean[] = [];
  // Attempts that started before it opened or closed say nothing of how it is since.
  let phase = 0;

  function enter(nextPauses: number): void {
    pauses = nextPauses;
    phase += 1;
    probing = false;
    inARow = 0;
    sample = [];
  }

  function pauseAgain(now: number, pausesBefore: number): void {
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** pausesBefore, LONGEST_PAUSE_MS);
    enter(pausesBefore + 1);
    probeAt = now + addJitter(pauseMs, random);
  }

  const open = (now: number): void => pauseAgain(now, pauses);

  function note(failed: boolean, now: number): void {
    inARow = failed ? inARow + 1 : 0;
    sample.push(failed);
    if (sample.length > SAMPLE) sample.shift();
    const failures = sample.filter(Boolean).length;
    const mostFailed = sample.length === SAMPLE && failures >= SAMPLE * FAILING_SHARE;
    if (inARow >= FAILURES_IN_A_ROW || (failed && mostFailed)) open(now);
  }

  return {
    admits(now) {
      if (pauses === 0) return Infinity;
      return probing || now < probeAt ? 0 : 1;
    },
    started() {
      const startedIn = phase;
      if (pauses > 0) probing = true;
      return (sign, now) => {
        if (startedIn !== phase) return;
        probing = false;
        if (sign === "nothing") return;
        if (sign === "unproven") {
          if (pauses > 0) pauseAgain(now, pauses - 1);
        } else if (pauses === 0) note(sign === "failed", now);
        else if (sign === "failed") open(now);
        else enter(0);
      };
    },
    probeAt: () => (pauses > 0 ? probeAt : undefined),
    pauses: () => pauses,
    recall(pausesBefore, at) {
      enter(pausesBefore);
      probeAt = at;
    },
    close: () => enter(0),
  };
}
