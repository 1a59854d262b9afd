// `openclaw webhook routes`: each route with the URL to give to its sender, who may call, and what came last.
import type { RouteList, RouteRow } from "../../../view/route.ts";
import type { Cli } from "../../cli.ts";
import { tableLines, type Cell, type Column } from "../../terminal/table.ts";
import { clockTime } from "../../terminal/time.ts";
import { wrap } from "../../terminal/wrap.ts";

const COLUMNS: readonly Column[] = [
  { title: "ROUTE", most: 20 },
  { title: "STATE", most: 5 },
  { title: "AUTH", most: 20 },
  { title: "AGENT", most: 16 },
  { title: "LAST", most: 11 },
  { title: "STATUS", most: 9 },
];
const INDENT = "  ";

export async function routes(cli: Cli, { json }: { json?: boolean }): Promise<void> {
  const { routes: rows } = await cli.ask<RouteList>("routes");
  if (json === true) {
    for (const row of rows) cli.print(JSON.stringify(row));
    return;
  }
  if (rows.length === 0) return cli.notice("No inbound routes are configured.");
  const [titles = "", ...lines] = tableLines(
    COLUMNS,
    rows.map((row) => cellsOf(row, cli)),
    cli,
  );
  cli.print(cli.colour("dim", titles));
  lines.forEach((line, index) => {
    cli.print(line);
    const { url = "", reason = "" } = rows[index] ?? {};
    // Whole, however narrow the terminal is: it is there to be copied.
    cli.print(INDENT + url);
    if (reason === "") return;
    for (const each of wrap(reason, cli.columns, INDENT)) cli.print(cli.colour("dim", each));
  });
}

function cellsOf({ route, state, auth, agentId, last }: RouteRow, cli: Cli): Cell[] {
  const paint = (text: string): string => cli.colour(state === "ok" ? "green" : "red", text);
  return [
    { text: route },
    { text: state, paint },
    { text: auth },
    { text: agentId },
    { text: last === undefined ? "never" : clockTime(last.receivedAt, cli.now()) },
    { text: last?.status ?? "" },
  ];
}
