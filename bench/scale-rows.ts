// The rows of scale: what a large backlog and many endpoints cost. Each figure is a process of its own.
import { measure, type Extent } from "./measure.ts";
import { ratio, row, withGoal, type Measured, type Row } from "./rows.ts";

const FEW = 1000;
const MANY_ENDPOINTS = 500;

export async function scaleRows({ runs, rows: pending }: Extent): Promise<Row[]> {
  const empty: Measured[] = [];
  const few: Measured[] = [];
  const many: Measured[] = [];
  const wide: Measured[] = [];
  for (let run = 0; run < runs; run += 1) {
    empty.push(await measure("scale.ts", "0", "1"));
    few.push(await measure("scale.ts", String(FEW), "1"));
    many.push(await measure("scale.ts", pending, "1"));
    wide.push(await measure("scale.ts", String(FEW), String(MANY_ENDPOINTS)));
  }
  const fewClaims = row(`claim of 100 at ${FEW} pending`, "ms", few, "claimMs");
  const manyClaims = row(`claim of 100 at ${pending} pending`, "ms", many, "claimMs");
  return [
    fewClaims,
    manyClaims,
    withGoal(ratio(`claim at ${pending} pending ÷ at ${FEW}`, manyClaims, fewClaims), "<=", 2),
    row(`start at ${pending} pending`, "ms", many, "startMs"),
    withGoal(
      row(`memory at ${pending} pending - empty`, "MB", over(many, empty), "memoryMb"),
      "<=",
      200,
    ),
    row(`memory with ${MANY_ENDPOINTS} endpoints - empty`, "MB", over(wide, empty), "memoryMb"),
    row(`settings of ${MANY_ENDPOINTS} endpoints in force after`, "ms", wide, "configureMs"),
  ];
}

/** Memory of each run over that of the same run without a backlog. */
function over(loaded: readonly Measured[], empty: readonly Measured[]): Measured[] {
  return loaded.map((each, index) => {
    const base = empty[index];
    if (typeof each === "string") return each;
    if (base === undefined || typeof base === "string") return base ?? "nothing to compare with";
    return { memoryMb: (each["memoryMb"] ?? NaN) - (base["memoryMb"] ?? NaN) };
  });
}
