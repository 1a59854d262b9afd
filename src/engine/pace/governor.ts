// Says when and how much one endpoint may send: slots in flight, rate, pauses, closed or open.
// Sends nothing and knows no delivery.
import type { Endpoint } from "../../config/settings.ts";
import type { Effect } from "../attempt/outcome.ts";
import { addJitter } from "./backoff.ts";
import { createRateLimit } from "./rate-limit.ts";

/** `held`: config or address cannot work. `disabled`: the receiver or an operator ended it. */
export interface Closure {
  kind: "held" | "disabled";
  reason: string;
}

export interface Governor {
  /** How many attempts may start at `now`. */
  room: (now: number) => number;
  /** An attempt starts; the caller asked `room` first. */
  started: (now: number) => void;
  /** It ended, and this is what it means for the endpoint. */
  ended: (effect: Effect, now: number) => void;
  /** Nothing before this time, for example remembered from before a restart. */
  pauseUntil: (at: number) => void;
  close: (closure: Closure) => void;
  /** Open again, and at full speed. */
  open: () => void;
  closure: () => Closure | undefined;
  pausedUntil: () => number | undefined;
  inFlight: () => number;
  /** After an overload: one request at a time. */
  probing: () => boolean;
  /** When `room` can grow by time alone; undefined when it cannot. */
  wakeAt: (now: number) => number | undefined;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 5 * 60 * 1000;

/** A governor for one endpoint as configured. `random` gives numbers in [0, 1). */
export function createGovernor(
  endpoint: Pick<Endpoint, "concurrency" | "rateLimit">,
  random: () => number,
): Governor {
  const rate = endpoint.rateLimit && createRateLimit(endpoint.rateLimit);
  let closure: Closure | undefined;
  let inFlight = 0;
  let pausedUntil = 0;
  let overloads = 0;

  // While overloaded one request at a time probes, so that a pause does not end in a burst.
  const slots = (): number => (overloads > 0 ? 1 : endpoint.concurrency) - inFlight;

  function slowDown(notBefore: number | undefined, now: number): void {
    // Answers to requests that were already out when the pause began say nothing new.
    if (now >= pausedUntil) {
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** overloads, LONGEST_PAUSE_MS);
      overloads += 1;
      pausedUntil = now + addJitter(pauseMs, random);
    }
    pausedUntil = Math.max(pausedUntil, notBefore ?? 0);
  }

  function apply(effect: Effect, now: number): void {
    switch (effect.kind) {
      case "none":
        return;
      case "healthy":
        if (now >= pausedUntil) overloads = 0;
        return;
      case "slow-down":
        slowDown(effect.notBefore, now);
        return;
      case "disable":
        closure = { kind: "disabled", reason: effect.reason };
        return;
      case "hold":
        closure ??= { kind: "held", reason: effect.reason };
    }
  }

  return {
    room(now) {
      if (closure || now < pausedUntil) return 0;
      const free = Math.max(0, slots());
      return rate && free > 0 ? rate.available(now, free) : free;
    },
    started(now) {
      inFlight += 1;
      rate?.take(now);
    },
    ended(effect, now) {
      inFlight -= 1;
      apply(effect, now);
    },
    pauseUntil(at) {
      pausedUntil = Math.max(pausedUntil, at);
    },
    close(next) {
      closure = next;
    },
    open() {
      closure = undefined;
      pausedUntil = 0;
      overloads = 0;
    },
    closure: () => closure,
    pausedUntil: () => (pausedUntil > 0 ? pausedUntil : undefined),
    inFlight: () => inFlight,
    probing: () => overloads > 0,
    wakeAt(now) {
      if (closure) return undefined;
      if (now < pausedUntil) return pausedUntil;
      if (rate && slots() > 0 && rate.available(now, 1) === 0) return rate.nextAt();
      return undefined;
    },
  };
}
