// How many requests one endpoint may make, also where a try is not one request: several tries share one, or one try
// takes several. Knows no clock, no delivery and no endpoint.
import { createRateLimits } from "./rate-limit.ts";

export interface Requests {
  /** How many of `free` tries may start at `now`. */
  room: (now: number, free: number) => number;
  /** A try starts, which is a request by itself unless tries share them. */
  started: (now: number) => void;
  /** When `room` can grow by time alone, ms since the epoch; undefined when it cannot. */
  roomAt: (now: number) => number | undefined;
  /** Notes one more request, if one may leave at `now`. */
  leave: (now: number) => boolean;
  /** When `leave` may succeed, ms since the epoch. */
  leaveAt: () => number;
  /** So many more (or fewer) started tries are in no request yet. */
  gathered: (change: number) => void;
  /** Most tries for one request. */
  most: () => number;
  /** So many went in one request: the next may hold more. */
  borne: (tries: number) => void;
  /** Requests of more than so many came to nothing in the time there was. */
  narrow: (tries: number) => void;
}

export interface RequestBounds {
  /** Absent: as many as there are tries. */
  limits: readonly { requests: number; perMs: number }[] | undefined;
  /** How many keep these limits together, now. */
  sharers?: (() => number) | undefined;
  /** Most tries for one request; absent: each is one. */
  shared?: number | undefined;
}

export function createRequests({ limits, sharers, shared }: RequestBounds): Requests {
  const rate = limits && createRateLimits(limits, sharers);
  let most = shared ?? 1;
  let waiting = 0;

  function room(now: number, free: number): number {
    if (!rate || free <= 0) return free;
    const requests = rate.available(now, Math.ceil((free + waiting) / most));
    return Math.max(0, Math.min(free, requests * most - waiting));
  }

  return {
    room,
    started(now) {
      if (shared === undefined) rate?.take(now);
    },
    roomAt(now) {
      if (!rate || room(now, 1) > 0) return undefined;
      const at = rate.nextAt();
      // What waits has the next request to itself, and says when it has left.
      return at > now ? at : undefined;
    },
    leave(now) {
      if (rate && rate.available(now, 1) === 0) return false;
      rate?.take(now);
      return true;
    },
    leaveAt: () => rate?.nextAt() ?? 0,
    gathered(change) {
      waiting += change;
    },
    most: () => most,
    borne(tries) {
      if (tries >= most) most = Math.min(shared ?? 1, most * 2);
    },
    narrow(tries) {
      most = Math.max(1, Math.min(most, tries));
    },
  };
}
