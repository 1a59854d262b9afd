// Where the answer of a route goes: an endpoint that is configured, or one of the route's own. Sends nothing.
import type { CallbackConfig } from "../../generated/config.ts";
import { configPath } from "../../language/config-path.ts";
import { suggestion } from "../../language/nearest.ts";
import { buildEndpoint } from "../endpoint/endpoint.ts";
import { isAtOrBelow, isRecord } from "../problem/path.ts";
import type { RoutePlace } from "./route-place.ts";
import type { Endpoint, Problem } from "../settings.ts";
import { checkTarget, type ValidationContext } from "../validate.ts";

/** The endpoint that gets the answer. An operator's endpoint cannot have a colon in its name. */
export function callbackName({ endpoint }: CallbackConfig, route: string): string {
  return endpoint ?? `callback:${route}`;
}

/** What the definition of `callback` cannot say; `endpoints` are the names that it may choose from. */
export function checkCallback(
  config: CallbackConfig,
  path: string,
  endpoints: readonly string[],
  context: ValidationContext,
): Problem[] {
  const { endpoint, ...own } = config;
  const given = Object.keys(own).map((key) => `"${key}"`);
  if (endpoint === undefined) return checkOwn(own, path, context);
  if (given.length > 0) {
    const message = `"endpoint" stands beside ${given.join(", ")}; name an endpoint or give a URL`;
    return [{ path, message }];
  }
  if (endpoints.includes(endpoint)) return [];
  const shown = JSON.stringify(endpoint.slice(0, 80));
  const hint = endpoints.length === 0 ? "; none is configured" : suggestion(endpoint, endpoints);
  return [{ path: configPath(path, "endpoint"), message: `unknown endpoint ${shown}${hint}` }];
}

/** The answer is signed wherever it goes, so a URL comes with a secret. */
function checkOwn(
  own: Omit<CallbackConfig, "endpoint">,
  path: string,
  context: ValidationContext,
): Problem[] {
  if (own.url === undefined) return [{ path, message: '"endpoint" or "url" is missing' }];
  const target = checkTarget(own, path, [], context);
  if (own.secret !== undefined) return target;
  return [...target, { path, message: '"secret" is missing: it signs the answer' }];
}

/** The endpoint of a route that gives a URL; it hears no events, only the answers that name it. */
export function callbackEndpoint(
  { name, path, raw }: RoutePlace,
  problems: readonly Problem[],
  context: ValidationContext,
): Endpoint | undefined {
  const callback = isRecord(raw) ? raw["callback"] : undefined;
  if (!isRecord(callback) || typeof callback["url"] !== "string") return undefined;
  const at = configPath(path, "callback");
  const place = { name: callbackName({}, name), path: at, raw: callback };
  // Another mistake in the route does not keep answers that are there from being sent.
  const own = problems.filter((problem) => isAtOrBelow(problem.path, at));
  return { ...buildEndpoint(place, own, context), events: [] };
}
