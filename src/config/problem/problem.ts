// Writes a problem as one line, for a log, a terminal or what is held, and reads one that others found.
import type { Problem } from "../settings.ts";

/** `endpoints[1].url: is not a URL`; a problem of the config as a whole has no path in front. */
export function problemText({ path, message }: Problem): string {
  return path === "" ? message : `${path}: ${message}`;
}

/** The place `path` below what stands at `base`; an empty one is the base itself. */
export function placeBelow(base: string, path: string): string {
  if (base === "" || path === "") return base + path;
  return path.startsWith("[") ? base + path : `${base}.${path}`;
}

/** `transform.text: unclosed output`, told of what stands at `base`; a text without a place means all of it. */
export function problemBelow(base: string, text: string): Problem {
  const colon = text.indexOf(": ");
  if (colon === -1) return { path: base, message: text };
  return { path: placeBelow(base, text.slice(0, colon)), message: text.slice(colon + 2) };
}
