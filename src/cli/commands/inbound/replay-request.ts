// `openclaw webhook requests replay`: a stored request by the settings of now, for real or to see what changed.
import type { RequestReplayView, RequestStory } from "../../../view/request-replay.ts";
import type { Cli } from "../../cli.ts";
import { readId } from "../../grammar/command-line.ts";
import { Failure } from "../../failure.ts";
import { verdictLines } from "../../lines/verdict-lines.ts";
import { wrap } from "../../terminal/wrap.ts";

interface ReplayOptions {
  dryRun?: boolean;
  json?: boolean;
}

type Compared = Extract<RequestReplayView, { now: RequestStory }>;

export async function replayRequest(
  cli: Cli,
  given: string,
  options: ReplayOptions,
): Promise<void> {
  const id = readId(given, ["req"]);
  const answer = await cli.ask<RequestReplayView>("requests.replay", {
    id,
    dryRun: options.dryRun === true,
  });
  if (options.json === true) cli.print(JSON.stringify(answer));
  else for (const line of linesOf(answer, cli)) cli.print(line);
  if ("now" in answer) return;
  if (!answer.replayed) throw new Failure("failed", `It was not replayed: ${answer.reason}`);
  if (answer.status !== "waiting") {
    const why = answer.reason === undefined ? "" : `: ${answer.reason}`;
    throw new Failure("failed", `It starts nothing, it was ${answer.status}${why}`);
  }
}

function linesOf(answer: RequestReplayView, cli: Cli): string[] {
  if ("now" in answer) return comparedLines(answer, cli);
  if (!answer.replayed) return [];
  return [`${answer.id}  replays ${answer.replayOf}`];
}

function comparedLines({ before, now, differs, replayOf }: Compared, cli: Cli): string[] {
  const changed = differs.length === 0 ? "nothing" : differs.join(", ");
  return [
    ...wrap(`Then ${replayOf} was ${before.status}; now it would be ${now.status}.`, cli.columns),
    ...wrap(`Different: ${changed}.`, cli.columns),
    ...now.verdicts.flatMap((verdict) => verdictLines(verdict, cli)),
    ...(now.agentId === undefined
      ? []
      : wrap(`agent ${now.agentId}, session ${now.sessionKey ?? ""}`, cli.columns)),
    ...promptLines(differs.includes("prompt") ? before.prompt?.text : undefined, now, cli),
  ];
}

/** The prompt of now; where it differs, the lines of then that are gone and those that are new. */
function promptLines(before: string | undefined, { prompt }: RequestStory, cli: Cli): string[] {
  if (prompt === undefined) return [];
  if (before === undefined) return ["", "The agent would be told:", prompt.text];
  const gone = before.split("\n");
  const come = prompt.text.split("\n");
  const head = sameLines(gone, come);
  const tail = sameLines(gone.slice(head).toReversed(), come.slice(head).toReversed());
  return [
    "",
    "The agent would be told (- then, + now):",
    ...come.slice(0, head).map((line) => `  ${line}`),
    ...gone.slice(head, gone.length - tail).map((line) => cli.colour("red", `- ${line}`)),
    ...come.slice(head, come.length - tail).map((line) => cli.colour("green", `+ ${line}`)),
    ...come.slice(come.length - tail).map((line) => `  ${line}`),
  ];
}

/** How many lines are equal from the start. */
function sameLines(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((line, index) => line !== other[index]);
  return at < 0 ? Math.min(one.length, other.length) : at;
}
