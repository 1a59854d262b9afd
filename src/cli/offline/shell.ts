// `openclaw webhook shell`: what puts the quick command on the PATH of a shell, with its completion. Writes no file.
import { basename } from "node:path";
import { MISUSE, type Command } from "./command.ts";

export interface ShellPorts {
  /** The file of the package's own command; absent where it is not known. */
  ownCommand?: string;
  streams: {
    stdout: { write(text: string): unknown };
    stderr: { write(text: string): unknown };
    env: Readonly<Record<string, string | undefined>>;
  };
}

const NAME = "openclaw-webhook";
const EXAMPLES = `
Examples:
  openclaw webhook shell bash >> ~/.bashrc
  openclaw webhook shell zsh >> ~/.zshrc
  openclaw webhook shell fish > ~/.config/fish/conf.d/${NAME}.fish
`;

/** `run`: the command with its file, each in quotes. */
const SHELLS: Readonly<Record<string, (run: string) => string>> = {
  bash: (run) => `# ${NAME}: openclaw webhook without its start
${NAME}() { ${run} "$@"; }
_openclaw_webhook() {
  mapfile -t COMPREPLY < <(${run} __complete "\${COMP_WORDS[@]:1:COMP_CWORD}")
}
complete -o default -F _openclaw_webhook ${NAME}
`,
  zsh: (run) => `# ${NAME}: openclaw webhook without its start
${NAME}() { ${run} "$@" }
_openclaw_webhook() {
  compadd -- \${(f)"$(${run} __complete "\${(@)words[2,CURRENT]}")"}
}
compdef _openclaw_webhook ${NAME}
`,
  fish: (run) => `# ${NAME}: openclaw webhook without its start
function ${NAME}; ${run} $argv; end
complete -c ${NAME} -f -a "(${run} __complete (commandline -opc)[2..-1] (commandline -ct))"
`,
};

/** `command`: `openclaw webhook`. */
export function register(command: Command, { ownCommand, streams }: ShellPorts): void {
  const { stdout, stderr, env } = streams;
  const fail = (problem: string): void => {
    stderr.write(`${problem}\n`);
    process.exitCode = MISUSE;
  };
  command
    .command("shell")
    .description(`Print what puts ${NAME}, which is quicker, into a shell`)
    .argument("[shell]", "bash, zsh or fish (default: yours)")
    .addHelpText("after", EXAMPLES)
    .action(async (given) => {
      const shell = typeof given === "string" ? given : basename(env["SHELL"] ?? "");
      const words = SHELLS[shell];
      if (ownCommand === undefined) return fail("the package's own file is not known here");
      if (words === undefined) return fail(`shell: one of ${Object.keys(SHELLS).join(", ")}`);
      stdout.write(words(`${quoted(process.execPath)} ${quoted(ownCommand)}`));
    });
}

/** In single quotes, which all three shells read alike but for the quote itself. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
