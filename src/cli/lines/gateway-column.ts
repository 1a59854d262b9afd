// One more column where several Gateways share the log: which of them a row is of.
import type { Cell, Column } from "../terminal/table.ts";

/** The columns, with that one if any row tells of a Gateway; and the cells of a row for it. */
export function withGateway<Row extends { instanceId?: string }>(
  columns: readonly Column[],
  rows: readonly Row[],
): [readonly Column[], (row: Row) => Cell[]] {
  if (rows.every(({ instanceId }) => instanceId === undefined)) return [columns, () => []];
  return [
    [...columns, { title: "GATEWAY", most: 12 }],
    ({ instanceId = "" }) => [{ text: instanceId }],
  ];
}
