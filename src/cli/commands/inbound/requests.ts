// `openclaw webhook requests list` and `show`: what came in, and what each step decided.
import type { RequestStatus } from "../../../engine/inbox/inbox.ts";
import type { RequestPage } from "../../../view/questions.ts";
import type { ItemRow, RequestDetail, RequestRow } from "../../../view/request.ts";
import type { Cli } from "../../cli.ts";
import { readChoice, readCount, readId } from "../../grammar/command-line.ts";
import { withGateway } from "../../lines/gateway-column.ts";
import { logLines, type LogLine } from "../../lines/log-lines.ts";
import { newestRows } from "../../answers/search.ts";
import type { Column } from "../../terminal/table.ts";
import type { Colour } from "../../terminal/terminal.ts";
import { clockTime, readTime } from "../../terminal/time.ts";
import { verdictLines } from "../../lines/verdict-lines.ts";
import { wrap } from "../../terminal/wrap.ts";

interface ListOptions {
  recent?: string;
  status?: string;
  route?: string;
  since?: string;
  until?: string;
  agent?: string;
  text?: string;
  instance?: string;
  json?: boolean;
}

interface ShowOptions {
  body?: boolean;
  json?: boolean;
}

const STATUS_COLOURS: Readonly<Record<RequestStatus, Colour>> = {
  rejected: "red",
  failed: "red",
  handshake: "dim",
  filtered: "dim",
  duplicate: "dim",
  merged: "dim",
  waiting: "yellow",
  running: "yellow",
  completed: "green",
};
export const REQUEST_STATUSES = Object.keys(STATUS_COLOURS) as RequestStatus[];

const COLUMNS: readonly Column[] = [
  { title: "TIME", most: 11 },
  { title: "STATUS", most: 9 },
  { title: "ROUTE", most: 20 },
  { title: "ANSWER", most: 6, align: "right" },
  { title: "MS", most: 6, align: "right" },
  { title: "STEP", most: 12 },
];
const MOST_RECENT = 10_000;

export async function listRequests(cli: Cli, options: ListOptions): Promise<void> {
  const { status, route, since, until, agent, text, instance, json } = options;
  const count = readCount("--recent", options.recent ?? "20", MOST_RECENT);
  const filter = {
    ...(status !== undefined && { status: [readChoice("--status", status, REQUEST_STATUSES)] }),
    ...(route !== undefined && { route }),
    ...(since !== undefined && { since: readTime("--since", since, cli.now()) }),
    ...(until !== undefined && { until: readTime("--until", until, cli.now()) }),
    ...(agent !== undefined && { agent }),
    ...(text !== undefined && { text }),
    ...(instance !== undefined && { instanceId: instance }),
  };
  const asked = { method: "requests.list", filter, count };
  const requests = await newestRows(cli, asked, (page: RequestPage) => page.requests);
  if (json === true) {
    for (const row of requests) cli.print(JSON.stringify(row));
    return;
  }
  if (requests.length === 0) return cli.notice("No such inbound request in the log.");
  const [columns, lines] = withGateway(COLUMNS, requests, (row) => lineOf(row, cli));
  for (const line of logLines(columns, lines, cli)) cli.print(line);
}

function lineOf(row: RequestRow, cli: Cli): LogLine {
  const { id, status, durationMs } = row;
  return {
    cells: [
      { text: clockTime(row.receivedAt, cli.now()) },
      { text: status, paint: (text) => cli.colour(STATUS_COLOURS[status], text) },
      { text: row.route },
      { text: String(row.httpStatus) },
      { text: durationMs === undefined ? "" : String(durationMs) },
      { text: row.failedStep ?? "" },
    ],
    id,
    reason: row.reason ?? kinshipOf(row),
  };
}

/** Which request it belongs to. */
function kinshipOf({ duplicateOf, mergedInto, replayOf }: RequestRow): string {
  if (duplicateOf !== undefined) return `of ${duplicateOf}`;
  if (mergedInto !== undefined) return `into ${mergedInto}`;
  return replayOf === undefined ? "" : `replays ${replayOf}`;
}

export async function showRequest(cli: Cli, given: string, options: ShowOptions): Promise<void> {
  const id = readId(given, ["req"]);
  const body = options.body === true;
  const detail = await cli.ask<RequestDetail>("requests.show", { id, body });
  if (options.json === true) return cli.print(JSON.stringify(detail));
  for (const line of requestLines(detail, cli)) cli.print(line);
}

export function requestLines(detail: RequestDetail, cli: Cli): string[] {
  const { request, method, verdicts, agentId, sessionKey } = detail;
  const { id, status, route, peer, httpStatus, reason, replayOf } = request;
  return [
    `${id}  ${cli.colour(STATUS_COLOURS[status], status)}`,
    ...(reason === undefined ? [] : wrap(reason, cli.columns)),
    ...wrap(
      `${method} for route ${route} from ${peer} at ${clockTime(request.receivedAt, cli.now())}, answered ${httpStatus}`,
      cli.columns,
    ),
    ...(replayOf === undefined ? [] : [`a replay of ${replayOf}`]),
    ...batchLines(detail, cli),
    ...(agentId === undefined
      ? []
      : wrap(`agent ${agentId}, session ${sessionKey ?? ""}`, cli.columns)),
    ...verdicts.flatMap((verdict) => verdictLines(verdict, cli)),
    ...(detail.bodyHash === undefined ? [] : wrap(notKept(detail.bodyHash), cli.columns)),
    ...contentLines(detail),
  ];
}

function batchLines({ batch, items = [] }: RequestDetail, cli: Cli): string[] {
  if (batch !== undefined) return [`item ${batch.index + 1} of ${batch.count} of ${batch.of}`];
  if (items.length === 0) return [];
  const words = ({ id, status, reason = "" }: ItemRow): string =>
    status === undefined
      ? `${id}  no longer in the log`
      : `${id}  ${cli.colour(STATUS_COLOURS[status], status)}  ${reason}`.trimEnd();
  const row = (item: ItemRow): string[] =>
    wrap(words(item), cli.columns - 2).map((line) => `  ${line}`);
  return [`its ${items.length} items:`, ...items.flatMap(row)];
}

function notKept({ sha256, bytes, hint }: NonNullable<RequestDetail["bodyHash"]>): string {
  return `Its body of ${bytes} bytes was not kept; its SHA-256 is ${sha256}. To see more, ${hint}.`;
}

function contentLines({ headers, query, body, prompt, reply }: RequestDetail): string[] {
  const named = Object.entries({ ...headers }).map(([name, value]) => `${name}: ${value}`);
  const asked = Object.keys({ ...query }).length === 0 ? [] : [`query: ${JSON.stringify(query)}`];
  return [
    ...(headers === undefined ? [] : ["", "It was sent:", ...named, ...asked]),
    ...(body === undefined ? [] : ["", body.text]),
    ...(prompt === undefined ? [] : ["", "The agent was told:", prompt.text]),
    ...(reply === undefined ? [] : ["", "It replied:", reply.text]),
  ];
}
