// Rows in columns that fit a width. Colours nothing itself: a cell says how it is coloured after it was cut.
import { cutTo, padTo, textWidth } from "./text-width.ts";

export interface Cell {
  text: string;
  paint?: (text: string) => string;
}

export interface Column {
  title: string;
  align?: "right";
  /** Widest, unless the others leave more. Without, the column takes all that they leave. */
  most?: number;
}

export interface Frame {
  /** Columns of the terminal. */
  columns: number;
  /** As wide as the columns may become, so that rows that come later stand below these. */
  steady?: boolean;
}

type Row = readonly Cell[];

const GAP = "  ";
const LEAST = 4;

/** The title line, then one line for each row; none is wider than the frame. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly Row[],
  frame: Frame,
): string[] {
  const widths = widthsOf(columns, rows, frame);
  const line = (cells: Row): string =>
    cells
      .map(({ text, paint }, index) => {
        const width = widths[index] ?? 0;
        const shown = padTo(cutTo(text, width), width, columns[index]?.align);
        return paint && text !== "" ? paint(shown) : shown;
      })
      .join(GAP)
      .trimEnd();
  return [line(columns.map(({ title }) => ({ text: title }))), ...rows.map(line)];
}

function widthsOf(
  columns: readonly Column[],
  rows: readonly Row[],
  { columns: width, steady = false }: Frame,
): number[] {
  const wanted = columns.map(({ title, most = 0 }, index) =>
    Math.max(
      textWidth(title),
      steady ? most : 0,
      ...rows.map((row) => textWidth(row[index]?.text ?? "")),
    ),
  );
  const widths = columns.map(({ most = LEAST }, index) => Math.min(wanted[index] ?? 0, most));
  let left =
    width - widths.reduce((sum, each) => sum + each, 0) - GAP.length * (columns.length - 1);
  // First what has no bound of its own, then what is cut.
  const hungry = [false, true].flatMap((bounded) =>
    columns.flatMap(({ most }, index) => ((most !== undefined) === bounded ? [index] : [])),
  );
  for (const index of hungry) {
    if (steady && columns[index]?.most !== undefined) continue;
    const more = Math.max(0, Math.min(left, (wanted[index] ?? 0) - (widths[index] ?? 0)));
    widths[index] = (widths[index] ?? 0) + more;
    left -= more;
  }
  return widths;
}
