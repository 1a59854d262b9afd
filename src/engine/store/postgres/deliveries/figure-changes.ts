// What settlements add to the figures: one row an endpoint, minute and Gateway, written with the commit that settles.
import type { Settlement } from "../../store.ts";
import { startOf, WIDTH } from "../../figures/widths.ts";
import { addLatency, addTally, emptyTally, type Tally } from "../../figures/tally.ts";
import type { Ask, Row } from "../server/connection.ts";

/** Collects what one transaction settles and writes it once. */
export class FigureChanges {
  readonly #tallies = new Map<string, Tally>();
  #minute = 0;

  /** Call it for settlements that took effect. All of one transaction have the same `now`. */
  count(endpoint: string, { status, attempt }: Settlement, now: number): void {
    if (attempt === undefined && status !== "dead") return;
    this.#minute = startOf(now, WIDTH.minute);
    const tally = this.#tallies.get(endpoint) ?? emptyTally();
    this.#tallies.set(endpoint, tally);
    if (status === "dead") tally.dead += 1;
    if (attempt === undefined) return;
    if (status === "delivered") tally.delivered += 1;
    else tally.failed += 1;
    if (attempt.httpStatus !== undefined) addLatency(tally, attempt.timings.total);
  }

  async write(ask: Ask, instance: string): Promise<void> {
    for (const [endpoint, tally] of [...this.#tallies].toSorted(([one], [other]) =>
      one < other ? -1 : 1,
    )) {
      await addFigure(ask, { width: WIDTH.minute, at: this.#minute, endpoint, instance }, tally);
    }
  }
}

export interface FigurePlace {
  width: number;
  at: number;
  endpoint: string;
  instance: string;
}

/** Adds to the row of this place, which is made where it is not there. */
export async function addFigure(ask: Ask, place: FigurePlace, more: Tally): Promise<void> {
  const { width, at, endpoint, instance } = place;
  const key = [width, at, endpoint, instance];
  const [row] = await ask(
    `SELECT delivered, failed, dead, latencies FROM figures
     WHERE width = $1 AND at = $2 AND endpoint = $3 AND instance = $4 FOR UPDATE`,
    key,
  );
  const tally = row === undefined ? emptyTally() : tallyOf(row);
  addTally(tally, more);
  await ask(
    `INSERT INTO figures VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (width, at, endpoint, instance)
     DO UPDATE SET delivered = excluded.delivered, failed = excluded.failed, dead = excluded.dead,
       latencies = excluded.latencies`,
    [...key, tally.delivered, tally.failed, tally.dead, Buffer.from(tally.latencies.buffer)],
  );
}

export function tallyOf(row: Row): Tally {
  const bytes = row["latencies"] as Buffer;
  return {
    delivered: Number(row["delivered"]),
    failed: Number(row["failed"]),
    dead: Number(row["dead"]),
    // A copy of its own: four bytes a number have to begin at a multiple of four.
    latencies: new Uint32Array(new Uint8Array(bytes).buffer),
  };
}
