// `openclaw webhook stats`: what became of attempts over time, and what waits.
import type { EndpointFigures, GatewayFigures, Range, Stats } from "../../view/stats.ts";
import type { Cli } from "../cli.ts";
import { readChoice } from "../grammar/command-line.ts";
import { latency, percent } from "../terminal/figures.ts";
import { sparkline } from "../terminal/sparkline.ts";
import { tableLines, type Column } from "../terminal/table.ts";
import { duration } from "../terminal/time.ts";

interface StatsOptions {
  range?: string;
  endpoint?: string;
  instance?: string;
  json?: boolean;
}

export const RANGES: readonly Range[] = ["hour", "day", "week"];
const SPAN: Readonly<Record<Range, string>> = { hour: "hour", day: "24 hours", week: "7 days" };

const COLUMNS: readonly Column[] = [
  { title: "ENDPOINT", most: 24 },
  { title: "OK", most: 6, align: "right" },
  { title: "DELIVERED", most: 9, align: "right" },
  { title: "FAILED", most: 8, align: "right" },
  { title: "DEAD", most: 8, align: "right" },
  { title: "WAITING", most: 8, align: "right" },
  { title: "P50", most: 8, align: "right" },
  { title: "P95", most: 8, align: "right" },
];
const GATEWAYS: readonly Column[] = [
  { title: "GATEWAY", most: 24 },
  ...COLUMNS.filter(({ title }) => title !== "ENDPOINT" && title !== "WAITING"),
];
const LABEL_COLUMNS = 11;

export async function stats(
  cli: Cli,
  { range, endpoint, instance, json }: StatsOptions,
): Promise<void> {
  const counted = await cli.ask<Stats>("stats", {
    ...(range !== undefined && { range: readChoice("--range", range, RANGES) }),
    ...(endpoint !== undefined && { endpoint }),
    ...(instance !== undefined && { instanceId: instance }),
  });
  if (json === true) return cli.print(JSON.stringify(counted));
  cli.print(headline(counted));
  const below = [
    ...latencyLines(counted),
    ...chart(counted, cli),
    ...backlogLines(counted, cli),
    ...unexpectedLines(counted),
  ];
  for (const line of below) cli.print(line);
  printTable(cli, COLUMNS, counted.endpoints.map(cellsOf));
  const { instances = [] } = counted;
  // One alone is the whole.
  if (instances.length > 1) printTable(cli, GATEWAYS, instances.map(gatewayCells));
}

function printTable(
  cli: Cli,
  columns: readonly Column[],
  rows: readonly { text: string }[][],
): void {
  if (rows.length === 0) return;
  const [titles = "", ...lines] = tableLines(columns, rows, cli);
  cli.print("");
  cli.print(cli.colour("dim", titles));
  for (const line of lines) cli.print(line);
}

function headline({ range, total }: Stats): string {
  const attempts = total.delivered + total.failed;
  if (attempts === 0) return `In the last ${SPAN[range]} nothing was sent.`;
  const of = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
  return `In the last ${SPAN[range]} ${percent(total.successRate)} of ${of} delivered`;
}

function latencyLines({ total }: Stats): string[] {
  const times = (["p50", "p95", "p99"] as const)
    .filter((name) => total[name] !== undefined)
    .map((name) => `${name} ${latency(total[name])}`);
  return times.length === 0 ? [] : [`${"latency".padEnd(LABEL_COLUMNS)}${times.join(", ")}`];
}

/** Only for eyes. */
function chart({ points }: Stats, cli: Cli): string[] {
  if (!cli.isTerminal) return [];
  return (["delivered", "failed"] as const).flatMap((name) => {
    const counts = points.map((point) => point[name]);
    if (counts.every((count) => count === 0)) return [];
    const line = sparkline(counts, cli.columns - LABEL_COLUMNS);
    const colour = name === "failed" ? "red" : "green";
    return [`${name.padEnd(LABEL_COLUMNS)}${cli.colour(colour, line)}`];
  });
}

function backlogLines({ backlog }: Stats, cli: Cli): string[] {
  const { waiting, dead, oldestAt } = backlog;
  const lines: string[] = [];
  if (waiting > 0) {
    const waits = duration(Math.max(0, cli.now() - Date.parse(oldestAt ?? "")));
    lines.push(`${"waiting".padEnd(LABEL_COLUMNS)}${waiting}, the oldest for ${waits}`);
  }
  if (dead > 0) {
    lines.push(`dead       ${dead}; openclaw webhook retry --status dead sends them again`);
  }
  return lines;
}

function unexpectedLines({ unexpected = 0 }: Stats): string[] {
  if (unexpected === 0) return [];
  return [`unexpected ${unexpected} of the host's doings; openclaw webhook support shows a sample`];
}

function cellsOf(row: EndpointFigures): { text: string }[] {
  const { endpoint, successRate, delivered, failed, dead, waiting, p50, p95 } = row;
  const counts = [delivered, failed, dead, waiting].map(String);
  return [endpoint, percent(successRate), ...counts, latency(p50), latency(p95)].map((text) => ({
    text,
  }));
}

function gatewayCells(row: GatewayFigures): { text: string }[] {
  const { instanceId, successRate, delivered, failed, dead, p50, p95 } = row;
  const counts = [delivered, failed, dead].map(String);
  return [instanceId, percent(successRate), ...counts, latency(p50), latency(p95)].map((text) => ({
    text,
  }));
}
