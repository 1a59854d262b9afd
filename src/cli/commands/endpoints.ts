// `openclaw webhook endpoints`, `pause` and `resume`: how each endpoint stands, and changing that by hand.
import type { EndpointRow } from "../../view/endpoint.ts";
import type { Cli } from "../cli.ts";
import { reasonOf, STATUS_COLOURS } from "../lines/delivery-table.ts";
import { latency, percent } from "../terminal/figures.ts";
import { tableLines, type Cell, type Column } from "../terminal/table.ts";
import type { Colour } from "../terminal/terminal.ts";
import { clockTime, withLocalTimes } from "../terminal/time.ts";
import { wrap } from "../terminal/wrap.ts";

interface JsonOption {
  json?: boolean;
}

interface Standing {
  endpoint: string;
  state: EndpointRow["state"];
  reason?: string;
}

const STATE_COLOURS: Readonly<Record<EndpointRow["state"], Colour>> = {
  ok: "green",
  failing: "red",
  slowing: "yellow",
  parked: "red",
  blocked: "red",
  paused: "yellow",
  disabled: "red",
  held: "red",
  gone: "yellow",
  unread: "red",
};

const COLUMNS: readonly Column[] = [
  { title: "ENDPOINT", most: 16 },
  { title: "STATE", most: 8 },
  { title: "WAITING", most: 8, align: "right" },
  { title: "LAST", most: 11 },
  { title: "STATUS", most: 9 },
];
/** Of the last hour; where the terminal is wide enough. */
const FIGURES: readonly Column[] = [
  { title: "OK", most: 7, align: "right" },
  { title: "P95", most: 8, align: "right" },
];
const ORIGIN: Column = { title: "ORIGIN" };
const FIGURES_FROM = 100;

export async function endpoints(cli: Cli, { json }: JsonOption): Promise<void> {
  const { endpoints: rows } = await cli.ask<{ endpoints: EndpointRow[] }>("endpoints");
  if (json === true) {
    for (const row of rows) cli.print(JSON.stringify(row));
    return;
  }
  if (rows.length === 0) return cli.notice("No endpoints are configured.");
  const withFigures = cli.columns >= FIGURES_FROM;
  const columns = [...COLUMNS, ...(withFigures ? FIGURES : []), ORIGIN];
  const cells = rows.map((row) => cellsOf(row, withFigures, cli));
  const [titles = "", ...lines] = tableLines(columns, cells, cli);
  cli.print(cli.colour("dim", titles));
  lines.forEach((line, index) => {
    cli.print(line);
    const why = rows[index] === undefined ? "" : whyOf(rows[index], cli.now());
    if (why === "") return;
    for (const each of wrap(why, cli.columns, "  ")) cli.print(cli.colour("dim", each));
  });
}

function cellsOf(row: EndpointRow, withFigures: boolean, cli: Cli): Cell[] {
  const { endpoint, state, waiting, last, successRate, p95, origin } = row;
  const inColour = (colour: Colour) => (text: string) => cli.colour(colour, text);
  return [
    { text: endpoint },
    { text: state, paint: inColour(STATE_COLOURS[state]) },
    { text: waiting === 0 ? "" : String(waiting) },
    { text: last === undefined ? "never" : clockTime(last.createdAt, cli.now()) },
    last === undefined
      ? { text: "" }
      : { text: last.status, paint: inColour(STATUS_COLOURS[last.status]) },
    ...(withFigures ? [{ text: percent(successRate) }, { text: latency(p95) }] : []),
    { text: origin },
  ];
}

/** Why it does not send as it could, else why its newest delivery did not arrive. */
function whyOf(row: EndpointRow, now: number): string {
  const { state, reason, last } = row;
  if (state === "ok") {
    return last === undefined || last.status === "delivered" ? "" : reasonOf(last, now);
  }
  const why = reason === undefined ? [] : [withLocalTimes(reason, now)];
  return [...why, ...nextOf(row, now)].join("; ");
}

function nextOf(
  { state, notBefore, nextProbeAt, failingSince, concurrency }: EndpointRow,
  now: number,
): string[] {
  const since = failingSince === undefined ? [] : [`failing since ${clockTime(failingSince, now)}`];
  if (state === "failing") return since;
  if (state === "parked") {
    const then = nextProbeAt === undefined ? "now" : `at ${clockTime(nextProbeAt, now)}`;
    return [...since, `next try ${then}`];
  }
  if (state !== "slowing") return [];
  if (notBefore !== undefined) return [`nothing before ${clockTime(notBefore, now)}`];
  return [`${concurrency.now} of ${concurrency.max} requests at once`];
}

export async function pause(
  cli: Cli,
  endpoint: string,
  { reason, json }: JsonOption & { reason?: string },
): Promise<void> {
  tell(cli, await cli.ask("pause", { endpoint, ...(reason !== undefined && { reason }) }), json);
}

export async function resume(cli: Cli, endpoint: string, { json }: JsonOption): Promise<void> {
  tell(cli, await cli.ask("resume", { endpoint }), json);
}

function tell(cli: Cli, standing: Standing, json: boolean | undefined): void {
  if (json === true) return cli.print(JSON.stringify(standing));
  const { endpoint, state, reason } = standing;
  const words = state === "paused" ? "sends nothing until it is resumed" : `is ${state}`;
  const told = `${endpoint} ${words}${reason === undefined ? "" : `: ${reason}`}`;
  for (const line of wrap(told, cli.columns)) cli.print(line);
}
