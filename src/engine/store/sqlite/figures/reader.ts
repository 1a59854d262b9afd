// Figures over a span of time, by point and by endpoint, with what waits now. Reads only.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Dictionary } from "../write/names.ts";
import type { Row } from "../../rows/deliveries.ts";
import type { Figure, Figures, FiguresQuery } from "../../figures/figures.ts";
import type { EndpointCounts } from "../../stats.ts";
import { tallyColumns, tallyOf } from "./rows.ts";
import { WIDTH } from "../../figures/widths.ts";
import { addTally, emptyTally, percentile, type Tally } from "../../figures/tally.ts";

export interface FigureReaderPorts {
  dictionary: Dictionary;
  /** By endpoint. */
  counts: () => ReadonlyMap<number, EndpointCounts>;
  /** Creation time of the oldest delivery of these endpoints that is not settled. */
  oldestActiveAt: (endpointIds: readonly number[]) => number | undefined;
}

/** Answers `Store.figures`. */
export class FigureReader {
  readonly #ports: FigureReaderPorts;
  readonly #within: StatementSync;

  constructor(db: DatabaseSync, ports: FigureReaderPorts) {
    this.#ports = ports;
    this.#within = db.prepare(
      `SELECT at, endpoint_id, ${tallyColumns} FROM figures WHERE width = ? AND at >= ? AND at < ?`,
    );
  }

  figures(query: FiguresQuery): Figures {
    const { from, to, stepMs } = query;
    const ids = this.#wanted(query.endpoint);
    const points = Array.from({ length: Math.ceil((to - from) / stepMs) }, emptyTally);
    const endpoints = new Map(ids.map((id) => [id, emptyTally()]));
    const total = emptyTally();
    for (const row of this.#rows(from, to)) {
      const endpoint = endpoints.get(Number(row["endpoint_id"]));
      const point = points[Math.floor((Number(row["at"]) - from) / stepMs)];
      if (endpoint === undefined || point === undefined) continue;
      const tally = tallyOf(row);
      addTally(endpoint, tally);
      addTally(point, tally);
    }
    for (const point of points) addTally(total, point);
    return {
      points: points.map((tally, index) => ({ at: from + index * stepMs, ...figureOf(tally) })),
      total: figureOf(total),
      ...this.#standing(endpoints),
    };
  }

  #wanted(endpoint: string | undefined): number[] {
    const { endpoints } = this.#ports.dictionary;
    if (endpoint === undefined) return endpoints.ids();
    const id = endpoints.find(endpoint);
    return id === undefined ? [] : [id];
  }

  #rows(from: number, to: number): Row[] {
    return [WIDTH.quarter, WIDTH.minute].flatMap((width) => this.#within.all(width, from, to));
  }

  #standing(tallies: ReadonlyMap<number, Tally>): Pick<Figures, "endpoints" | "backlog"> {
    const counts = this.#ports.counts();
    const backlog: Figures["backlog"] = { waiting: 0, dead: 0 };
    const endpoints = [...tallies].map(([id, tally]) => {
      const { pending = 0, failed = 0, dead = 0 } = counts.get(id) ?? {};
      backlog.waiting += pending + failed;
      backlog.dead += dead;
      const endpoint = this.#ports.dictionary.endpoints.nameOf(id);
      return { endpoint, waiting: pending + failed, ...figureOf(tally) };
    });
    const oldestAt = this.#ports.oldestActiveAt([...tallies.keys()]);
    return { endpoints, backlog: { ...backlog, ...(oldestAt !== undefined && { oldestAt }) } };
  }
}

function figureOf(tally: Tally): Figure {
  const { delivered, failed, dead } = tally;
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(tally, share));
  return {
    delivered,
    failed,
    dead,
    ...(p50 !== undefined && { p50 }),
    ...(p95 !== undefined && { p95 }),
    ...(p99 !== undefined && { p99 }),
  };
}
