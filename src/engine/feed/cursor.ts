// The place in a feed as its receiver holds it: opaque, good for this endpoint alone, the same over restarts.
import { endpointMark } from "../ids.ts";
import type { Position } from "../store/feed-store.ts";

export interface Place {
  position: Position;
  /** What the receiver knows to be lost: up to here it was told. */
  toldLost: Position;
}

const VERSION = "1";
const DIGITS = /^[0-9a-z]{1,11}$/;

export function writeCursor(endpoint: string, { position, toldLost }: Place): string {
  const parts = [VERSION, markOf(endpoint), position.toString(36), toldLost.toString(36)];
  return Buffer.from(parts.join(".")).toString("base64url");
}

/** Undefined: it is no cursor of this endpoint. */
export function readCursor(endpoint: string, cursor: string): Place | undefined {
  const text = Buffer.from(cursor, "base64url").toString("latin1");
  const [version, mark, position = "", toldLost = "", ...rest] = text.split(".");
  if (version !== VERSION || mark !== markOf(endpoint) || rest.length > 0) return undefined;
  if (!DIGITS.test(position) || !DIGITS.test(toldLost)) return undefined;
  const place = {
    position: Number.parseInt(position, 36),
    toldLost: Number.parseInt(toldLost, 36),
  };
  const isExact = Number.isSafeInteger(place.position) && Number.isSafeInteger(place.toldLost);
  return isExact && writeCursor(endpoint, place) === cursor ? place : undefined;
}

function markOf(endpoint: string): string {
  return endpointMark(endpoint).low.toString(36);
}
