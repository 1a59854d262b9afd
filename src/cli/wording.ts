// What the help of several commands says in the same words.
import type { WebhookRun } from "./run.ts";

export const JSON_LINES = "Print one JSON object per line";
export const ONE_JSON = "Print one JSON object";
export const WITH_BODY = "Also what was said: event, answer, request, reply";
export const UNTIL = "Older than 30m, 2h, 7d or an ISO time";
export const TEXT = "Part of an error, an id or a name; bodies are not searched";
export const SINCE = "Not older than 30m, 2h, 7d or an ISO time";

/** What commander calls for a command. */
export type Action = (command: WebhookRun) => (...args: unknown[]) => Promise<void>;

/** Stands below the help of its command. */
export function example(line: string): string {
  return `\nExample:\n  ${line}\n`;
}
