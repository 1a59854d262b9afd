// Endpoints that were removed, for whoever thinks better of it: with their secrets, which the config no longer has.
// In the memory of the process alone, for minutes, and across the reload that a removal brings.
import { randomUUID } from "node:crypto";
import type { TakenOut } from "../../config/change/put-back.ts";

export interface Removal extends TakenOut {
  /** Ms since the epoch. */
  until: number;
}

export type Removals = Map<string, Removal>;

const KEPT_MS = 10 * 60_000;
const MOST_KEPT = 20;

export function keepRemoval(
  removals: Removals,
  taken: TakenOut,
  now: number,
): { id: string; until: string } {
  forgetOld(removals, now);
  const [oldest] = removals.keys();
  if (removals.size >= MOST_KEPT && oldest !== undefined) removals.delete(oldest);
  const id = randomUUID();
  const until = now + KEPT_MS;
  removals.set(id, { ...taken, until });
  return { id, until: new Date(until).toISOString() };
}

export function forgetOld(removals: Removals, now: number): void {
  for (const [id, { until }] of removals) if (until <= now) removals.delete(id);
}
