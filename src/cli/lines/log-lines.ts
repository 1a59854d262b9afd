// Rows of the log as lines, each with its id and a reason: in the row where the terminal is wide enough for them,
// else below it. Knows no kind of row.
import { tableLines, type Cell, type Column } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { cutTo } from "../terminal/text-width.ts";

export interface LogLine {
  cells: readonly Cell[];
  id: string;
  /** Empty = nothing is to be said. */
  reason: string;
}

export type Screen = Pick<Terminal, "columns" | "colour" | "now">;

const REASON: Column = { title: "REASON" };
const ID: Column = { title: "ID", most: 36 };
/** Room for what a reason says first. */
const LEAST_REASON = 30;
const GAP = 2;
const INDENT = "  ";

/** The first line holds the titles. `steady`: more lines will follow that stand in the same columns. */
export function logLines(
  columns: readonly Column[],
  rows: readonly LogLine[],
  screen: Screen,
  steady = false,
): string[] {
  const widest = columns.reduce((sum, { most = 0 }) => sum + most + GAP, 0);
  const withId = screen.columns >= widest + (ID.most ?? 0);
  const withReason = withId && screen.columns >= widest + (ID.most ?? 0) + GAP + LEAST_REASON;
  const more = [...(withReason ? [REASON] : []), ...(withId ? [ID] : [])];
  const cells = rows.map((row) => [
    ...row.cells,
    ...(withReason ? [{ text: row.reason }] : []),
    ...(withId ? [{ text: row.id }] : []),
  ]);
  const frame = { columns: screen.columns, steady };
  const [titles = "", ...lines] = tableLines([...columns, ...more], cells, frame);
  const shown = lines.flatMap((line, index) => {
    const { id = "", reason = "" } = rows[index] ?? {};
    const below = [...(withId ? [] : [id]), ...(withReason || reason === "" ? [] : [reason])].join(
      " ",
    );
    if (below === "") return [line];
    return [line, screen.colour("dim", cutTo(INDENT + below, screen.columns))];
  });
  return [screen.colour("dim", titles), ...shown];
}
