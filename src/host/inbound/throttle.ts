// Who comes too often: per route by count, per address and route by failed proofs. Memory only: it
// protects the Gateway, it proves nothing.
import type { Route, RouteAuth } from "../../config/route-settings.ts";
import { createRateLimit, type RateLimit } from "../../engine/pace/rate-limit.ts";
import { BoundedMap } from "../../event/bounded-map.ts";
import type { CompiledRoute } from "../../inbound/compile-route.ts";

/** As the host does for its own hooks (docs/automation/cron-jobs/webhooks.md): 20 failures in a minute. */
const MAX_FAILURES = 20;
const LOCKED_FOR_MS = 60_000;
const GUESSABLE: ReadonlySet<RouteAuth["kind"]> = new Set(["bearer", "basic", "header"]);
const MAX_ADDRESSES = 10_000;

export interface Throttle {
  /** Seconds to wait, or undefined when the request may go on; then it counts. */
  refuse: (compiled: CompiledRoute, peer: string, now: number) => number | undefined;
  /**
   * A proof failed. Counts only where it can be guessed: behind a proxy all senders have one address,
   * and a stranger's wrong signatures must not keep the provider's right ones out.
   */
  failed: (route: Pick<Route, "name" | "auth">, peer: string, now: number) => void;
  succeeded: (route: Pick<Route, "name">, peer: string) => void;
}

export function createThrottle(): Throttle {
  const limits = new Map<string, RateLimit>();
  const failures = new BoundedMap<{ count: number; since: number }>(MAX_ADDRESSES, LOCKED_FOR_MS);
  const keyOf = (route: string, peer: string): string => `${route}\n${peer}`;

  return {
    refuse({ route }, peer, now) {
      const failure = failures.get(keyOf(route.name, peer), now);
      if (failure !== undefined && failure.count >= MAX_FAILURES)
        return secondsUntil(failure.since + LOCKED_FOR_MS, now);
      if (route.rateLimit === undefined) return undefined;
      const limit = limits.get(route.name) ?? createRateLimit(route.rateLimit);
      limits.set(route.name, limit);
      if (limit.available(now, 1) === 0) return secondsUntil(limit.nextAt(), now);
      limit.take(now);
      return undefined;
    },
    failed({ name, auth }, peer, now) {
      if (!GUESSABLE.has(auth.kind)) return;
      const key = keyOf(name, peer);
      const before = failures.get(key, now);
      const count = (before?.count ?? 0) + 1;
      failures.set(key, { count, since: now }, now);
    },
    succeeded: ({ name }, peer) => failures.delete(keyOf(name, peer)),
  };
}

function secondsUntil(at: number, now: number): number {
  return Math.max(1, Math.ceil((at - now) / 1000));
}
