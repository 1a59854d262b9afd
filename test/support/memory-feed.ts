// The feeds of the Store in memory: small enough to be read as the definition of that part of the port.
import type { EventRecord, Delivery } from "../../src/engine/record.ts";
import type { FeedStore } from "../../src/engine/store/feed-store.ts";
import type { Settlement } from "../../src/engine/store/store.ts";
import type { Entry } from "./memory-store.ts";

export interface MemoryFeeds {
  store: FeedStore;
  /** An entry was deleted. */
  deleted: (entry: Entry) => void;
}

export function createMemoryFeeds(ports: {
  entries: ReadonlyMap<string, Entry>;
  eventOf: (delivery: Delivery) => EventRecord;
  settle: (settlement: Settlement, now: number) => void;
}): MemoryFeeds {
  const { entries, eventOf, settle } = ports;
  const positions = new Map<string, { acknowledged: number; lost: number }>();

  const positionsOf = (endpoint: string): { acknowledged: number; lost: number } => {
    const known = positions.get(endpoint) ?? { acknowledged: 0, lost: 0 };
    positions.set(endpoint, known);
    return known;
  };
  const isWaiting = ({ delivery }: Entry): boolean =>
    ["pending", "failed"].includes(delivery.status);
  const inFeed = (endpoint: string): Entry[] =>
    [...entries.values()]
      .filter(({ delivery }) => delivery.endpoint === endpoint && delivery.feed === true)
      .sort((one, other) => one.position - other.position);
  const deleted = ({ delivery, position }: Entry): void => {
    if (!delivery.feed) return;
    const known = positionsOf(delivery.endpoint);
    known.lost = Math.max(known.lost, position);
  };

  const store: FeedStore = {
    readFeed: async ({ endpoint, after, limit, maxBytes }) => {
      const all = inFeed(endpoint).filter(({ position }) => position > after);
      let bytes = 0;
      const fitting = all.slice(0, limit).findIndex(({ delivery }, index) => {
        bytes += eventOf(delivery).json.length;
        return index > 0 && bytes > maxBytes;
      });
      const page = all.slice(0, fitting < 0 ? limit : fitting);
      return {
        entries: page.map(({ position, delivery }) =>
          structuredClone({ position, delivery, event: eventOf(delivery) }),
        ),
        more: page.length < all.length,
        lost: positionsOf(endpoint).lost,
      };
    },
    feedStanding: async (endpoint) => {
      const known = positionsOf(endpoint);
      const all = inFeed(endpoint);
      const [oldest] = all.filter(isWaiting);
      return {
        ...known,
        waiting: [...entries.values()].filter(
          (entry) => entry.delivery.endpoint === endpoint && isWaiting(entry),
        ).length,
        newest: Math.max(all.at(-1)?.position ?? 0, known.acknowledged, known.lost),
        ...(oldest && { oldestAt: oldest.delivery.createdAt }),
      };
    },
    acknowledge: async ({ endpoint, through, now, tookMs, limit }) => {
      const known = positionsOf(endpoint);
      if (through <= known.acknowledged) return { acknowledged: 0, done: true };
      const read = inFeed(endpoint)
        .filter(isWaiting)
        .filter(({ position }) => position > known.acknowledged && position <= through)
        .slice(0, limit);
      for (const { delivery } of read) {
        const { id: deliveryId, attempts } = delivery;
        const attempt = { deliveryId, number: attempts + 1, at: now, timings: { total: tookMs } };
        settle({ deliveryId, status: "delivered", attempt }, now);
      }
      const done = read.length < limit;
      if (done) known.acknowledged = through;
      return { acknowledged: read.length, done };
    },
    giveUpUnread: async ({ endpoint, createdBefore, limit, now, error }) => {
      const old = inFeed(endpoint)
        .filter(isWaiting)
        .filter(({ delivery }) => delivery.createdAt < createdBefore)
        .slice(0, limit);
      return old.map((entry) => {
        const before = structuredClone(entry.delivery);
        const { id: deliveryId, attempts } = before;
        const made = { deliveryId, number: attempts + 1, at: now, timings: { total: 0 } };
        const attempt = { ...made, errorClass: "unread" as const, error };
        settle({ deliveryId, status: "dead", attempt }, now);
        deleted(entry);
        return before;
      });
    },
    turnWaiting: async ({ feeds, sent, limit }) => {
      const waiting = [...entries.values()]
        .filter(isWaiting)
        .filter(({ delivery: { endpoint, feed } }) => (feed ? sent : feeds).includes(endpoint))
        .slice(0, limit);
      for (const entry of waiting) turn(entry, feeds.includes(entry.delivery.endpoint));
      return waiting.length;
    },
  };

  function turn(entry: Entry, feed: boolean): void {
    const { delivery, position } = entry;
    delete entry.leaseUntil;
    delete delivery.lane;
    if (feed) {
      delivery.feed = true;
      delete delivery.nextAttemptAt;
      const known = positionsOf(delivery.endpoint);
      known.acknowledged = Math.min(known.acknowledged, position - 1);
    } else {
      delete delivery.feed;
      delivery.nextAttemptAt = delivery.createdAt;
    }
  }

  return { store, deleted };
}
