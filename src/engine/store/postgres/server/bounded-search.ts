// Looks at row after row, newest first, until enough is found or enough was looked at. Knows no table.
import type { SearchReach } from "../../store.ts";
import type { Row } from "./connection.ts";

/** Where a list goes on: before this time, and at it before this row. */
export interface Page {
  at: number;
  seq: number;
}

const PART_ROWS = 2000;
const MOST_ROWS = 50_000;
const LONGEST_MS = 1000;

/**
 * @param read Up to `rows` rows before a place (undefined = from the filter's start), with `seq`, `id`, `at` and `matches`.
 */
export async function searchNewest(
  limit: number,
  read: (start: Page | undefined, rows: number) => Promise<Row[]>,
): Promise<{ sequences: number[] } & SearchReach> {
  const endAt = performance.now() + LONGEST_MS;
  const sequences: number[] = [];
  let scanned = 0;
  let start: Page | undefined;
  for (;;) {
    const part = await read(start, PART_ROWS);
    for (const row of part) {
      scanned += 1;
      if (row["matches"] === true) sequences.push(Number(row["seq"]));
      if (sequences.length === limit) return { sequences, scanned, ...reachOf(row) };
    }
    const last = part.at(-1);
    if (last === undefined || part.length < PART_ROWS) return { sequences, scanned };
    if (scanned >= MOST_ROWS || performance.now() >= endAt) {
      return { sequences, scanned, ...reachOf(last) };
    }
    start = { at: Number(last["at"]), seq: Number(last["seq"]) };
  }
}

function reachOf(row: Row): Pick<SearchReach, "cursor" | "backTo"> {
  return { cursor: String(row["id"]), backTo: Number(row["at"]) };
}
