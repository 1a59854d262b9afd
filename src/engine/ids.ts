// Makes the ids of events, deliveries and requests. Knows nothing of the engine: the Gateway's side uses it too.
import { createHash, randomFillSync } from "node:crypto";

/** What an id names: an event, a delivery, an inbound request. */
export type IdKind = "evt" | "dlv" | "req";

/** `random` fills the given bytes; the default is the system's cryptographic source. */
export interface IdSource {
  /**
   * A new id, later in text order than every id this source gave before.
   *
   * Layout: kind, `_`, then the 128 bits of an RFC 9562 UUIDv7 as 32 hex digits without dashes:
   * 48 bits of ms since the epoch, version 7, a 12-bit counter, variant 2, 62 random bits.
   * The counter starts low in each ms and borrows the next ms when it is full.
   */
  next: (kind: IdKind, now: number) => string;
}

const POOL_BYTES = 4096;
const RANDOM_BYTES = 10;
const COUNTER_MAX = 0xfff;
// Half of the counter's room is kept for ids of the same ms (RFC 9562, 6.2, method 1).
const COUNTER_SEED_MASK = 0x7ff;

/** Ids are unique between processes by their random bits and strictly ordered within one source. */
export function createIdSource(random: (bytes: Buffer) => unknown = randomFillSync): IdSource {
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;
  let lastMs = -1;
  let counter = 0;

  function tick(now: number, seed: number): void {
    const ms = Math.trunc(now);
    if (ms > lastMs) {
      lastMs = ms;
      counter = seed & COUNTER_SEED_MASK;
    } else if (counter < COUNTER_MAX) {
      counter += 1;
    } else {
      lastMs += 1;
      counter = 0;
    }
  }

  return {
    next(kind, now) {
      if (used + RANDOM_BYTES > POOL_BYTES) {
        random(pool);
        used = 0;
      }
      tick(now, pool.readUInt16BE(used));
      const variant = 8 | (pool.readUInt8(used + 2) & 3);
      const tail = pool.toString("hex", used + 2, used + RANDOM_BYTES).slice(1);
      used += RANDOM_BYTES;
      const ms = lastMs.toString(16).padStart(12, "0");
      return `${kind}_${ms}7${counter.toString(16).padStart(3, "0")}${variant.toString(16)}${tail}`;
    },
  };
}

/** Tells the deliveries of one event apart: a fingerprint of the endpoint's name. */
export interface EndpointMark {
  high: number;
  low: number;
}

// 2 × 28 bits: the most hex digits that bit operations on numbers can hold twice.
const MARK_DIGITS = 7;

export function endpointMark(name: string): EndpointMark {
  const hex = createHash("sha256").update(name).digest("hex");
  return {
    high: Number.parseInt(hex.slice(0, MARK_DIGITS), 16),
    low: Number.parseInt(hex.slice(MARK_DIGITS, 2 * MARK_DIGITS), 16),
  };
}

/**
 * The id of an event's delivery to an endpoint: always the same for these two, so that an event that is
 * stored again after a lost acknowledgement causes no second delivery. It keeps the event's time and
 * counter; the last 56 of its random bits are mixed with the mark.
 */
export function deliveryId(eventId: string, mark: EndpointMark): string {
  const end = eventId.length;
  const high = Number.parseInt(eventId.slice(end - 2 * MARK_DIGITS, end - MARK_DIGITS), 16);
  const low = Number.parseInt(eventId.slice(end - MARK_DIGITS), 16);
  const kept = eventId.slice("evt_".length, end - 2 * MARK_DIGITS);
  return `dlv_${kept}${hexOf(high ^ mark.high)}${hexOf(low ^ mark.low)}`;
}

function hexOf(bits: number): string {
  return bits.toString(16).padStart(MARK_DIGITS, "0");
}

/** Sorts before every id of a time, and after all ids of earlier ones. */
export function firstIdAt(kind: IdKind, atMs: number): string {
  return `${kind}_${Math.max(0, Math.trunc(atMs)).toString(16).padStart(12, "0")}`;
}
