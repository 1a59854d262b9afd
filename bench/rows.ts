// The rows of the benchmark: runs of one figure, their median, and whether that meets the goal.

/** What one measured process reported. */
export type Figures = Record<string, number>;
/** The reason when it could not measure. */
export type Measured = Figures | string;

export interface Row {
  name: string;
  unit: string;
  median: number | null;
  runs: number[];
  goal?: string;
  met?: boolean | null;
  reason?: string;
}

function median(all: readonly number[]): number | null {
  const sorted = all.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const high = sorted[Math.floor(middle)];
  const low = sorted[Math.ceil(middle) - 1];
  return high === undefined || low === undefined ? null : round((low + high) / 2);
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

export function row(name: string, unit: string, all: readonly Measured[], figure: string): Row {
  const numbers = all.flatMap((each) => (typeof each === "string" ? [] : [each[figure] ?? NaN]));
  const made: Row = { name, unit, median: median(numbers), runs: numbers.map(round) };
  const reason = all.find((each) => typeof each === "string");
  if (reason !== undefined) made.reason = reason;
  return made;
}

/** Each run of one row over the same run of another: both met the same state of the machine. */
export function ratio(name: string, upper: Row, lower: Row): Row {
  const ratios = upper.runs.flatMap((value, index) => {
    const base = lower.runs[index];
    return base === undefined ? [] : [round(value / base)];
  });
  const made: Row = { name, unit: "ratio", median: median(ratios), runs: ratios };
  const reason = upper.reason ?? lower.reason;
  if (reason !== undefined) made.reason = reason;
  return made;
}

export function withGoal(made: Row, atLeastOrMost: ">=" | "<=", limit: number): Row {
  const { median: value } = made;
  const met = value === null ? null : atLeastOrMost === ">=" ? value >= limit : value <= limit;
  return { ...made, goal: `${atLeastOrMost} ${limit}`, met };
}
