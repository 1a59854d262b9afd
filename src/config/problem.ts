// Writes a problem as one line, for a log, a terminal or a held endpoint.
import type { Problem } from "./settings.ts";

/** `endpoints[1].url: is not a URL`; a problem of the config as a whole has no path in front. */
export function problemText({ path, message }: Problem): string {
  return path === "" ? message : `${path}: ${message}`;
}
