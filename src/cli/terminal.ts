// The terminal, as commands see it: lines out, lines of notice, width, colours. Knows no command.
import { styleText } from "node:util";

export type Colour = "red" | "green" | "yellow" | "dim" | "bold";

export interface Terminal {
  /** What was asked for, and nothing else. */
  print: (line: string) => void;
  /** What a user should know beside it; does not reach a pipe. */
  notice: (line: string) => void;
  /** Overwrites itself; shown only to a person. */
  progress: (line: string) => void;
  /** Characters in a line. */
  columns: number;
  /** False for a pipe or a file. */
  isTerminal: boolean;
  colour: (colour: Colour, text: string) => string;
  now: () => number;
  /** Resolves after `ms`. */
  wait: (ms: number) => Promise<void>;
  exitWith: (code: number) => void;
}

type Stream = Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns">;

export interface TerminalStreams {
  stdout: Stream;
  stderr: Stream;
  env: Readonly<Record<string, string | undefined>>;
}

const DEFAULT_COLUMNS = 80;
const CLEAR_LINE = "\r\u001b[2K";

/** Colours only on a terminal, and never with NO_COLOR (https://no-color.org). */
export function openTerminal({ stdout, stderr, env }: TerminalStreams): Terminal {
  const coloured = stdout.isTTY && (env["NO_COLOR"] ?? "") === "";
  let inProgress = false;
  const clear = (): void => {
    if (inProgress) stderr.write(CLEAR_LINE);
    inProgress = false;
  };
  return {
    print(line) {
      clear();
      stdout.write(`${line}\n`);
    },
    notice(line) {
      clear();
      stderr.write(`${line}\n`);
    },
    progress(line) {
      if (!stderr.isTTY) return;
      stderr.write(`${CLEAR_LINE}${line}`);
      inProgress = true;
    },
    isTerminal: stdout.isTTY,
    columns: widthOf(stdout, env["COLUMNS"]),
    colour: (colour, text) =>
      coloured ? styleText(colour, text, { validateStream: false }) : text,
    now: Date.now,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    exitWith(code) {
      process.exitCode = code;
    },
  };
}

function widthOf({ isTTY, columns }: Stream, given: string | undefined): number {
  if (isTTY && columns > 0) return columns;
  const asked = Number(given);
  return Number.isInteger(asked) && asked > 0 ? asked : DEFAULT_COLUMNS;
}
