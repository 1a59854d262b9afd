// `openclaw webhook lab`: a receiver on this machine that shows what arrives and misbehaves on order.
import { Failure } from "../failure.ts";
import { openTerminal } from "../terminal/terminal.ts";
import { MISUSE, type Command } from "./command.ts";
import type { LabCommandOptions } from "./lab/run.ts";

const HELP = `
Examples:
  openclaw webhook lab                                show and verify all
  openclaw webhook lab --answer "503*3,200"           three failures, then well
  openclaw webhook lab --answer 429 --retry-after 30  always be busy
  openclaw webhook lab --answer hang --chance 20      no answer to one in five
  openclaw webhook lab --forward-to http://127.0.0.1:3000/hook
  openclaw webhook lab --once 1 --json                wait for one, for scripts
  openclaw webhook lab --pull notebook                read the feed "notebook"

Answers stand in a row, with commas; *3 means three times, and the last one
without it goes on for ever:
  200 … 599   this status
  hang        no answer, the connection stays open
  reset       the connection is reset; reset:headers after the headers,
              reset:40 after 40 bytes
  truncate    the body is cut short
  oversize    a body of 64 MB
  gzip-bomb   10 kB that unpack to 10 MB
  trickle     a body of one byte a second
  redirect    307 to itself; redirect:https://example.com elsewhere

--pull acknowledges what it shows; with --forward-to, what the other took (2xx),
and what it did not take comes again after a pause.

The secret: --endpoint, --secret-env or --secret; without, that of the endpoints
in the Gateway's config which point here, and a new one where there is none.
Exit codes: 0 all verified, 1 one was not, or the port is taken, 2 the command
line is wrong.
`;

const FAILED = 1;

/** `command`: `openclaw webhook`. */
export function register(command: Command): void {
  command
    .command("lab")
    .description("Receive webhooks on this machine, verify them, and fail on order")
    .option("--port <number>", "Port on 127.0.0.1, 0 for any free one (default: 4100)")
    .option("--endpoint <name>", "Verify with the secret of this endpoint in the Gateway's config")
    .option("--secret-env <name>", "Variable that holds the secret")
    .option("--secret <secret>", "The secret itself; others on this machine may see it")
    .option("--answer <answers>", "What to answer, in turn (default: 200)")
    .option("--chance <percent>", "Answer so only to so many in a hundred, at random; 200 else")
    .option("--retry-after <seconds>", "Send Retry-After with every answer from 300 on")
    .option("--delay <time>", "Wait before each answer: 500ms, 2s, 1m")
    .option("--forward-to <url>", "Pass each on to this URL, and answer what it answers")
    .option("--pull <feed>", "Read a feed instead: an endpoint of the config, or a feed's URL")
    .option("--token-env <name>", "Variable that holds the feed's token")
    .option("--body", "Also what was said")
    .option("--once <count>", "End after so many deliveries")
    .option("--json", "Print one JSON object per delivery")
    .addHelpText("after", HELP)
    .action((options) => start(options as LabCommandOptions));
}

async function start(options: LabCommandOptions): Promise<void> {
  const { runLab } = await import("./lab/run.ts");
  const terminal = openTerminal(process);
  const stop = new AbortController();
  const end = (): void => stop.abort();
  // On a terminal Ctrl-C comes twice: the host's launcher passes on what this process has got as well.
  process.on("SIGINT", end).on("SIGTERM", end);
  try {
    await runLab(terminal, options, { environment: process.env, stop: stop.signal });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.notice(error.message, "red");
    terminal.exitWith(error.code === "misuse" ? MISUSE : FAILED);
  }
  // The launcher kills what does not end at once, and then its exit code is lost.
  if (stop.signal.aborted) process.exit();
  process.off("SIGINT", end).off("SIGTERM", end);
}
