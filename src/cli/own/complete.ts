// What could come next on a command line of `openclaw-webhook`, for a shell. Knows commands, options and what an
// option takes; asks no Gateway.

/** The part of a Commander `Command` that is read. */
export interface Completable {
  name(): string;
  readonly commands: readonly Completable[];
  readonly options: readonly CompletableOption[];
}

interface CompletableOption {
  long?: string | undefined;
  argChoices?: string[] | undefined;
  /** It takes a value. */
  required: boolean;
}

/** `words`: after the command's name, the last one as far as it is typed. */
export function candidates(root: Completable, words: readonly string[]): string[] {
  const typed = words.at(-1) ?? "";
  let command = root;
  let open: CompletableOption | undefined;
  for (const word of words.slice(0, -1)) {
    const option: CompletableOption | undefined = command.options.find(({ long }) => long === word);
    const takesValue = option?.required === true;
    if (!open && !option)
      command = command.commands.find((each) => each.name() === word) ?? command;
    open = takesValue && !open ? option : undefined;
  }
  return open ? beginning(open.argChoices ?? [], typed) : beginning(namesIn(command, typed), typed);
}

function namesIn({ commands, options }: Completable, typed: string): string[] {
  if (typed.startsWith("-")) return options.flatMap(({ long }) => long ?? []);
  return commands.map((command) => command.name());
}

function beginning(names: readonly string[], typed: string): string[] {
  return names.filter((name) => name.startsWith(typed));
}
