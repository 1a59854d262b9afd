// Deliveries as lines: what matters first, and for one that did not arrive its reason and id. Asks nobody.
import type { DeliveryRow } from "../../view/delivery.ts";
import { withGateway } from "./gateway-column.ts";
import { logLines, type LogLine, type Screen } from "./log-lines.ts";
import type { Column } from "../terminal/table.ts";
import type { Colour } from "../terminal/terminal.ts";
import { clockTime, duration } from "../terminal/time.ts";

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
  { title: "EVENT", most: 18 },
  { title: "TRIES", most: 5, align: "right" },
  { title: "MS", most: 6, align: "right" },
];

/** The first line holds the titles. `steady`: more lines will follow that stand in the same columns. */
export function deliveryLines(
  rows: readonly DeliveryRow[],
  screen: Screen,
  steady?: boolean,
): string[] {
  const [columns, lines] = withGateway(COLUMNS, rows, (row) => lineOf(row, screen));
  return logLines(columns, lines, screen, steady);
}

function lineOf(row: DeliveryRow, screen: Screen): LogLine {
  const paint = (text: string): string => screen.colour(STATUS_COLOURS[row.status], text);
  const arrived = row.status === "delivered";
  return {
    cells: [
      { text: clockTime(row.createdAt, screen.now()) },
      { text: row.status, paint },
      { text: row.endpoint },
      { text: row.event },
      { text: row.replay ? `↻ ${row.attempts}` : String(row.attempts) },
      { text: row.durationMs === undefined ? "" : String(row.durationMs) },
    ],
    id: row.id,
    reason: arrived ? "" : reasonOf(row, screen.now()),
  };
}

/** What the last attempt showed, and when the next one comes. */
export function reasonOf(row: DeliveryRow, now: number): string {
  const { status, httpStatus, error, attempts, nextAttemptAt } = row;
  if (status === "delivered") return httpStatus === undefined ? "" : `HTTP ${httpStatus}`;
  const next = nextAttemptAt === undefined ? undefined : Date.parse(nextAttemptAt) - now;
  const goesOn = attempts === 0 ? "first try in" : "again in";
  const when = next === undefined ? "" : next > 0 ? `${goesOn} ${duration(next)}` : "due";
  return [error, when].filter((part) => part !== undefined && part !== "").join(", ");
}
