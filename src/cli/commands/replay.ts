// `openclaw webhook replay`: stored events once more, to those who got them or to somebody else.
import type { Cli } from "../cli.ts";
import { readCount, readId } from "../grammar/command-line.ts";
import { Failure } from "../failure.ts";
import { readTime } from "../terminal/time.ts";

interface ReplayOptions {
  event?: string;
  since?: string;
  until?: string;
  endpoint?: string;
  to?: string;
  missing?: boolean;
  rate?: string;
  dryRun?: boolean;
  json?: boolean;
}

interface ReplayAnswer {
  events: number;
  matched: number;
  replayed: number;
  cursor?: string;
}

const MOST_IDS = 500;
const MOST_PER_SECOND = 1000;

export async function replay(cli: Cli, given: string[], options: ReplayOptions): Promise<void> {
  const filter = filterOf(options, cli.now());
  const filtered = Object.keys(filter).length > 0;
  if (given.length > 0 && filtered) throw new Failure("misuse", "give ids or a filter, not both");
  if (given.length > MOST_IDS) throw new Failure("misuse", `at most ${MOST_IDS} ids at once`);
  if (given.length === 0 && !filtered) {
    throw new Failure("misuse", "name deliveries or events by id, or say which: --since 1d");
  }
  const { to, missing, rate, dryRun = false } = options;
  const ids = given.map((id) => readId(id, ["dlv", "evt"]));
  const asked = {
    ...(ids.length > 0 ? { ids } : { filter }),
    ...(to !== undefined && { to }),
    ...(missing === true && { missing }),
    ...(rate !== undefined && { perSecond: readCount("--rate", rate, MOST_PER_SECOND) }),
    dryRun,
  };
  report(cli, await work(cli, asked), options);
}

function filterOf({ event, since, until, endpoint }: ReplayOptions, now: number): object {
  return {
    ...(event !== undefined && { events: event.split(",").map((each) => each.trim()) }),
    ...(since !== undefined && { since: readTime("--since", since, now) }),
    ...(until !== undefined && { until: readTime("--until", until, now) }),
    ...(endpoint !== undefined && { endpoint }),
  };
}

/** One call works through a part of a long log; it is asked again until all is done. */
async function work(cli: Cli, asked: object): Promise<ReplayAnswer> {
  const sum = { events: 0, matched: 0, replayed: 0 };
  let cursor: string | undefined;
  do {
    const part: ReplayAnswer = await cli.ask("replay", {
      ...asked,
      ...(cursor !== undefined && { cursor }),
    });
    sum.events += part.events;
    sum.matched += part.matched;
    sum.replayed += part.replayed;
    ({ cursor } = part);
    if (cursor !== undefined) cli.progress(`${sum.events} events seen, going on …`);
  } while (cursor !== undefined);
  return sum;
}

function report(cli: Cli, done: ReplayAnswer, { json, dryRun }: ReplayOptions): void {
  if (json === true) return cli.print(JSON.stringify(done));
  const { events, matched, replayed } = done;
  const of = `of ${counted(events, "event")}`;
  const deliveries = (count: number): string =>
    count === 1 ? "1 delivery" : `${count} deliveries`;
  if (dryRun === true) return cli.print(`${deliveries(matched)} ${of} would be replayed.`);
  cli.print(`${deliveries(replayed)} ${of} will be replayed, one after the other.`);
  if (replayed === 0) {
    throw new Failure("failed", "nothing to replay: not in the log, or no endpoint is meant by it");
  }
}

function counted(count: number, thing: string): string {
  return count === 1 ? `1 ${thing}` : `${count} ${thing}s`;
}
