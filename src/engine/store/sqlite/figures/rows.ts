// Figures: row ↔ tally. No SQL runs here.
import type { SQLInputValue } from "node:sqlite";
import type { Row } from "../../rows/deliveries.ts";
import type { Tally } from "../../figures/tally.ts";

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
