// The rows of the log at a million deliveries.
import { measure, type Extent } from "./measure.ts";
import { row, withGoal, type Row } from "./rows.ts";

/** One run: it fills a database for a minute or more. */
export async function logRows({ rows }: Extent): Promise<Row[]> {
  const all = [await measure("log.ts", rows)];
  const at = `with ${rows} rows`;
  return [
    row(`list 200 by any filter ${at}, p50`, "ms", all, "listP50Ms"),
    withGoal(row(`list 200 by any filter ${at}, p99`, "ms", all, "listP99Ms"), "<=", 50),
    row(`the same, time of the CPU, p99`, "ms", all, "listCpuP99Ms"),
    row(`one search by agent or text ${at}, p50`, "ms", all, "searchP50Ms"),
    withGoal(row(`one search by agent or text ${at}, p99`, "ms", all, "searchP99Ms"), "<=", 50),
    row(`the same, time of the CPU, p99`, "ms", all, "searchCpuP99Ms"),
    row("figures of a week, 10 endpoints, p99", "ms", all, "figuresP99Ms"),
    row(`the same, time of the CPU, p99`, "ms", all, "figuresCpuP99Ms"),
    row(`pruning ${at}, a step, p50`, "ms", all, "pruneP50Ms"),
    row(`pruning ${at}, a step, p99`, "ms", all, "pruneP99Ms"),
    withGoal(row(`pruning ${at}, the longest step`, "ms", all, "pruneLongestMs"), "<=", 20),
    row(`the same, time of the CPU`, "ms", all, "pruneCpuLongestMs"),
  ];
}
