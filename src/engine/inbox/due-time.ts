// When a request that joins others is due. Reads no clock.
import type { NewRequest } from "./inbox.ts";

/**
 * Ms since the epoch, whole: a request that is not coalesced is due at once; else the window starts
 * again with each arrival, but never ends later than `maxWaitMs` after the first one.
 */
export function requestDueTime(
  { receivedAt, coalesce }: Pick<NewRequest, "receivedAt" | "coalesce">,
  firstArrivalAt = receivedAt,
): number {
  if (coalesce === undefined) return Math.ceil(receivedAt);
  return Math.ceil(Math.min(receivedAt + coalesce.windowMs, firstArrivalAt + coalesce.maxWaitMs));
}
