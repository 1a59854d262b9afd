// Rows in columns that fit a width. Colours nothing itself: a cell says how it is coloured after it was cut.

export interface Cell {
  text: string;
  paint?: (text: string) => string;
}

export interface Column {
  title: string;
  align?: "right";
  /** Widest; what is longer is cut. Without, the column takes what the others leave. */
  most?: number;
}

const GAP = "  ";
const LEAST = 4;

/** The title line, then one line for each row; none is longer than `columns` characters. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
): string[] {
  const widths = widthsOf(columns, rows, width);
  const line = (cells: readonly Cell[]): string =>
    cells
      .map(({ text, paint }, index) => {
        const shown = fit(
          text,
          widths[index] ?? 0,
          columns[index]?.align,
          index === cells.length - 1,
        );
        return paint ? paint(shown) : shown;
      })
      .join(GAP)
      .trimEnd();
  return [line(columns.map(({ title }) => ({ text: title }))), ...rows.map(line)];
}

function widthsOf(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
): number[] {
  const wanted = columns.map(({ title }, index) =>
    Math.max(title.length, ...rows.map((row) => row[index]?.text.length ?? 0)),
  );
  const fixed = columns.map(({ most }, index) => Math.min(wanted[index] ?? 0, most ?? 0));
  const used = fixed.reduce((sum, each) => sum + each, 0) + GAP.length * (columns.length - 1);
  return columns.map(({ most }, index) =>
    most === undefined
      ? Math.max(LEAST, Math.min(wanted[index] ?? 0, width - used))
      : (fixed[index] ?? 0),
  );
}

function fit(text: string, width: number, align: "right" | undefined, last: boolean): string {
  const cut = cutTo(text, width);
  if (align === "right") return cut.padStart(width);
  return last ? cut : cut.padEnd(width);
}

/** At most `width` characters, with an ellipsis where something is missing. */
export function cutTo(text: string, width: number): string {
  const line = text.replaceAll(/[\r\n\t]+/g, " ");
  return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
}
