// How long to wait before the next attempt. Pure: no clock, no state.
import type { RetryPolicy } from "../../config/settings.ts";

/** Jitter adds up to this share of the pause and never takes away: a retry is never early. */
export const JITTER_SHARE = 0.1;

/**
 * Pause in ms after attempt `attemptNumber` (1 for the first) failed; undefined = there is no next one.
 * `random` gives numbers in [0, 1).
 */
export function nextDelayMs(
  policy: RetryPolicy,
  attemptNumber: number,
  random: () => number,
): number | undefined {
  const pauseMs = plannedPauseMs(policy, attemptNumber);
  return pauseMs === undefined ? undefined : addJitter(pauseMs, random);
}

/** The pause with up to a tenth more, in whole ms. */
export function addJitter(pauseMs: number, random: () => number): number {
  return Math.ceil(pauseMs * (1 + JITTER_SHARE * random()));
}

/** The pause after attempt `attemptNumber` without jitter; undefined = there is no next one. */
export function plannedPauseMs(policy: RetryPolicy, attemptNumber: number): number | undefined {
  switch (policy.kind) {
    case "schedule":
      return policy.delaysMs[attemptNumber - 1];
    case "exponential": {
      if (attemptNumber >= policy.maxAttempts) return undefined;
      const grown = policy.backoffMs * policy.factor ** (attemptNumber - 1);
      return Math.min(grown, policy.maxBackoffMs);
    }
  }
}
