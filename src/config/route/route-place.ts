// Lists the routes that a block holds, wherever they stand, each name once. Judges nothing but names.
import { configPath } from "../../language/config-path.ts";
import { foldName } from "../../language/fold.ts";
import { isRecord } from "../problem/path.ts";
import { isDisabled } from "../endpoint/place.ts";
import type { Problem } from "../settings.ts";

/** A route as it stands in the config. */
export interface RoutePlace {
  name: string;
  path: string;
  raw: unknown;
  /** Set inside `agents.<id>`: the agent that runs. */
  agentId?: string;
}

/** The routes that can be served under their name, and what keeps the others from it. */
export interface RoutePlaces {
  places: RoutePlace[];
  problems: Problem[];
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** In the order written: the common ones, then those of each agent. Disabled ones are no routes at all. */
export function listRoutes(block: Record<string, unknown>): RoutePlaces {
  const scopes = isRecord(block["agents"]) ? Object.entries(block["agents"]) : [];
  const written = [
    ...routesOf(block["inbound"], "inbound"),
    ...scopes.flatMap(([agentId, scope]) => {
      const path = configPath(configPath("agents", agentId), "inbound");
      const places = isRecord(scope) ? routesOf(scope["inbound"], path) : [];
      return places.map((place) => ({ ...place, agentId }));
    }),
  ];
  return withoutClashes(written.filter(({ raw }) => !isDisabled(raw)));
}

function routesOf(inbound: unknown, path: string): RoutePlace[] {
  const routes = isRecord(inbound) ? inbound["endpoints"] : undefined;
  const base = configPath(path, "endpoints");
  if (Array.isArray(routes)) return routes.flatMap((raw, index) => listed(raw, base, index));
  if (!isRecord(routes)) return [];
  return Object.entries(routes).map(([name, raw]) => ({ name, path: configPath(base, name), raw }));
}

/** One of a list where names should stand: it is known by the name it gives, and held. */
function listed(written: unknown, base: string, index: number): RoutePlace[] {
  if (!isRecord(written)) return [];
  const { name, ...raw } = written;
  return typeof name === "string" ? [{ name, path: configPath(base, index), raw }] : [];
}

function withoutClashes(written: readonly RoutePlace[]): RoutePlaces {
  const owners = new Map<string, string>();
  const found: RoutePlaces = { places: [], problems: [] };
  for (const place of written) {
    const { name, path } = place;
    // The host would give both the same conversations.
    const identity = foldName(name);
    const owner = owners.get(identity);
    if (!NAME.test(name)) {
      const message =
        "left out: a route's name is up to 64 letters, digits and . _ -, and starts with a letter or digit";
      found.problems.push({ path, message });
    } else if (owner !== undefined) {
      const message = `left out: the same name as ${owner}; give each route its own (capital letters make no difference)`;
      found.problems.push({ path, message });
    } else {
      owners.set(identity, path);
      found.places.push(place);
    }
  }
  return found;
}
