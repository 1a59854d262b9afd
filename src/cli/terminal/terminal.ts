// The terminal, as commands see it: lines out, lines of notice, width, colours. Knows no command.
import { randomInt } from "node:crypto";
import { inspect } from "node:util";
import { textWidth } from "./text-width.ts";
import { wrap } from "./wrap.ts";

export type Colour = "red" | "green" | "yellow" | "dim" | "bold";

export interface Terminal {
  /** What was asked for, and nothing else. */
  print: (line: string) => void;
  /** What a user should know beside it; does not reach a pipe. A long line is wrapped for a person. */
  notice: (line: string, colour?: Colour) => void;
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
  /** Asks for `y` or `yes`; anything else is no. Undefined: nobody is there to ask. */
  confirm: (question: string) => Promise<boolean | undefined>;
  /** What is typed up to Enter. Undefined: nobody is there to ask, or the input has ended. */
  prompt: (question: string) => Promise<string | undefined>;
}

type Stream = Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns">;

export interface TerminalStreams {
  stdout: Stream;
  stderr: Stream;
  /** Absent: nobody can be asked. */
  stdin?: NodeJS.ReadStream;
  env: Readonly<Record<string, string | undefined>>;
}

const DEFAULT_COLUMNS = 80;
const CLEAR_LINE = "\r\u001b[2K";

/** Colours only on a terminal, and never with NO_COLOR (https://no-color.org). */
export function openTerminal({ stdout, stderr, stdin, env }: TerminalStreams): Terminal {
  const wantsColour = (env["NO_COLOR"] ?? "") === "";
  let inProgress = false;
  const clear = (): void => {
    if (inProgress) stderr.write(CLEAR_LINE);
    inProgress = false;
  };
  return {
    print(line) {
      clear();
      stdout.write(`${harmless(line)}\n`);
    },
    notice(line, colour) {
      clear();
      const fits = !stderr.isTTY || textWidth(line) <= stderr.columns;
      for (const each of fits ? [line] : wrap(line, stderr.columns)) {
        const painted = colour !== undefined && stderr.isTTY && wantsColour;
        stderr.write(`${harmless(painted ? paint(colour, each) : each)}\n`);
      }
    },
    progress(line) {
      if (!stderr.isTTY) return;
      stderr.write(`${CLEAR_LINE}${line}`);
      inProgress = true;
    },
    isTerminal: stdout.isTTY,
    columns: widthOf(stdout, env["COLUMNS"]),
    colour: (colour, text) => (stdout.isTTY && wantsColour ? paint(colour, text) : text),
    now: Date.now,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    exitWith(code) {
      process.exitCode = code;
    },
    async confirm(question) {
      if (stdin?.isTTY !== true || !stderr.isTTY) return undefined;
      clear();
      stderr.write(harmless(`${question} [y/N] `));
      return /^y(es)?$/i.test((await firstLine(stdin)) ?? "");
    },
    async prompt(question) {
      if (stdin?.isTTY !== true || !stderr.isTTY) return undefined;
      clear();
      stderr.write(harmless(question));
      return firstLine(stdin);
    },
  };
}

/**
 * Our codes carry a number that nobody else knows until the line is written, so that text of others cannot hold
 * one. They are codes still, which have no width.
 */
const OURS = String(randomInt(2 ** 47, 2 ** 48 - 1));
const OWN_CODE = new RegExp(`^\\u001b\\[${OURS};(\\d{1,2})m$`);
/** What is typed up to Enter; undefined when the input ends before. */
async function firstLine(stdin: NodeJS.ReadStream): Promise<string | undefined> {
  const { createInterface } = await import("node:readline");
  const lines = createInterface({ input: stdin });
  return new Promise((resolve) => {
    lines.once("line", (line) => {
      resolve(line.trim());
      lines.close();
    });
    lines.once("close", () => resolve(undefined));
  });
}

function paint(colour: Colour, text: string): string {
  const [on, off] = inspect.colors[colour] ?? [0, 0];
  return `\u001b[${OURS};${on}m${text}\u001b[${OURS};${off}m`;
}

/** What could steer a terminal or turn a line round, with what may make it a code of ours. */
const STEERING = new RegExp(`\\r\\n|[\\p{Cc}\\p{Bidi_Control}](?:\\[${OURS};\\d{1,2}m)?`, "gu");

/**
 * What receivers and senders wrote must not steer the terminal: it is shown as `\\u001b`, which in a JSON line
 * means the same.
 */
function harmless(text: string): string {
  return text.replaceAll(STEERING, (found) => {
    if (found === "\r\n") return "\n";
    const own = OWN_CODE.exec(found)?.[1];
    if (own !== undefined) return `\u001b[${own}m`;
    const [first = "", ...rest] = found;
    if (first === "\n" || first === "\t") return found;
    const code = (first.codePointAt(0) ?? 0).toString(16).padStart(4, "0");
    return `\\u${code}${rest.join("")}`;
  });
}

function widthOf({ isTTY, columns }: Stream, given: string | undefined): number {
  if (isTTY && columns > 0) return columns;
  const asked = Number(given);
  return Number.isInteger(asked) && asked > 0 ? asked : DEFAULT_COLUMNS;
}
