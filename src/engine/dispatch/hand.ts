// The leased deliveries of one endpoint that are in memory: waiting, in flight, or not yet settled on disk.
// Bounded by those who put something in; sends nothing.
import type { Claim, Settlement } from "../store/store.ts";

/** Bytes of event JSON that wait in memory for all endpoints together. */
export interface MemoryBudget {
  bytes: number;
  readonly maxBytes: number;
}

export interface Held {
  claim: Claim;
  /** Not sent at or after this time: the store may give it to somebody else. */
  leaseUntil: number;
}

export interface Hand {
  /** False when this delivery is in the hand already: its lease ran out while it waited here. */
  add: (held: Held) => boolean;
  /** The oldest one that waits; it stays known until `forget`. */
  next: () => Held | undefined;
  waiting: () => number;
  /** All that wait, taken out. */
  takeAll: () => Held[];
  /** Its settlement is durable: from now on the store may give it again. */
  forget: (deliveryId: string) => void;
}

export function createHand(budget: MemoryBudget): Hand {
  let queue: Held[] = [];
  const known = new Set<string>();
  const sizeOf = (held: Held): number => held.claim.event.json.length;

  return {
    add(held) {
      if (known.has(held.claim.delivery.id)) return false;
      known.add(held.claim.delivery.id);
      queue.push(held);
      budget.bytes += sizeOf(held);
      return true;
    },
    next() {
      const held = queue.shift();
      if (held) budget.bytes -= sizeOf(held);
      return held;
    },
    waiting: () => queue.length,
    takeAll() {
      const all = queue;
      queue = [];
      for (const held of all) budget.bytes -= sizeOf(held);
      return all;
    },
    forget: (deliveryId) => void known.delete(deliveryId),
  };
}

/** Gives a lease back: nothing was tried, and it is due at once. */
export function untried(held: Held, now: number): Settlement {
  const { id, attempts } = held.claim.delivery;
  return { deliveryId: id, status: attempts > 0 ? "failed" : "pending", nextAttemptAt: now };
}
