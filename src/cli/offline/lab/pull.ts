// Reads a feed as its receiver would: shows what comes, passes it on where that is asked for, and acknowledges what
// was shown and taken. What another receiver did not take comes again after a pause.
import type { Arrival } from "../../../lab/receiver.ts";
import { Failure } from "../../failure.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { createJudge, labelsOf } from "./delivery.ts";
import { askFeed, type FeedEntry, type FeedPage } from "./feed-client.ts";
import type { FeedSource } from "./feed-source.ts";
import { createForwarder, type Given } from "./forward.ts";
import { createCounting } from "./tally.ts";

export interface PullOptions {
  forwardTo?: string;
  body?: boolean;
  json?: boolean;
  /** Ends after so many entries. */
  most: number;
}

const WAIT_SECONDS = 30;
const PAGE = 100;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
const WARNING =
  "What is shown is acknowledged: another reader that keeps no cursor does not get it.";

/** Resolves when it was stopped, or after `most`. Throws `Failure` where nothing can be read. */
export async function runPull(
  terminal: Terminal,
  { url, token, secrets, origin }: FeedSource,
  options: PullOptions,
  stop: AbortSignal,
): Promise<void> {
  const pass = options.forwardTo === undefined ? undefined : createForwarder(options.forwardTo);
  const counting = createCounting(terminal, options.json === true);
  const judge = createJudge(secrets, terminal.now);
  const feed = { url, token };
  const stopped = aborted(stop);
  let cursor: string | undefined;
  let pauseMs = FIRST_PAUSE_MS;

  async function rest(ms: number): Promise<void> {
    await Promise.race([terminal.wait(ms), stopped]);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }

  /** Whether it was taken, and is acknowledged by reading on. */
  async function take(entry: FeedEntry): Promise<boolean> {
    const startedAt = terminal.now();
    const arrival = arrivalOf(entry, startedAt);
    const answer = await pass?.(arrival);
    const isTaken = answer === undefined || isSuccess(answer);
    counting.note({
      time: new Date(startedAt).toISOString(),
      ...labelsOf(arrival),
      ...judge(arrival),
      ms: terminal.now() - startedAt,
      answered: answeredText(answer, isTaken),
      ...(options.body === true && { body: entry.body }),
    });
    if (!isTaken) return false;
    ({ cursor } = entry);
    pauseMs = FIRST_PAUSE_MS;
    return true;
  }

  async function takeAll({ events, cursor: end }: FeedPage): Promise<void> {
    for (const entry of events) {
      if (stop.aborted || counting.received() >= options.most) return;
      if (!(await take(entry))) return rest(pauseMs);
    }
    cursor = end;
    pauseMs = FIRST_PAUSE_MS;
  }

  terminal.notice(`Reading ${url} until Ctrl-C. ${origin} ${WARNING}`);
  while (!stop.aborted && counting.received() < options.most) {
    const limit = Math.min(PAGE, options.most - counting.received());
    const read = await askFeed(feed, { after: cursor, limit, wait: WAIT_SECONDS }, stop);
    if (read.kind === "page") await takeAll(read.page);
    else if (stop.aborted) break;
    else if (read.kind === "refused") throw new Failure("failed", `${url}: ${read.message}`);
    else {
      terminal.notice(`${url}: ${read.message}`);
      if (read.kind === "moved") ({ cursor } = read);
      else await rest(read.retryAfterMs ?? pauseMs);
    }
  }
  // Only reading on acknowledges.
  if (cursor !== undefined) await askFeed(feed, { after: cursor, limit: 0, wait: 0 });
  counting.sum();
}

/** As if it had been sent. */
function arrivalOf({ headers, body }: FeedEntry, at: number): Arrival {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    method: "POST",
    path: "/",
    headers: Object.fromEntries(lower) as Record<string, string>,
    body: Buffer.from(body),
    at,
    connection: 1,
  };
}

function isSuccess({ status = 502 }: Given): boolean {
  return status >= 200 && status < 300;
}

function answeredText(answer: Given | undefined, isTaken: boolean): string {
  if (answer === undefined) return "acknowledged";
  return isTaken ? `${answer.text}, acknowledged` : `${answer.text}, not acknowledged: again later`;
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
