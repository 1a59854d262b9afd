// Lines of a shell as pages show them: taken apart into words, and put to the grammar of `openclaw webhook` without
// running anything.
import { Command, type CommanderError } from "commander";
import { registerWebhook } from "../../src/cli/grammar/webhook.ts";

/** Each command of a block as its words, without comments, redirections and what follows a pipe of its own. */
export function commandsOf(block: string): string[][] {
  const whole = block.replaceAll("\\\n", " ");
  return whole.split("\n").flatMap((line) => {
    const commands: string[][] = [[]];
    const tokens = line.matchAll(
      /\s#.*$|^#.*$|&&|\||((?:"[^"]*"|'[^']*'|<\w[^>]*>|[^\s"'|&#]|&(?!&)|#)+)/g,
    );
    for (const [token, word] of tokens) {
      if (token === "&&" || token === "|") commands.push([]);
      else if (word !== undefined)
        commands.at(-1)?.push(word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"));
    }
    return commands.map(withoutRedirections).filter((words) => words.length > 0);
  });
}

function withoutRedirections(words: readonly string[]): string[] {
  const at = words.findIndex((word) => /^(?:<|>{1,2})$/.test(word));
  return at === -1 ? [...words] : words.slice(0, at);
}

function grammar(): Command {
  const program = new Command("openclaw");
  registerWebhook(program, {
    callGateway: () => Promise.resolve({ kind: "unreachable" }),
    callHost: () => Promise.resolve({ kind: "unreachable" }),
    databasePath: "",
    streams: process,
  });
  quieten(program);
  return program;
}

/** Nothing runs, nothing is printed and no process ends. */
function quieten(command: Command): void {
  const hasSubcommands = command.commands.length > 0;
  command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
  if (!hasSubcommands) command.action(() => {});
  for (const each of command.commands) quieten(each);
}

/** What Commander says against it; undefined = nothing. `words` begin with `webhook`. */
export function refusalOf(words: readonly string[]): string | undefined {
  try {
    grammar().parse(words, { from: "user" });
    return undefined;
  } catch (error) {
    const { code, message } = error as CommanderError;
    // Help that was asked for, or that a group shows which was named alone.
    return code.startsWith("commander.help") ? undefined : message;
  }
}
