// Where the log is and what it takes: for a person who asks.
import type { StoreStanding } from "../store/standing.ts";
import type { Store } from "../store/store.ts";

/** A shared log that is away cannot tell its size. */
export async function standingOf(store: Store): Promise<StoreStanding> {
  const shared = await store.shared?.();
  if (shared?.away !== undefined) return { shared };
  const { bytes, usedBytes } = await store.space();
  return { bytes, usedBytes, ...(shared && { shared }) };
}
