// How endpoints stand as far as the config and the log can tell. What only a running engine knows is not in it:
// attempts on their way, short pauses, what was set aside in memory.
import type { Endpoint } from "../../../config/settings.ts";
import type { EndpointHealth } from "../../../engine/dispatch/endpoint-desk.ts";
import { rememberedOf } from "../../../engine/dispatch/endpoint-memory.ts";
import { readinessOf } from "../../../engine/dispatch/readiness.ts";
import type { KnownEndpoint } from "../../../engine/log/explain.ts";
import { createGovernor } from "../../../engine/pace/governor.ts";
import type { Standing } from "../../../engine/pace/standing.ts";
import type { EndpointState } from "../../../engine/store/store.ts";

/** One for each endpoint, in their order. `now` in ms since the epoch. */
export function healthsOf(
  endpoints: readonly Endpoint[],
  states: readonly EndpointState[],
  now: number,
): EndpointHealth[] {
  return endpoints.map((endpoint) => {
    const { name } = endpoint;
    const state = states.find((each) => each.name === name);
    return { endpoint: name, ...standingOf(endpoint, state, now), inFlight: 0, waiting: 0 };
  });
}

function standingOf(endpoint: Endpoint, state: EndpointState | undefined, now: number): Standing {
  const governor = createGovernor(endpoint, Math.random);
  const { held } = readinessOf(endpoint);
  if (held !== undefined) governor.close({ kind: "held", reason: held });
  const remembered = state && rememberedOf(endpoint, state);
  if (remembered) governor.recall(remembered);
  return governor.standing(now);
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
