// What the help says of options that several commands have.

export const JSON_LINES = "Print one JSON object per line";
export const ONE_JSON = "Print one JSON object";
export const WITH_BODY = "Also what was said: event, answer, request, reply";
export const UNTIL = "Older than 30m, 2h, 7d or an ISO time";
export const TEXT = "Part of an error, an id or a name; bodies are not searched";
export const SINCE = "Not older than 30m, 2h, 7d or an ISO time";

/** Stands below the help of its command. */
export function example(line: string): string {
  return `\nExample:\n  ${line}\n`;
}
