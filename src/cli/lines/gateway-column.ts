// One more column where several Gateways share the log: which of them a row is of.
import type { Column } from "../terminal/table.ts";
import type { LogLine } from "./log-lines.ts";

/** So wide is any other column then: all of them fit 80. */
const MOST = 16;

/** `columns` and the line of each row, with that column if any row tells of a Gateway. */
export function withGateway<Row extends { instanceId?: string }>(
  columns: readonly Column[],
  rows: readonly Row[],
  lineOf: (row: Row) => LogLine,
): [readonly Column[], LogLine[]] {
  const lines = rows.map(lineOf);
  if (rows.every(({ instanceId }) => instanceId === undefined)) return [columns, lines];
  const narrower = columns.map(({ most = MOST, ...column }) => ({
    ...column,
    most: Math.min(most, MOST),
  }));
  return [
    [...narrower, { title: "GATEWAY", most: 12 }],
    lines.map((line, index) => ({
      ...line,
      cells: [...line.cells, { text: rows[index]?.instanceId ?? "" }],
    })),
  ];
}
