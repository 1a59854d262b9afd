// Two budgets: what strangers may do without a proof, each party and route; and how often proven senders may come,
// each route. Neither takes from the other. Memory only: it protects the Gateway, it proves nothing.
import type { Route, RouteAuth } from "../../../config/route/route-settings.ts";
import { createRateLimit, type RateLimit } from "../../../engine/pace/rate-limit.ts";
import { BoundedMap } from "../../../event/bounded-map.ts";
import type { Party } from "../../../inbound/request/party.ts";

/** As the host does for its own hooks (docs/automation/cron-jobs/webhooks.md): 20 failures in a minute. */
const MAX_GUESSES = 20;
/** Failures in a minute that are answered one by one and kept in the log; what comes beyond is only counted. */
const MAX_FAILURES = 100;
const WINDOW_MS = 60_000;
/**
 * Secrets that are shown as they are, by senders that an operator sets up. A preset that shows its secret is not
 * among them: its provider sends for all its customers from the same addresses, and one of those is a stranger.
 */
const GUESSABLE: ReadonlySet<RouteAuth["kind"]> = new Set(["bearer", "basic", "header"]);
const MAX_PARTIES = 10_000;

type Guarded = Pick<Route, "name" | "auth" | "rateLimit">;

export interface Throttle {
  /**
   * Seconds for which a party is locked out of a route, whatever it sends and by whatever method; undefined = it
   * is not. Only where its guesses are its own: where many senders share one address a lock would be a stranger's
   * way to keep the right ones out, and a signature cannot be guessed. There a right proof always passes, and
   * wrong ones are answered 429, which tells a guesser nothing that 401 would not: what makes guessing hopeless
   * behind a proxy is a long secret, and what brings the lock back is `gateway.trustedProxies`.
   */
  lockedOut: (route: Guarded, party: Party, now: number) => number | undefined;
  /** A proof failed. Seconds to wait when there were too many: it is answered 429, and nothing is kept of it. */
  failed: (route: Guarded, party: Party, now: number) => number | undefined;
  /** A proof held: this takes from `rateLimit`, and nothing else does. Seconds to wait when it is used up. */
  proven: (route: Guarded, party: Party, now: number) => number | undefined;
}

export function createThrottle(): Throttle {
  const limits = new Map<string, RateLimit>();
  const failures = new BoundedMap<{ count: number; since: number; lockedUntil: number }>(
    MAX_PARTIES,
    2 * WINDOW_MS,
  );
  const keyOf = (route: Guarded, party: Party): string => `${route.name}\n${party.key}`;
  const mayLock = ({ auth }: Guarded, { shared }: Party): boolean =>
    !shared && GUESSABLE.has(auth.kind);

  function waitOf(route: Guarded, party: Party, now: number): number | undefined {
    const until = failures.get(keyOf(route, party), now)?.lockedUntil ?? 0;
    return until > now ? secondsUntil(until, now) : undefined;
  }

  return {
    lockedOut: (route, party, now) =>
      mayLock(route, party) ? waitOf(route, party, now) : undefined,
    failed(route, party, now) {
      const known = failures.get(keyOf(route, party), now);
      const wait = waitOf(route, party, now);
      if (wait !== undefined) return wait;
      const isNew = known === undefined || now - known.since >= WINDOW_MS || now < known.since;
      const { count, since } = isNew ? { count: 0, since: now } : known;
      const most = GUESSABLE.has(route.auth.kind) ? MAX_GUESSES : MAX_FAILURES;
      const lockedUntil = count + 1 >= most ? now + WINDOW_MS : 0;
      failures.set(keyOf(route, party), { count: count + 1, since, lockedUntil }, now);
      return undefined;
    },
    proven(route, party, now) {
      // One of many senders says nothing about the others.
      if (!party.shared) failures.delete(keyOf(route, party));
      if (route.rateLimit === undefined) return undefined;
      const limit = limits.get(route.name) ?? createRateLimit(route.rateLimit);
      limits.set(route.name, limit);
      if (limit.available(now, 1) === 0) return secondsUntil(limit.nextAt(), now);
      limit.take(now);
      return undefined;
    },
  };
}

function secondsUntil(at: number, now: number): number {
  return Math.max(1, Math.ceil((at - now) / 1000));
}
