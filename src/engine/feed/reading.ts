// What a receiver is told that reads by itself, and what its reading acknowledges.
import type { Clock } from "../clock.ts";
import type { StorageTrouble } from "../commit/storage-trouble.ts";
import type { Outlet } from "../dispatch/outlet.ts";
import type { Signals } from "../signals.ts";
import type { FeedStanding } from "../store/feed-store.ts";
import type { Store } from "../store/store.ts";
import { readCursor, writeCursor, type Place } from "./cursor.ts";
import type { FeedAnswer, ReadFeed } from "./feed-answer.ts";
import { cannotGive, writePage, type LeftOut } from "./page.ts";

export interface Reading {
  read: ReadFeed;
  /** When it was last asked, ms since the epoch; undefined = not since the start. */
  readAt: (endpoint: string) => number | undefined;
}

export interface ReadingPorts {
  store: Pick<Store, "readFeed" | "feedStanding" | "acknowledge" | "commit">;
  clock: Clock;
  signals: Pick<Signals, "emit">;
  trouble: StorageTrouble;
  outlets: ReadonlyMap<string, Outlet>;
  /** What nobody is to read is settled, and durable. */
  onLeftOut: (outlet: Outlet, leftOut: LeftOut) => void;
}

/** Of the events in a page; more than one only while they are smaller. */
const PAGE_BYTES = 1_048_576;
/** Deliveries that one commit settles. */
const ACKNOWLEDGED_AT_ONCE = 500;

export function createReading(ports: ReadingPorts): Reading {
  const { store, clock, outlets } = ports;
  const readAt = new Map<string, number>();
  /** Up to where each was given last, and when: how long its receiver takes for it. */
  const given = new Map<string, { position: number; at: number }>();

  async function acknowledge(endpoint: string, through: number): Promise<void> {
    const now = clock.now();
    const last = given.get(endpoint);
    const tookMs = last?.position === through ? Math.max(0, now - last.at) : 0;
    for (let done = false; !done;) {
      const order = { endpoint, through, now, tookMs, limit: ACKNOWLEDGED_AT_ONCE };
      const step = await store.acknowledge(order);
      ({ done } = step);
      if (step.acknowledged > 0) tell(step.acknowledged, 0);
    }
  }

  function tell(delivered: number, dead: number): void {
    ports.signals.emit("settled", { captured: 0, delivered, failed: 0, dead });
  }

  /** False: it could not be written, and is found again. */
  async function drop(outlet: Outlet, leftOut: readonly LeftOut[]): Promise<boolean> {
    if (leftOut.length === 0) return true;
    const settlements = leftOut.map(({ settlement }) => settlement);
    try {
      await store.commit({ now: clock.now(), events: [], deliveries: [], settlements });
    } catch (error) {
      ports.trouble.failed(error);
      return false;
    }
    tell(0, settlements.filter(({ status }) => status === "dead").length);
    for (const each of leftOut) ports.onLeftOut(outlet, each);
    return true;
  }

  async function pageAt(
    outlet: Outlet,
    from: Place,
    { limit, lost }: { limit: number; lost: number },
  ): Promise<FeedAnswer> {
    const after = from.position;
    const { name } = outlet;
    const isPaused = outlet.governor.closure() !== undefined;
    const isEmpty = limit === 0 || isPaused;
    const now = clock.now();
    const page = isEmpty
      ? { entries: [], more: false, lost }
      : await store.readFeed({ endpoint: name, after, limit, maxBytes: PAGE_BYTES });
    // Lost since the standing was asked for, by a janitor here or in another Gateway.
    if (isUntold(from, page)) {
      return { kind: "lost", cursor: writeCursor(name, told(from, page)) };
    }
    const written = writePage(outlet, page, { toldLost: lost, clock });
    const isDropped = await drop(outlet, written.leftOut);
    const { items, position = after } = written;
    const done = written.done || (items.length === 0 && !isDropped);
    if (items.length > 0) given.set(name, { position, at: now });
    const cursor = writeCursor(name, { position, toldLost: lost });
    return { kind: "page", items, cursor, done, ...(isPaused && { paused: true }) };
  }

  return {
    readAt: (endpoint) => readAt.get(endpoint),
    async read({ endpoint, after, limit, goesOn }) {
      const outlet = outlets.get(endpoint);
      if (!outlet?.prepared.endpoint.feed) return { kind: "no feed" };
      const place = after === undefined ? undefined : readCursor(endpoint, after);
      if (after !== undefined && !place) return { kind: "no cursor" };
      readAt.set(endpoint, clock.now());
      const before = await store.feedStanding(endpoint);
      if (place && place.position > before.newest) {
        return { kind: "foreign", cursor: restart(endpoint, before) };
      }
      if (place && !goesOn) await acknowledge(endpoint, place.position);
      const from = place ?? { position: before.acknowledged, toldLost: 0 };
      if (isUntold(from, before)) {
        return { kind: "lost", cursor: writeCursor(endpoint, told(from, before)) };
      }
      const reason = cannotGive(outlet, clock.now());
      if (reason !== undefined) return { kind: "held", reason };
      return pageAt(outlet, from, { limit, lost: before.lost });
    },
  };
}

/** Something behind the place is gone of which its receiver does not know. */
function isUntold({ position, toldLost }: Place, { lost }: Pick<FeedStanding, "lost">): boolean {
  return position < lost && toldLost < lost;
}

function told({ position }: Place, { lost }: Pick<FeedStanding, "lost">): Place {
  return { position, toldLost: lost };
}

/** From what was not acknowledged yet. */
function restart(endpoint: string, standing: FeedStanding): string {
  return writeCursor(endpoint, told({ position: standing.acknowledged, toldLost: 0 }, standing));
}
