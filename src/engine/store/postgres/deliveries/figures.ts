// Figures over a span of time, by point and by endpoint, summed over the Gateways; and how they age.
import type { Store } from "../../store.ts";
import type { EndpointTotals, Figure, Figures, FiguresQuery } from "../../figures/figures.ts";
import { KEPT_FOR_MS, MINUTES_FOR_MS, startOf, WIDTH } from "../../figures/widths.ts";
import { addTally, emptyTally, latencyOf, percentile, type Tally } from "../../figures/tally.ts";
import type { Ask } from "../server/connection.ts";
import { readEndpointCounts } from "./counts.ts";
import { addFigure, tallyOf } from "./figure-changes.ts";

export async function readFigures(ask: Ask, query: FiguresQuery): Promise<Figures> {
  const { from, to, stepMs, endpoint, instance: only } = query;
  const counts = await readEndpointCounts(ask);
  const wanted = [...counts.keys()].filter((name) => endpoint === undefined || name === endpoint);
  const points = Array.from({ length: Math.ceil((to - from) / stepMs) }, emptyTally);
  const tallies = new Map(wanted.map((name) => [name, emptyTally()]));
  const ofInstances = new Map<string, Tally>();
  const rows = await ask(
    `SELECT at, endpoint, instance, delivered, failed, dead, latencies FROM figures
     WHERE width = ANY($1) AND at >= $2 AND at < $3 AND endpoint = ANY($4) ORDER BY instance`,
    [[WIDTH.minute, WIDTH.quarter], from, to, wanted],
  );
  for (const row of rows) {
    const tally = tallyOf(row);
    const point = points[Math.floor((Number(row["at"]) - from) / stepMs)];
    const ofEndpoint = tallies.get(String(row["endpoint"]));
    if (point === undefined || ofEndpoint === undefined) continue;
    const instance = String(row["instance"]);
    const ofInstance = ofInstances.get(instance) ?? emptyTally();
    ofInstances.set(instance, ofInstance);
    addTally(ofInstance, tally);
    if (only !== undefined && only !== instance) continue;
    addTally(point, tally);
    addTally(ofEndpoint, tally);
  }
  const total = emptyTally();
  for (const point of points) addTally(total, point);
  const backlog: Figures["backlog"] = { waiting: 0, dead: 0 };
  const endpoints = [...tallies].map(([name, tally]) => {
    const { pending = 0, failed = 0, dead = 0 } = counts.get(name) ?? {};
    backlog.waiting += pending + failed;
    backlog.dead += dead;
    return { endpoint: name, waiting: pending + failed, ...figureOf(tally) };
  });
  const oldestAt = await oldestActive(ask, wanted);
  return {
    points: points.map((tally, index) => ({ at: from + index * stepMs, ...figureOf(tally) })),
    total: figureOf(total),
    endpoints,
    instances: [...ofInstances].map(([instance, tally]) => ({ instance, ...figureOf(tally) })),
    backlog: { ...backlog, ...(oldestAt !== undefined && { oldestAt }) },
  };
}

/** What this Gateway's attempts came to since the log began; the sum over all of them is the sum of what each tells. */
export async function readTotals(ask: Ask, instance: string): Promise<EndpointTotals[]> {
  const endpoints = [...(await readEndpointCounts(ask)).keys()];
  const rows = await ask(
    `SELECT endpoint, delivered, failed, dead, latencies FROM figures WHERE width = ANY($1) AND instance = $2`,
    [[WIDTH.ever, WIDTH.minute], instance],
  );
  const tallies = new Map(endpoints.map((endpoint) => [endpoint, emptyTally()]));
  for (const row of rows) {
    const tally = tallies.get(String(row["endpoint"]));
    if (tally !== undefined) addTally(tally, tallyOf(row));
  }
  const totals: EndpointTotals[] = [];
  for (const [endpoint, tally] of tallies) {
    const { delivered, failed, dead } = tally;
    const oldestAt = await oldestActive(ask, [endpoint]);
    totals.push({
      endpoint,
      delivered,
      failed,
      dead,
      latency: latencyOf(tally),
      ...(oldestAt !== undefined && { oldestAt }),
    });
  }
  return totals;
}

/** Creation time of the oldest unsettled delivery of these endpoints; of all without any. */
export async function oldestActive(
  ask: Ask,
  endpoints: readonly string[],
): Promise<number | undefined> {
  const [row] = await ask(
    `SELECT min(oldest.at) AS at FROM unnest($1::text[]) AS asked (endpoint), unnest('{0,1}'::smallint[]) AS state (status),
       LATERAL (SELECT d.created_at AS at FROM deliveries d WHERE d.endpoint = asked.endpoint AND d.status = state.status
         ORDER BY d.created_at LIMIT 1) oldest`,
    [endpoints],
  );
  return typeof row?.["at"] === "number" ? row["at"] : undefined;
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

/** One step: minutes become quarters of an hour, and the oldest go. `now` of the server. */
export async function ageFigures(
  ask: Ask,
  { now, stepRows }: Parameters<Store["ageFigures"]>[0],
): Promise<{ done: boolean }> {
  const before = startOf(now - MINUTES_FOR_MS, WIDTH.quarter);
  // Skipped where another Gateway is at it.
  const rows = await ask(
    `WITH old AS (SELECT width, at, endpoint, instance FROM figures WHERE width = $1 AND at < $2
       ORDER BY at, endpoint, instance LIMIT $3 FOR UPDATE SKIP LOCKED)
     DELETE FROM figures f USING old WHERE f.width = old.width AND f.at = old.at AND f.endpoint = old.endpoint
       AND f.instance = old.instance RETURNING f.*`,
    [WIDTH.minute, before, stepRows],
  );
  for (const row of rows) {
    const of = { endpoint: String(row["endpoint"]), instance: String(row["instance"]) };
    const quarter = startOf(Number(row["at"]), WIDTH.quarter);
    await addFigure(ask, { width: WIDTH.quarter, at: quarter, ...of }, tallyOf(row));
    await addFigure(ask, { width: WIDTH.ever, at: 0, ...of }, tallyOf(row));
  }
  const room = stepRows - rows.length;
  if (room <= 0) return { done: false };
  const dropped = await ask(
    `WITH old AS (SELECT at, endpoint, instance FROM figures WHERE width = $1 AND at < $2 ORDER BY at LIMIT $3
       FOR UPDATE SKIP LOCKED)
     DELETE FROM figures f USING old WHERE f.width = $1 AND f.at = old.at AND f.endpoint = old.endpoint
       AND f.instance = old.instance RETURNING 1`,
    [WIDTH.quarter, now - KEPT_FOR_MS, room],
  );
  return { done: dropped.length < room };
}
