// What the declarations of commands have in common: their wording, and how their code is loaded.
import type { Cli } from "./cli.ts";

export type Run = (cli: Cli, ...args: never[]) => Promise<void>;

/** Loads a command when it is called, gives it a terminal and a source, and turns its failure into an exit code. */
export type Action = (load: () => Promise<Run>) => (...args: unknown[]) => Promise<void>;

export const JSON_LINES = "Print one JSON object per line";
export const ONE_JSON = "Print one JSON object";
export const WITH_BODY = "Also what was said: event, answer, request, reply";
export const SINCE = "Not older than 30m, 2h, 7d or an ISO time";

export function example(line: string): string {
  return `\nExample:\n  ${line}\n`;
}
