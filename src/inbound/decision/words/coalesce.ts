// Decides which requests become one run, and when. Must not wait, and must not keep anything: the
// caller stores what is gathered.
import type { Route } from "../../../config/route/route-settings.ts";
import { compileChecked, type CheckedTemplate, type Rule } from "./checked-template.ts";

type Coalescing = NonNullable<Route["coalesce"]>;

/** Times of the requests that wait under one key, ms since the epoch. */
export interface Gathering {
  firstAt: number;
  lastAt: number;
}

/** Above this many requests the older ones count as superseded, also with `keep: "all"`. */
const maxGathered = 50;

// Compared and stored, never shown to a model; so only its length and lines matter.
const keyRule: Rule = {
  value: /^[^\p{Cc}]{1,256}$/u,
  whole: /^[^\p{Cc}]{1,256}$/u,
  allowed: "1 to 256 characters on one line",
};

/** The key of a request: requests with equal keys are gathered. */
export function compileCoalesceKey({
  key,
}: Pick<Coalescing, "key">):
  | { ok: true; template: CheckedTemplate }
  | { ok: false; problem: string } {
  return compileChecked(key, "coalesce.key", keyRule);
}

/** Adds a request to what waits under its key. A late arrival of an early one changes no order. */
export function gather(waiting: Gathering | undefined, at: number): Gathering {
  if (!waiting) return { firstAt: at, lastAt: at };
  return { firstAt: Math.min(waiting.firstAt, at), lastAt: Math.max(waiting.lastAt, at) };
}

/** When the run is due: `windowMs` after the last request, at the latest `maxWaitMs` after the first. */
export function dueAt(
  { firstAt, lastAt }: Gathering,
  { windowMs, maxWaitMs }: Pick<Coalescing, "windowMs" | "maxWaitMs">,
): number {
  return Math.min(lastAt + windowMs, firstAt + maxWaitMs);
}

/** What of the gathered requests (oldest first) the prompt shows, and how many it only counts. */
export function choose<T>(
  requests: readonly T[],
  keep: Coalescing["keep"],
): { requests: readonly T[]; superseded: number } {
  const shown = keep === "latest" ? 1 : maxGathered;
  const kept = requests.slice(-shown);
  return { requests: kept, superseded: requests.length - kept.length };
}
