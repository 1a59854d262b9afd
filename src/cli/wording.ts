// What the help of several commands says in the same words, and how a command is told what to load.
import type { Cli } from "./cli.ts";

export const JSON_LINES = "Print one JSON object per line";
export const ONE_JSON = "Print one JSON object";
export const WITH_BODY = "Also what was said: event, answer, request, reply";
export const UNTIL = "Older than 30m, 2h, 7d or an ISO time";
export const TEXT = "Part of an error, an id or a name; bodies are not searched";
export const SINCE = "Not older than 30m, 2h, 7d or an ISO time";

export type Run = (cli: Cli, ...args: never[]) => Promise<void>;
export type Action = (load: () => Promise<Run>) => (...args: unknown[]) => Promise<void>;

/** Stands below the help of its command. */
export function example(line: string): string {
  return `\nExample:\n  ${line}\n`;
}
