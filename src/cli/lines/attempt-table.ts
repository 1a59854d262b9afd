// The attempts of a delivery as lines: what each showed and where its time went. Asks nobody.
import type { AttemptRow } from "../../view/delivery.ts";
import { tableLines, type Column } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { clockTime } from "../terminal/time.ts";
import { wrap } from "../terminal/wrap.ts";

const COLUMNS: readonly Column[] = [
  { title: "#", most: 3, align: "right" },
  { title: "TIME", most: 11 },
  { title: "RESULT", most: 9 },
  { title: "DNS", most: 6, align: "right" },
  { title: "CONNECT", most: 7, align: "right" },
  { title: "TLS", most: 6, align: "right" },
  { title: "FIRST", most: 6, align: "right" },
  { title: "TOTAL MS", most: 8, align: "right" },
  { title: "ADDRESS" },
];
const INDENT = "     ";

/** Empty without attempts. Times are ms from the start of the attempt. */
export function attemptLines(
  attempts: readonly AttemptRow[],
  screen: Pick<Terminal, "columns" | "colour" | "now">,
): string[] {
  if (attempts.length === 0) return [];
  const rows = attempts.map((attempt) => {
    const { dns, connect, tls, firstByte, total } = attempt.timings;
    const stages = [dns, connect, tls, firstByte, total].map((ms) => ({ text: whole(ms) }));
    return [
      { text: String(attempt.number) },
      { text: clockTime(attempt.at, screen.now()) },
      { text: resultOf(attempt) },
      ...stages,
      { text: attempt.address ?? "" },
    ];
  });
  const [titles = "", ...lines] = tableLines(COLUMNS, rows, screen);
  const withReasons = lines.flatMap((line, index) => {
    const attempt = attempts[index];
    if (attempt === undefined) return [line];
    const { error, response } = attempt;
    return [
      line,
      ...(error === undefined || error === resultOf(attempt)
        ? []
        : wrap(error, screen.columns, INDENT)),
      ...(response === undefined ? [] : [`${INDENT}answer: ${response.text}`]),
    ];
  });
  return [screen.colour("dim", titles), ...withReasons];
}

function resultOf({ httpStatus, errorClass }: AttemptRow): string {
  return httpStatus === undefined ? (errorClass ?? "") : `HTTP ${httpStatus}`;
}

function whole(ms: number | undefined): string {
  return ms === undefined ? "" : String(Math.round(ms));
}
