// Which settings are in force: what the config says, and when that cannot be read, what it last said.
import { hostname } from "node:os";
import type { PluginLogger } from "openclaw/plugin-sdk/plugin-entry";
import { problemText } from "../config/problem/problem.ts";
import { endpointPlaceholders, routePlaceholders } from "../config/problem/placeholders-in.ts";
import { resolveSettings } from "../config/resolve.ts";
import type { Route } from "../config/route/route-settings.ts";
import type { Endpoint, Problem, Settings } from "../config/settings.ts";
import { entryProblems } from "../engine/guard/allow-list.ts";
import { vetUrl } from "../engine/guard/guard.ts";
import { EVENT_TYPES } from "../generated/event-types.ts";
import { compileRoute } from "../inbound/decision/compile-route.ts";
import { PRESETS } from "../inbound/proof/presets/presets.ts";
import { suggestion } from "../language/nearest.ts";
import { prepareEndpoint } from "../outbound/prepare.ts";
import { processRelay } from "./relay.ts";

export interface CurrentSettings {
  settings: Settings;
  /** Of the config as it is now, which may not be the one in force. */
  problems: readonly Problem[];
}

/** Tells every problem of the config, and resolves it as far as it can be. Never throws for bad config. */
export function currentSettings(
  raw: unknown,
  agentIds: readonly string[],
  logger: PluginLogger,
  ownHosts: readonly string[] = [],
): CurrentSettings {
  const relay = processRelay();
  const context = {
    hostName: hostname(),
    eventTypes: EVENT_TYPES,
    presets: PRESETS,
    now: Date.now(),
    ownHosts,
    inspect,
    inspectRoute: (route: Route) => [...unknownAgent(route, agentIds), ...inspectRoute(route)],
  };
  const resolution = resolveSettings(raw ?? {}, context);
  const problems = resolution.ok ? resolution.settings.problems : resolution.problems;
  for (const problem of problems) logger.warn(ownerOf(problem) + problemText(problem));
  if (resolution.ok) {
    relay.settings = resolution.settings;
    return { settings: resolution.settings, problems };
  }
  if (relay.settings !== undefined) {
    logger.error("the config cannot be read; what ran before goes on");
    return { settings: relay.settings, problems };
  }
  logger.error("the config cannot be read; nothing is sent until it is mended");
  const empty = resolveSettings({}, context);
  if (!empty.ok) throw new Error("an empty config must be readable");
  return { settings: empty.settings, problems };
}

/** Names what is held. */
function ownerOf({ endpoint, route }: Problem): string {
  if (endpoint !== undefined) return `endpoint "${endpoint}" is held: `;
  return route === undefined ? "" : `route "${route}" is held: `;
}

/** What only those who do the work can say of an endpoint; paths are relative to it. */
function inspect(endpoint: Endpoint): string[] {
  const preparation = prepareEndpoint(endpoint);
  if (!preparation.ok) return preparation.problems;
  const verdict = vetUrl(endpoint.url, endpoint.allowPrivateNetwork);
  const wrong = [
    ...entryProblems(endpoint.allowPrivateNetwork),
    ...(verdict.ok ? [] : [`url: ${verdict.reason}`]),
  ];
  if (wrong.length > 0) return wrong;
  return endpointPlaceholders(endpoint);
}

/** Without a list of agents in the host's config nothing can be said. */
function unknownAgent({ agentId }: Route, agentIds: readonly string[]): string[] {
  if (agentIds.length === 0 || agentIds.includes(agentId)) return [];
  return [`agentId: there is no agent "${agentId}"${suggestion(agentId, agentIds)}`];
}

function inspectRoute(route: Route): string[] {
  const compilation = compileRoute(route);
  return [...routePlaceholders(route), ...(compilation.ok ? [] : compilation.problems)];
}
