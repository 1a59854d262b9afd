// `openclaw webhook retry` and `purge`: work on many deliveries, counted first where that was asked for.
import type { Cli } from "../cli.ts";
import { readId } from "../grammar/command-line.ts";
import { Failure } from "../failure.ts";
import { readTime } from "../terminal/time.ts";
import { readStatus } from "./list.ts";

interface BulkOptions {
  endpoint?: string;
  event?: string;
  dryRun?: boolean;
  json?: boolean;
}

interface RetryOptions extends BulkOptions {
  status?: string;
  since?: string;
  until?: string;
}

interface PurgeOptions extends BulkOptions {
  olderThan?: string;
  pending?: boolean;
  yes?: boolean;
}

interface BulkAnswer {
  matched: number;
  changed: number;
  more: boolean;
}

const MOST_IDS = 500;

export async function retry(cli: Cli, given: string[], options: RetryOptions): Promise<void> {
  const { endpoint, event, status, since, until } = options;
  const filter = {
    ...(endpoint !== undefined && { endpoint }),
    ...(event !== undefined && { event }),
    ...(status !== undefined && { status: readStatus(status) }),
    ...(since !== undefined && { since: readTime("--since", since, cli.now()) }),
    ...(until !== undefined && { until: readTime("--until", until, cli.now()) }),
  };
  const filtered = Object.keys(filter).length > 0;
  if (given.length > 0 && filtered) throw new Failure("misuse", "give ids or a filter, not both");
  if (given.length > MOST_IDS) throw new Failure("misuse", `at most ${MOST_IDS} ids at once`);
  if (given.length === 0 && !filtered) {
    throw new Failure("misuse", "name deliveries by id, or say which: --status failed takes all");
  }
  const ids = given.map((id) => readId(id, ["dlv"]));
  const asked = ids.length > 0 ? { ids } : { filter };
  const done = await work(cli, "retry", asked, options);
  report(cli, done, options, "retried");
  if (ids.length > 0 && options.dryRun !== true && done.changed < ids.length) {
    throw new Failure("failed", `${ids.length - done.changed} not: unknown, or on their way now`);
  }
}

export async function purge(cli: Cli, options: PurgeOptions): Promise<void> {
  const { endpoint, event, olderThan, pending = false, yes = false } = options;
  const filter = {
    ...(endpoint !== undefined && { endpoint }),
    ...(event !== undefined && { event }),
    ...(olderThan !== undefined && { until: readTime("--older-than", olderThan, cli.now()) }),
  };
  if (Object.keys(filter).length === 0) {
    throw new Failure("misuse", "say which: --endpoint, --event or --older-than");
  }
  const asked = { filter, ...(pending && { pending }) };
  if (options.dryRun === true || !yes) {
    const counted = await work(cli, "purge", asked, { dryRun: true });
    const over = options.dryRun === true || counted.matched === 0;
    if (over) return report(cli, counted, { ...options, dryRun: true }, "deleted");
    if (!(await mayDelete(cli, counted.matched, pending))) return;
  }
  report(cli, await work(cli, "purge", asked, {}), options, "deleted");
}

/** What is deleted cannot be had back: it is counted, and deleted when somebody said so. */
async function mayDelete(cli: Cli, count: number, pending: boolean): Promise<boolean> {
  const what = `${deliveries(count)}${pending ? ", still to be sent," : ""}`;
  const answer = await cli.confirm(`Delete ${what} from the log?`);
  if (answer === undefined) {
    throw new Failure(
      "misuse",
      `${what} would be deleted, and nobody is here to be asked: the same with --yes deletes them`,
    );
  }
  if (!answer) cli.notice("Nothing was deleted.");
  return answer;
}

/** One call works through a part of a large backlog; it is asked again until all is done. */
async function work(
  cli: Cli,
  method: string,
  asked: object,
  { dryRun = false }: BulkOptions,
): Promise<BulkAnswer> {
  const sum: BulkAnswer = { matched: 0, changed: 0, more: false };
  for (;;) {
    const part = await cli.ask<BulkAnswer>(method, { ...asked, dryRun });
    sum.matched += part.matched;
    sum.changed += part.changed;
    if (!part.more || part.changed === 0) return sum;
    cli.progress(`${sum.changed} done, going on …`);
  }
}

function report(cli: Cli, done: BulkAnswer, options: BulkOptions, verb: string): void {
  const { matched, changed } = done;
  if (options.json === true) return cli.print(JSON.stringify({ matched, [verb]: changed }));
  if (options.dryRun === true) cli.print(`${deliveries(matched)} would be ${verb}.`);
  else cli.print(`${deliveries(changed)} ${verb}.`);
}

function deliveries(count: number): string {
  return count === 1 ? "1 delivery" : `${count} deliveries`;
}
