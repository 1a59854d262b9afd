// Lists the endpoints that a block holds, wherever they stand, and gives each a name. Judges nothing else.
import { configPath } from "../../language/config-path.ts";
import { configSchema } from "../../generated/config.ts";
import { nearest } from "../../language/nearest.ts";
import { isRecord } from "../problem/path.ts";
import { nameOfHost } from "./url.ts";

/** An endpoint as it stands in the config. */
export interface Place {
  path: string;
  raw: unknown;
  /** Set inside `agents.<id>`: the only agent whose events it may see. */
  agentId?: string;
  /** It stands where a list should. */
  alone?: true;
  /** The key that it stands below, and that is no setting; `endpoints` was meant. */
  misspelt?: string;
}

/** A place and its name, unique among all. `clash` is the path of the endpoint that has the name already. */
export interface NamedPlace extends Place {
  name: string;
  clash?: string;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Every endpoint of the block, in the order written: the common ones, then those of each agent. */
export function listPlaces(block: Record<string, unknown>): Place[] {
  const scopes = isRecord(block["agents"]) ? Object.entries(block["agents"]) : [];
  return [
    ...placesIn(block, "", BLOCK_KEYS),
    ...scopes.flatMap(([agentId, scope]) => {
      const path = configPath("agents", agentId);
      const places = isRecord(scope) ? placesIn(scope, path, SCOPE_KEYS) : [];
      return places.map((place) => ({ ...place, agentId }));
    }),
  ];
}

const BLOCK_KEYS = Object.keys(configSchema.properties);
const SCOPE_KEYS = Object.keys(configSchema.definitions.agentScope.properties);

/** Those below `endpoints`, and those below a key that was meant to be it: their events wait. */
function placesIn(
  holder: Record<string, unknown>,
  path: string,
  known: readonly string[],
): Place[] {
  const misspelt = Object.keys(holder).filter(
    (key) => !known.includes(key) && nearest(key, known) === "endpoints",
  );
  return [
    ...placesOf(holder["endpoints"], configPath(path, "endpoints")),
    ...misspelt.flatMap((key) =>
      placesOf(holder[key], configPath(path, key)).map((place) => ({ ...place, misspelt: key })),
    ),
  ];
}

/** A list; a map of names, as routes are written; or one endpoint where a list should stand. */
function placesOf(endpoints: unknown, path: string): Place[] {
  if (Array.isArray(endpoints)) {
    return endpoints.map((raw: unknown, index) => ({ path: configPath(path, index), raw }));
  }
  if (!isRecord(endpoints)) return [];
  if (!isEndpointMap(endpoints)) return [{ path, raw: endpoints, alone: true }];
  return Object.entries(endpoints).map(([key, raw]) => ({
    path: configPath(path, key),
    raw: isRecord(raw) ? { name: key, ...raw } : raw,
  }));
}

/** `{ "<name>": { url: … } }`: every value is an endpoint. */
function isEndpointMap(endpoints: unknown): boolean {
  return isRecord(endpoints) && Object.values(endpoints).every((value) => isRecord(value));
}

/**
 * Names every place: by its `name`, else by the host of its `url`, with -2, -3 …
 * where that is taken. Disabled endpoints keep their default name, so that switching one off never
 * hands its backlog to another. One that has neither is an `endpoint`, so that its events can wait.
 */
export function namePlaces(places: readonly Place[]): NamedPlace[] {
  const owners = new Map<string, string>();
  for (const { path, raw } of places) {
    const name = ownName(raw);
    if (name !== undefined && !isDisabled(raw) && !owners.has(name)) owners.set(name, path);
  }
  return places.flatMap((place) => {
    const own = ownName(place.raw);
    if (own !== undefined && isDisabled(place.raw)) return [{ ...place, name: own }];
    if (own !== undefined && owners.get(own) === place.path) return [{ ...place, name: own }];
    if (own === undefined && isDisabled(place.raw) && hostName(place.raw) === undefined) return [];
    const base = own ?? hostName(place.raw) ?? "endpoint";
    const name = freeName(base, owners);
    owners.set(name, place.path);
    const clash = own === undefined ? undefined : owners.get(own);
    return [{ ...place, name, ...(clash === undefined ? {} : { clash }) }];
  });
}

/** True for an endpoint that is switched off. */
export function isDisabled(raw: unknown): boolean {
  return isRecord(raw) && raw["enabled"] === false;
}

/** The name that was written, if it is one. */
export function ownName(raw: unknown): string | undefined {
  const name = isRecord(raw) ? raw["name"] : undefined;
  return typeof name === "string" && NAME.test(name) ? name : undefined;
}

function hostName(raw: unknown): string | undefined {
  const url = isRecord(raw) ? raw["url"] : raw;
  return typeof url === "string" ? nameOfHost(url) : undefined;
}

function freeName(base: string, owners: ReadonlyMap<string, string>): string {
  if (!owners.has(base)) return base;
  let number = 2;
  while (owners.has(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}
