// One more column where several Gateways share the log: which of them a row is of.
import type { Cell, Column } from "../terminal/table.ts";

/** So wide is any other column then: all of them fit 80. */
const MOST = 16;

/** The columns, with that one if any row tells of a Gateway; and the cells of a row for it. */
export function withGateway<Row extends { instanceId?: string }>(
  columns: readonly Column[],
  rows: readonly Row[],
): [readonly Column[], (row: Row) => Cell[]] {
  if (rows.every(({ instanceId }) => instanceId === undefined)) return [columns, () => []];
  const narrower = columns.map(({ most = MOST, ...column }) => ({
    ...column,
    most: Math.min(most, MOST),
  }));
  return [
    [...narrower, { title: "GATEWAY", most: 12 }],
    ({ instanceId = "" }) => [{ text: instanceId }],
  ];
}
