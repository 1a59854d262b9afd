// The rows of the log at a million deliveries, from what `log.ts` reports.
import { row, withGoal, type Measured, type Row } from "./rows.ts";

export function logRows(all: readonly Measured[]): Row[] {
  const at = "with 1000000 rows";
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
