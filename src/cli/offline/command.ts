// What these commands use of the host's command object, a Commander `Command`, and what they end with.

/** Exit code of a command line that is wrong. */
export const MISUSE = 2;

/** The part of an `Option`. */
export interface Option {
  choices(values: readonly string[]): Option;
  argParser(parse: (given: string) => string): Option;
}

/** The part of Commander 15 that is used; the host passes its own object. */
export interface Command {
  command(name: string, options?: { isDefault: true }): Command;
  description(text: string): Command;
  argument(name: string, description: string): Command;
  option(flags: string, description: string): Command;
  createOption(flags: string, description: string): Option;
  addOption(option: Option): Command;
  addHelpText(position: "after", text: string): Command;
  /** `run` gets the arguments in their order, then the options by name. */
  action(run: (...args: unknown[]) => Promise<void>): Command;
}
