// Whether the proxy of an endpoint lets nothing through, which is no failure of the endpoint. Knows no clock.
import type { Effect } from "../attempt/outcome.ts";
import { createFailingTime } from "./failing-time.ts";

export interface Obstacle {
  /** An attempt has ended. */
  note: (effect: Effect, now: number) => void;
  /** What the proxy's last fault was; undefined once something has come through it. */
  reason: () => string | undefined;
  /** More faults in a row than an accident makes. */
  isLasting: () => boolean;
  forget: () => void;
}

/** Of these the receiver itself, or the way behind the proxy, is the cause. */
const CAME_THROUGH: ReadonlySet<Effect["kind"]> = new Set([
  "healthy",
  "refused",
  "failed",
  "overloaded",
  "disable",
]);

export function createObstacle(): Obstacle {
  const faults = createFailingTime(false);
  let last = "";
  return {
    note(effect, now) {
      if (CAME_THROUGH.has(effect.kind)) faults.arrived();
      if (effect.kind !== "blocked") return;
      last = effect.reason;
      faults.failed(now);
    },
    reason: () => (faults.since() === undefined ? undefined : last),
    isLasting: faults.isFailing,
    forget: faults.arrived,
  };
}
