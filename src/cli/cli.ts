// What every command is given. Holds no code.
import type { Source } from "./answers/source.ts";
import type { Terminal } from "./terminal/terminal.ts";

export interface Cli extends Terminal {
  ask: Source["ask"];
}
