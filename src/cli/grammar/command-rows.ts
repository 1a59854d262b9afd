// Commands as data: their names, options and help in one shape, given to the host's Commander.
import type { Command } from "../offline/command.ts";
import type { WebhookRun } from "../run.ts";

export interface CommandRow {
  name: string;
  about: string;
  argument?: readonly [name: string, about: string];
  options: readonly OptionRow[];
  /** Without `openclaw webhook`. */
  example: string;
  run: WebhookRun;
  /** Runs when the command before it is called by itself. */
  isDefault?: true;
}

/** With `choices`, help and the shell's completion know them; the command itself judges what was written. */
export type OptionRow = readonly [flags: string, about: string, choices?: readonly string[]];

/** What Commander calls for a command. */
export type Action = (run: WebhookRun) => (...args: unknown[]) => Promise<void>;

export const JSON_LINES: OptionRow = ["--json", "Print one JSON object per line"];
export const ONE_JSON: OptionRow = ["--json", "Print one JSON object"];
export const DRY_RUN: OptionRow = ["--dry-run", "Count, and change nothing"];
export const WITH_BODY: OptionRow = ["--body", "Also what was said: event, answer, request, reply"];
export const ONE_ENDPOINT: OptionRow = ["--endpoint <name>", "Only of this endpoint"];
export const ONE_EVENT: OptionRow = ["--event <type>", "Only of this event type"];
export const SINCE: OptionRow = ["--since <time>", "Not older than 30m, 2h, 7d or an ISO time"];
export const UNTIL: OptionRow = ["--until <time>", "Older than 30m, 2h, 7d or an ISO time"];

export const ONE_GATEWAY: OptionRow = [
  "--instance <id>",
  "Only of this Gateway, in a log that several share",
];

/** What every listing can be narrowed by. */
export const LISTING: readonly OptionRow[] = [
  ["--recent <count>", "How many (default: 20)"],
  ONE_GATEWAY,
  ["--text <text>", "Part of an error, an id or a name; bodies are not searched"],
  SINCE,
  UNTIL,
  JSON_LINES,
];

export function addCommands(parent: Command, rows: readonly CommandRow[], action: Action): void {
  for (const { name, about, argument, options, example, run, isDefault } of rows) {
    const command = parent.command(name, isDefault && { isDefault });
    command.description(about);
    if (argument) command.argument(...argument);
    for (const option of options) addOption(command, option);
    command.addHelpText("after", `\nExample:\n  openclaw webhook ${example}\n`).action(action(run));
  }
}

function addOption(command: Command, [flags, about, choices]: OptionRow): void {
  const option = command.createOption(flags, about);
  if (choices) option.choices(choices).argParser((given) => given);
  command.addOption(option);
}
