// What only those who do the work can find wrong with an endpoint or a route: it is held for it. Paths are relative.
import { endpointPlaceholders, routePlaceholders } from "../config/problem/placeholders-in.ts";
import type { Route } from "../config/route/route-settings.ts";
import { unknownAgents } from "../config/route/unknown-agents.ts";
import type { Endpoint } from "../config/settings.ts";
import { entryProblems } from "../engine/guard/allow-list.ts";
import { vetUrl } from "../engine/guard/guard.ts";
import { compileRoute } from "../inbound/decision/compile-route.ts";
import { prepareEndpoint } from "../outbound/prepare.ts";

export function endpointProblems(endpoint: Endpoint): string[] {
  const preparation = prepareEndpoint(endpoint);
  const found = preparation.ok ? [] : preparation.problems;
  if (endpoint.feed) return [...found, ...endpointPlaceholders(endpoint)];
  const verdict = vetUrl(endpoint.url, endpoint.allowPrivateNetwork);
  return [
    ...found,
    ...entryProblems(endpoint.allowPrivateNetwork),
    ...(verdict.ok ? [] : [`url: ${verdict.reason}`]),
    ...endpointPlaceholders(endpoint),
  ];
}

export function routeProblems(route: Route, agentIds: readonly string[]): string[] {
  const compilation = compileRoute(route);
  return [
    ...unknownAgents(route, agentIds),
    ...routePlaceholders(route),
    ...(compilation.ok ? [] : compilation.problems),
  ];
}
