// What came of attempts since the log began, by endpoint. Reads only.
//
// A minute's row becomes a part of a quarter and of the row of all times in one transaction: the sum of the minutes
// and of that row never gets smaller, and nothing is written for it with an attempt.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { EndpointTotals } from "../../figures/figures.ts";
import type { FigureReaderPorts } from "./reader.ts";
import { tallyColumns, tallyOf } from "./rows.ts";
import { WIDTH } from "../../figures/widths.ts";
import { addTally, emptyTally, latencyOf, type Tally } from "../../figures/tally.ts";

type Ports = Pick<FigureReaderPorts, "dictionary" | "oldestActiveAt">;

/** Answers `Store.totals`. */
export class TotalsReader {
  readonly #ports: Ports;
  readonly #rows: StatementSync;

  constructor(db: DatabaseSync, ports: Ports) {
    this.#ports = ports;
    this.#rows = db.prepare(`SELECT endpoint_id, ${tallyColumns} FROM figures WHERE width = ?`);
  }

  totals(): EndpointTotals[] {
    const { dictionary, oldestActiveAt } = this.#ports;
    const tallies = new Map<number, Tally>();
    for (const width of [WIDTH.ever, WIDTH.minute])
      for (const row of this.#rows.iterate(width)) {
        const id = Number(row["endpoint_id"]);
        const tally = tallies.get(id) ?? emptyTally();
        addTally(tally, tallyOf(row));
        tallies.set(id, tally);
      }
    return [...dictionary.endpoints.entries()].map(([endpoint, id]) => {
      const tally = tallies.get(id) ?? emptyTally();
      const { delivered, failed, dead } = tally;
      const oldestAt = oldestActiveAt([id]);
      return {
        endpoint,
        delivered,
        failed,
        dead,
        latency: latencyOf(tally),
        ...(oldestAt !== undefined && { oldestAt }),
      };
    });
  }
}
