// How settings are read where a Gateway, or its config file, is at hand: the one place that says what all the checks
// are made of, so that the log, `check`, the doctor and the audit say the same. Must not resolve a name, open a
// socket or look up a secret.
import { hostname } from "node:os";
import type { ResolveContext } from "../config/resolve.ts";
import { EVENT_TYPES } from "../generated/event-types.ts";
import { fixedUrls } from "../outbound/formats/formats.ts";
import { signingSchemes } from "../inbound/proof/presets/preset.ts";
import { PRESETS } from "../inbound/proof/presets/presets.ts";
import { endpointProblems, routeProblems } from "./problems.ts";
import { endpointWarnings, routeWarnings } from "./warnings.ts";

export interface Surroundings {
  /** Ms since the epoch. */
  now: number;
  /** Names of the Gateway, beside those that the settings give. */
  ownHosts: readonly string[];
  /** Of the host's config; without any, nothing can be said of an agent. */
  agentIds: readonly string[];
}

const SENDERS = PRESETS.map((preset) => ({ ...preset, signs: signingSchemes(preset) }));

const URLS = fixedUrls();

export function resolveContext({ now, ownHosts, agentIds }: Surroundings): ResolveContext {
  return {
    hostName: hostname(),
    urlsOfFormats: URLS,
    eventTypes: EVENT_TYPES,
    presets: SENDERS,
    now,
    ownHosts,
    inspect: endpointProblems,
    inspectRoute: (route) => routeProblems(route, agentIds),
    warn: (endpoint) => endpointWarnings(endpoint, agentIds),
    warnRoute: routeWarnings,
  };
}
