// Figures: row ↔ tally, and how long each width is kept. No SQL runs here.
import type { SQLInputValue } from "node:sqlite";
import type { Row } from "../write/rows.ts";
import type { Tally } from "./tally.ts";

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;

/**
 * What a row can span: as it was written, and as it is kept for longer. `ever`: all that a minute tells no more,
 * one row an endpoint, at 0.
 */
export const WIDTH = { minute: MINUTE_MS, quarter: QUARTER_MS, ever: 0 } as const;

/** How long rows of a minute stay before they become rows of a quarter of an hour, ms. */
export const MINUTES_FOR_MS = 2 * 3_600_000;
/** How long anything stays, ms. */
export const KEPT_FOR_MS = 8 * 86_400_000;

/** Start of the span that a time lies in. */
export function startOf(atMs: number, widthMs: number): number {
  return Math.floor(atMs / widthMs) * widthMs;
}

export const tallyColumns = "delivered, failed, dead, latencies";

/** Values of `tallyColumns`. */
export function tallyValues({ delivered, failed, dead, latencies }: Tally): SQLInputValue[] {
  return [delivered, failed, dead, new Uint8Array(latencies.buffer)];
}

/** From `tallyColumns`. */
export function tallyOf(row: Row): Tally {
  const bytes = row["latencies"] as Uint8Array;
  return {
    delivered: Number(row["delivered"]),
    failed: Number(row["failed"]),
    dead: Number(row["dead"]),
    // A copy of its own: four bytes a number have to begin at a multiple of four.
    latencies: new Uint32Array(bytes.slice().buffer),
  };
}

/** Written whole: who writes has read it, in the same transaction or since it was committed. */
export const writeTally = `INSERT INTO figures (width, at, endpoint_id, ${tallyColumns}) VALUES (?, ?, ?, ?, ?, ?, ?)
   ON CONFLICT (width, at, endpoint_id) DO UPDATE SET delivered = excluded.delivered,
     failed = excluded.failed, dead = excluded.dead, latencies = excluded.latencies`;

export const readTally = `SELECT ${tallyColumns} FROM figures WHERE width = ? AND at = ? AND endpoint_id = ?`;
