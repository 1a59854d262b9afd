// `openclaw webhook list`: deliveries, newest first, or each change as it comes.
import type { DeliveryRow } from "../../view/delivery.ts";
import type { DeliveryPage, ListParams } from "../../view/questions.ts";
import type { Cli } from "../cli.ts";
import { readChoice, readCount, readList } from "../grammar/command-line.ts";
import { deliveryLines } from "../lines/delivery-table.ts";
import { newestRows } from "../answers/search.ts";
import { readTime } from "../terminal/time.ts";

export interface ListOptions {
  recent?: string;
  status?: string;
  endpoint?: string;
  event?: string;
  since?: string;
  until?: string;
  agent?: string;
  text?: string;
  instance?: string;
  follow?: boolean;
  json?: boolean;
}

const DEFAULT_RECENT = "20";
const MOST_RECENT = 10_000;
const PAGE_ROWS = 200;
const FOLLOW_EVERY_MS = 1000;
export const STATUSES = ["pending", "delivered", "failed", "dead"] as const;

export async function list(cli: Cli, options: ListOptions): Promise<void> {
  const filter = filterOf(options, cli.now());
  const recent = readCount("--recent", options.recent ?? DEFAULT_RECENT, MOST_RECENT);
  const asked = { method: "list", filter, count: recent };
  const rows = await newestRows(cli, asked, (page: DeliveryPage) => page.deliveries);
  if (options.follow === true) return follow(cli, options, filter, rows.toReversed());
  if (rows.length === 0 && options.json !== true) return cli.notice(nothingFound(options));
  print(cli, options, rows);
}

function filterOf(options: ListOptions, now: number): ListParams {
  const { status, endpoint, event, since, until, agent, text, instance } = options;
  const statuses = status === undefined ? undefined : new Set(readList(status).flatMap(readStatus));
  return {
    ...(statuses !== undefined && { status: [...statuses] }),
    ...(endpoint !== undefined && { endpoint: readList(endpoint) }),
    ...(event !== undefined && { event: readList(event) }),
    ...(since !== undefined && { since: readTime("--since", since, now) }),
    ...(until !== undefined && { until: readTime("--until", until, now) }),
    ...(agent !== undefined && { agent }),
    ...(text !== undefined && { text }),
    ...(instance !== undefined && { instanceId: instance }),
  };
}

/** Who asks for failed ones wants to see those too that have no attempt left. */
export function readStatus(text: string): readonly (typeof STATUSES)[number][] {
  const status = readChoice("--status", text, STATUSES);
  return status === "failed" ? ["failed", "dead"] : [status];
}

/** Ends with the process, or when nobody answers any more. */
async function follow(
  cli: Cli,
  options: ListOptions,
  filter: ListParams,
  first: readonly DeliveryRow[],
): Promise<never> {
  const seen = new Map<string, string>();
  let changed = first;
  for (let titled = false; ;) {
    for (const { id, updatedAt } of changed) seen.set(id, updatedAt);
    if (changed.length > 0) {
      print(cli, options, changed, titled);
      titled = true;
    }
    forgetOldest(seen);
    await cli.wait(FOLLOW_EVERY_MS);
    const page: DeliveryPage = await cli.ask("list", { ...filter, limit: PAGE_ROWS });
    changed = page.deliveries
      .filter(({ id, updatedAt }) => seen.get(id) !== updatedAt && isNews(id, seen, first))
      .toReversed();
  }
}

/** What was there before and was not shown because of `--recent` is no news. */
function isNews(
  id: string,
  seen: ReadonlyMap<string, string>,
  first: readonly DeliveryRow[],
): boolean {
  return seen.has(id) || id > (first[0]?.id ?? "");
}

function forgetOldest(seen: Map<string, string>): void {
  for (const id of seen.keys()) {
    if (seen.size <= MOST_RECENT) return;
    seen.delete(id);
  }
}

function print(cli: Cli, options: ListOptions, rows: readonly DeliveryRow[], titled = false): void {
  if (options.json === true) {
    for (const row of rows) cli.print(JSON.stringify(row));
    return;
  }
  const lines = deliveryLines(rows, cli, options.follow);
  for (const line of titled ? lines.slice(1) : lines) cli.print(line);
}

function nothingFound(options: ListOptions): string {
  const { recent: _recent, follow: _follow, ...filter } = options;
  return Object.keys(filter).length > 0
    ? "Nothing of that kind in the log."
    : "The log is empty: nothing was sent yet.";
}
