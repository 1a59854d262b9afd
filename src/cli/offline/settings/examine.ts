// Reads settings as the Gateway would, templates, conditions and addresses included, without a Gateway.
// Must not resolve a name, open a socket or look up a secret.
import { hostname } from "node:os";
import { readBlock } from "../../../config/load.ts";
import { ownHostsOf } from "../../../config/gateway/own-hosts.ts";
import { isRecord } from "../../../config/problem/path.ts";
import {
  endpointPlaceholders,
  routePlaceholders,
} from "../../../config/problem/placeholders-in.ts";
import { resolveSettings } from "../../../config/resolve.ts";
import type { Route } from "../../../config/route/route-settings.ts";
import type { Endpoint, Problem, Settings } from "../../../config/settings.ts";
import { entryProblems } from "../../../engine/guard/allow-list.ts";
import { vetUrl } from "../../../engine/guard/guard.ts";
import { EVENT_TYPES } from "../../../generated/event-types.ts";
import { compileRoute } from "../../../inbound/decision/compile-route.ts";
import { PRESETS } from "../../../inbound/proof/presets/presets.ts";
import { suggestion } from "../../../language/nearest.ts";
import { prepareEndpoint } from "../../../outbound/prepare.ts";
import { STAND_IN_URL, withStandIns, type Environment, type MissingVariable } from "./stand-ins.ts";

export interface Examination {
  /** Absent when the settings as a whole cannot be read. */
  settings?: Settings;
  /** Paths begin at the settings themselves, without a wrapper. */
  problems: readonly Problem[];
  /** Variables, by their path in the same way, that the Gateway needs and `environment` does not have. */
  missing: readonly MissingVariable[];
}

export interface Surroundings {
  environment: Environment;
  /** Ms since the epoch. */
  now: number;
  /** All of the host's config, where it is known. */
  hostConfig?: unknown;
}

/** `raw` as written, or as the host hands it over. */
export function examine(raw: unknown, around: Surroundings): Examination {
  const { environment, now, hostConfig } = around;
  const reading = readBlock(raw);
  if (!reading.ok) return { problems: [reading.problem], missing: [] };
  const { value, missing } = withStandIns(reading.block, environment);
  const resolution = resolveSettings(value, {
    hostName: hostname(),
    eventTypes: EVENT_TYPES,
    presets: PRESETS,
    now,
    ownHosts: ownHostsOf(hostConfig),
    inspect: endpointProblems,
    inspectRoute: (route) => routeProblems(route, agentIdsOf(hostConfig)),
  });
  const found = resolution.ok ? resolution.settings.problems : resolution.problems;
  // What is wrong with a stand-in is not wrong with the settings.
  const problems = found.filter((one) => !missing.some(({ path }) => path === one.path));
  return { problems, missing, ...(resolution.ok && { settings: resolution.settings }) };
}

function endpointProblems(endpoint: Endpoint): string[] {
  const preparation = prepareEndpoint(endpoint);
  if (!preparation.ok) return preparation.problems;
  const verdict = vetUrl(endpoint.url, endpoint.allowPrivateNetwork);
  const wrong = [
    ...entryProblems(endpoint.allowPrivateNetwork),
    ...(verdict.ok ? [] : [`url: ${verdict.reason}`]),
  ];
  if (wrong.length > 0) return wrong;
  return endpoint.url === STAND_IN_URL ? [] : endpointPlaceholders(endpoint);
}

function routeProblems(route: Route, agentIds: readonly string[]): string[] {
  const compilation = compileRoute(route);
  const problems = [...routePlaceholders(route), ...(compilation.ok ? [] : compilation.problems)];
  // Without a list of agents nothing can be said of one.
  if (agentIds.length === 0 || agentIds.includes(route.agentId)) return problems;
  const { agentId } = route;
  return [`agentId: there is no agent "${agentId}"${suggestion(agentId, agentIds)}`, ...problems];
}

function agentIdsOf(hostConfig: unknown): string[] {
  const agents = isRecord(hostConfig) ? hostConfig["agents"] : undefined;
  const entries = isRecord(agents) ? agents["entries"] : undefined;
  return isRecord(entries) ? Object.keys(entries) : [];
}
