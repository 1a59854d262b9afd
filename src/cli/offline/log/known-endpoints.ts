// How endpoints stand as far as the config and the log can tell. What only a running engine knows is not in it:
// attempts on their way, short pauses, what was set aside in memory.
import type { Endpoint } from "../../../config/settings.ts";
import type { EndpointHealth } from "../../../engine/dispatch/endpoint-desk.ts";
import { isAbout, readinessOf } from "../../../engine/dispatch/readiness.ts";
import type { KnownEndpoint } from "../../../engine/log/explain.ts";
import type { EndpointState } from "../../../engine/store/store.ts";

/** One for each endpoint, in their order. `now` in ms since the epoch. */
export function healthsOf(
  endpoints: readonly Endpoint[],
  states: readonly EndpointState[],
  now: number,
): EndpointHealth[] {
  return endpoints.map((endpoint) => {
    const { name } = endpoint;
    const state = states.find((each) => each.name === name && isAbout(endpoint, each));
    return { endpoint: name, ...standing(endpoint, state, now), inFlight: 0, waiting: 0 };
  });
}

function standing(
  endpoint: Endpoint,
  { disabledReason, pausedUntil }: Partial<EndpointState> = {},
  now: number,
): Pick<EndpointHealth, "state" | "reason" | "pausedUntil"> {
  const { held } = readinessOf(endpoint);
  if (disabledReason !== undefined) return { state: "disabled", reason: disabledReason };
  if (held !== undefined) return { state: "held", reason: held };
  if (pausedUntil !== undefined && pausedUntil > now) return { state: "paused", pausedUntil };
  return { state: "open" };
}

/** Those of which it can be said what they hear. */
export function knownEndpoints(
  endpoints: readonly Endpoint[],
  healths: readonly EndpointHealth[],
): Map<string, KnownEndpoint> {
  return new Map(
    endpoints.flatMap((endpoint, index) => {
      const { prepared } = readinessOf(endpoint);
      const health = healths[index];
      return prepared && health ? [[endpoint.name, { prepared, health }] as const] : [];
    }),
  );
}
