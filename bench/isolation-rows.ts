// The rows of isolation: what endpoints that fail cost those that do not.
import { measure, type Extent } from "./measure.ts";
import { row, withGoal, type Measured, type Row } from "./rows.ts";

export async function isolationRows({ runs }: Extent): Promise<Row[]> {
  const all: Measured[] = [];
  for (let run = 0; run < runs; run += 1) all.push(await measure("isolation.ts"));
  return [
    row("healthy endpoints' p99, all healthy", "ms", all, "withoutP99Ms"),
    row("healthy endpoints' p99, 10 % of all bad", "ms", all, "withP99Ms"),
    withGoal(row("p99 with ÷ without bad endpoints", "ratio", all, "p99Ratio"), "<=", 1.1),
  ];
}
