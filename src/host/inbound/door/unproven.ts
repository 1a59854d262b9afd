// Bodies in memory whose senders have proven nothing yet: bounded by bytes and by number, each party and all
// together. Knows no HTTP and reads nothing.
import type { Party } from "../../../inbound/request/party.ts";

/** One body on its way, counted from its first byte until its sender is proven, or refused. */
export interface UnprovenBody {
  /** So many more bytes are about to be allocated. False: there is no room for them. */
  grow: (bytes: number) => boolean;
  /** Set by whoever reads: gives up, because somebody newer needs the room. */
  onCut: () => void;
  release: () => void;
}

export interface UnprovenBodies {
  /** Undefined: there is no room for another one. */
  claim: (party: Party, now: number) => UnprovenBody | undefined;
  /** What is held at the moment. */
  held: () => { bodies: number; bytes: number };
}

export interface UnprovenBounds {
  maxBytes: number;
  maxBodies: number;
  maxBodiesPerParty: number;
  maxBodiesPerSharedParty: number;
  /** Ms after which a body that is still not whole gives its place to the next. */
  patienceMs: number;
}

/** One party's share of the bytes is half, which has room for the largest body that a route may allow (25 MiB). */
export const UNPROVEN_BOUNDS: UnprovenBounds = {
  maxBytes: 64 * 1024 * 1024,
  maxBodies: 1024,
  maxBodiesPerParty: 32,
  maxBodiesPerSharedParty: 256,
  // A sender that means it has sent most webhooks by then; one that trickles has not.
  patienceMs: 1000,
};
interface Held extends UnprovenBody {
  party: Party;
  since: number;
  bytes: number;
}

export function createUnprovenBodies(bounds = UNPROVEN_BOUNDS): UnprovenBodies {
  /** Oldest first. */
  const all = new Set<Held>();
  let bytes = 0;

  const of = ({ key }: Party): Held[] => [...all].filter(({ party }) => party.key === key);
  const sum = (bodies: readonly Held[]): number =>
    bodies.reduce((total, each) => total + each.bytes, 0);

  function release(body: Held): void {
    if (all.delete(body)) bytes -= body.bytes;
  }

  /**
   * Who waits longest for the rest of its body goes, so that connections that trickle keep nobody out who sends
   * what it has. Only of the same party: nobody can cut another one's bodies.
   */
  function makeRoom(party: Party, now: number, except?: Held): boolean {
    const oldest = of(party).find((body) => body !== except);
    if (oldest === undefined || now - oldest.since < bounds.patienceMs) return false;
    release(oldest);
    oldest.onCut();
    return true;
  }

  function isFull(party: Party): boolean {
    const most = party.shared ? bounds.maxBodiesPerSharedParty : bounds.maxBodiesPerParty;
    return all.size >= bounds.maxBodies || of(party).length >= most;
  }

  function isOver(party: Party, more: number): boolean {
    const share = party.shared ? bounds.maxBytes : bounds.maxBytes / 2;
    return bytes + more > bounds.maxBytes || sum(of(party)) + more > share;
  }

  return {
    claim(party, now) {
      if (isFull(party) && !makeRoom(party, now)) return undefined;
      const body: Held = {
        party,
        since: now,
        bytes: 0,
        grow(more) {
          if (!all.has(body)) return false;
          while (isOver(party, more)) if (!makeRoom(party, Date.now(), body)) return false;
          body.bytes += more;
          bytes += more;
          return true;
        },
        onCut: () => undefined,
        release: () => release(body),
      };
      all.add(body);
      return body;
    },
    held: () => ({ bodies: all.size, bytes }),
  };
}
