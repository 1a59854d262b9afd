// One entry of a feed: the body as a push would send it, with the headers that prove it. Stores nothing.
import type { PreparedEndpoint } from "../../outbound/prepare.ts";
import { attemptHeaders } from "../../outbound/sign.ts";
import type { FeedEntry } from "../store/feed-store.ts";
import type { FeedItem } from "./feed-answer.ts";

export type Written = { ok: true; item: FeedItem } | { ok: false; error: string };

/** `now`: ms since the epoch, of this answer; it is signed anew each time it is read. */
export function writeItem(
  prepared: PreparedEndpoint,
  { delivery, event }: Pick<FeedEntry, "delivery" | "event">,
  cursor: string,
  now: number,
): Written {
  const rendered = prepared.body(event);
  if (!rendered.ok) return rendered;
  const { body } = rendered;
  // No request is made, so no program makes it.
  const { "User-Agent": _, ...headers } = attemptHeaders({
    endpoint: prepared.endpoint,
    event,
    deliveryId: delivery.id,
    attempt: delivery.attempts + 1,
    ...(delivery.replay && { replay: true }),
    atSeconds: Math.floor(now / 1000),
    body,
    userAgent: "",
  });
  const { id, type } = event;
  const json = JSON.stringify({ cursor, id, type, delivery: delivery.id, headers, body });
  return { ok: true, item: { cursor, json } };
}
