// Looks at row after row until enough is found, or enough was looked at: a question that no index answers must
// not hold up deliveries. Knows no table.

/** Rows that are judged in one go. */
const PART_ROWS = 500;
const MOST_ROWS = 50_000;
const LONGEST_MS = 20;

export interface Scan {
  /** Row numbers that were found, in the order they came. */
  found: number[];
  /** How many were looked at. */
  scanned: number;
  /** Go on after this one; absent = nothing is left. */
  last?: number;
}

/** `matching`: which of these rows are wanted, in the same order. */
export function scan(
  sequences: Iterator<number>,
  limit: number,
  matching: (sequences: readonly number[]) => number[],
): Scan {
  const endAt = performance.now() + LONGEST_MS;
  const found: number[] = [];
  let scanned = 0;
  for (;;) {
    const part = take(sequences, PART_ROWS);
    const matches = matching(part).slice(0, limit - found.length);
    found.push(...matches);
    if (found.length === limit) {
      const last = matches.at(-1) ?? 0;
      return { found, scanned: scanned + part.indexOf(last) + 1, last };
    }
    scanned += part.length;
    if (part.length < PART_ROWS) return { found, scanned };
    if (scanned >= MOST_ROWS || performance.now() >= endAt) {
      return { found, scanned, last: part.at(-1) ?? 0 };
    }
  }
}

function take(sequences: Iterator<number>, count: number): number[] {
  const part: number[] = [];
  while (part.length < count) {
    const next = sequences.next();
    if (next.done === true) break;
    part.push(next.value);
  }
  return part;
}
