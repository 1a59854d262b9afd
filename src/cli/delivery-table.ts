// Deliveries as lines: what matters first, and for one that did not arrive its reason and id. Asks nobody.
import type { DeliveryRow } from "../view/delivery.ts";
import { cutTo, tableLines, type Cell, type Column } from "./table.ts";
import type { Colour, Terminal } from "./terminal.ts";
import { clockTime, duration } from "./time.ts";

export const STATUS_COLOURS: Readonly<Record<DeliveryRow["status"], Colour>> = {
  delivered: "green",
  pending: "dim",
  failed: "yellow",
  dead: "red",
};

const COLUMNS: readonly Column[] = [
  { title: "TIME", most: 11 },
  { title: "STATUS", most: 9 },
  { title: "ENDPOINT", most: 20 },
  { title: "EVENT", most: 17 },
  { title: "TRIES", most: 5, align: "right" },
  { title: "MS", most: 6, align: "right" },
];
const WIDE: readonly Column[] = [...COLUMNS, { title: "REASON" }, { title: "ID", most: 36 }];

/** From here on a reason and an id stand in the same line. */
const WIDE_FROM = 140;
const INDENT = "  ";

type Screen = Pick<Terminal, "columns" | "colour" | "now">;

/** The first line holds the titles. */
export function deliveryLines(rows: readonly DeliveryRow[], screen: Screen): string[] {
  const wide = screen.columns >= WIDE_FROM;
  const cells = rows.map((row) => (wide ? wideCells(row, screen) : firstCells(row, screen)));
  const [titles = "", ...lines] = tableLines(wide ? WIDE : COLUMNS, cells, screen.columns);
  const shown = lines.flatMap((line, index) => {
    const row = rows[index];
    return wide || row === undefined || row.status === "delivered"
      ? [line]
      : [line, secondLine(row, screen)];
  });
  return [screen.colour("dim", titles), ...shown];
}

function firstCells(row: DeliveryRow, screen: Screen): Cell[] {
  const paint = (text: string): string => screen.colour(STATUS_COLOURS[row.status], text);
  return [
    { text: clockTime(row.createdAt, screen.now()) },
    { text: row.status, paint },
    { text: row.endpoint },
    { text: row.event },
    { text: row.replay ? `↻ ${row.attempts}` : String(row.attempts) },
    { text: row.durationMs === undefined ? "" : String(row.durationMs) },
  ];
}

function wideCells(row: DeliveryRow, screen: Screen): Cell[] {
  return [...firstCells(row, screen), { text: reasonOf(row, screen.now()) }, { text: row.id }];
}

function secondLine(row: DeliveryRow, screen: Screen): string {
  const room = screen.columns - INDENT.length - row.id.length - 1;
  const reason = cutTo(reasonOf(row, screen.now()), room);
  return screen.colour("dim", `${INDENT}${row.id}${reason === "" ? "" : ` ${reason}`}`);
}

/** What the last attempt showed, and when the next one comes. */
export function reasonOf(row: DeliveryRow, now: number): string {
  const { status, httpStatus, error, nextAttemptAt } = row;
  if (status === "delivered") return httpStatus === undefined ? "" : `HTTP ${httpStatus}`;
  const next = nextAttemptAt === undefined ? undefined : Date.parse(nextAttemptAt) - now;
  const when = next === undefined ? "" : next > 0 ? `again in ${duration(next)}` : "due";
  return [error, when].filter((part) => part !== undefined && part !== "").join(", ");
}
