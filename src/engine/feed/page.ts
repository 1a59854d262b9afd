// A page of a feed: what is given of the entries, and what becomes of those that are not. Stores nothing.
import type { Clock } from "../clock.ts";
import { cannotSign, EXPIRED, isUnwanted } from "../attempt/attempt.ts";
import type { Outlet } from "../dispatch/outlet.ts";
import type { Delivery } from "../record.ts";
import type { FeedPage } from "../store/feed-store.ts";
import type { Settlement } from "../store/store.ts";
import { writeCursor } from "./cursor.ts";
import type { FeedItem } from "./feed-answer.ts";
import { writeItem } from "./write-item.ts";

export interface LeftOut {
  delivery: Delivery;
  settlement: Settlement;
}

export interface WrittenPage {
  items: FeedItem[];
  /** Of the last entry that was looked at and stays; absent = there was none. */
  position?: number;
  /** Nothing follows. */
  done: boolean;
  /** What nobody is to read: as a push would have dropped it. */
  leftOut: LeftOut[];
}

/** Rendering and signing hold the engine's loop, so that a page ends early where they take long. */
const WORK_MS = 20;

/** `toldLost`: of the cursors. */
export function writePage(
  { prepared, name }: Outlet,
  { entries, more }: FeedPage,
  { toldLost, clock }: { toldLost: number; clock: Pick<Clock, "now"> },
): WrittenPage {
  const now = clock.now();
  const page: WrittenPage = { items: [], done: !more, leftOut: [] };
  for (const [index, entry] of entries.entries()) {
    if (index > 0 && clock.now() >= now + WORK_MS) return { ...page, done: false };
    const { position, delivery, event } = entry;
    // What nobody hears leaves no place behind that a cursor could name.
    if (delivery.status !== "delivered" && isUnwanted(prepared, entry)) {
      page.leftOut.push({ delivery, settlement: { deliveryId: delivery.id, status: "unheard" } });
      continue;
    }
    page.position = position;
    if (delivery.status === "dead") continue;
    const cursor = writeCursor(name, { position, toldLost });
    const written = writeItem(prepared, { delivery, event }, cursor, now);
    if (written.ok) page.items.push(written.item);
    else page.leftOut.push({ delivery, settlement: unrendered(delivery, written.error, now) });
  }
  return page;
}

/** Why nothing of it may be given, or undefined: what was to be signed is never given unsigned. */
export function cannotGive({ prepared, governor }: Outlet, now: number): string | undefined {
  const closure = governor.closure();
  if (closure?.kind === "held") return closure.reason;
  return cannotSign(prepared.endpoint, now) ? EXPIRED : undefined;
}

function unrendered({ id, attempts }: Delivery, error: string, at: number): Settlement {
  const made = { deliveryId: id, number: attempts + 1, at, timings: { total: 0 } };
  return { deliveryId: id, status: "dead", attempt: { ...made, errorClass: "render", error } };
}
