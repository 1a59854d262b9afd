// Settings with an endpoint more, less or otherwise. Judges no endpoint: that is the checker's. Pure.
import { listPlaces, namePlaces, ownName, type NamedPlace } from "../endpoint/place.ts";
import { nameOfHost } from "../endpoint/url.ts";
import { isRecord } from "../problem/path.ts";
import { configPath } from "../../language/config-path.ts";
import { suggestion } from "../../language/nearest.ts";
import { withValue } from "./merge.ts";
import type { Plan, Settings } from "./planned.ts";

/** Addresses of formats that have one of their own, by which an endpoint without `url` is named. */
export type UrlsOfFormats = ReadonlyMap<string, string>;

/** `raw` without a name gets that of its host. It goes to the end of the list, or into the map of names. */
export function addEndpoint(block: Settings, raw: Settings, urls: UrlsOfFormats): Plan {
  const taken = placesIn(block, urls).map(({ name }) => name);
  const wished = ownName(raw);
  if (raw["name"] !== undefined && wished === undefined)
    return refuse(
      'the name has to begin with a letter or digit, and to hold 64 of letters, digits, ".", "_" and "-" at most',
    );
  if (wished !== undefined && taken.includes(wished))
    return refuse(`there is an endpoint "${wished}" already: \`openclaw webhook edit ${wished}\``);
  const name = wished ?? freeName(hostOf(raw, urls), taken);
  const endpoint = { name, ...raw };
  const { endpoints = [] } = block;
  const byHand = { what: `Put this endpoint into "endpoints"`, value: endpoint };
  if (Array.isArray(endpoints)) {
    const at = configPath("endpoints", endpoints.length);
    return { ok: true, block: { ...block, endpoints: [...endpoints, endpoint] }, name, at, byHand };
  }
  const isMap = isRecord(endpoints) && Object.values(endpoints).every(isRecord);
  if (!isMap) return refuse('"endpoints" holds no list: put what stands there in [ ] first');
  const { name: _, ...nameless } = endpoint;
  const map = { ...endpoints, [name]: nameless };
  const at = configPath("endpoints", name);
  return { ok: true, block: { ...block, endpoints: map }, name, at, byHand };
}

/** `changes`: undefined takes a setting out. */
export function editEndpoint(
  block: Settings,
  name: string,
  changes: Settings,
  urls: UrlsOfFormats,
): Plan {
  const found = findEndpoint(block, name, urls);
  if (!found.ok) return found;
  const { raw, path } = found;
  const named = changes["name"];
  const taken = placesIn(block, urls).some((other) => other.name === named && other.path !== path);
  if (typeof named === "string" && taken) return refuse(`there is an endpoint "${named}" already`);
  const entries = Object.entries({ ...raw, ...changes });
  const edited = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  const gone = Object.keys(changes).filter((key) => changes[key] === undefined);
  const set = Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  );
  const takeOut = gone.length === 0 ? "" : `take out ${gone.join(", ")}`;
  const what = [`In the endpoint "${name}" (${path})`, [takeOut, "set"].filter(Boolean).join(", ")];
  return {
    ok: true,
    block: withValue(block, keysOf(path), edited) as Settings,
    name: typeof named === "string" ? named : name,
    at: path,
    byHand: { what: what.join(" "), value: set },
  };
}

export interface Removed {
  /** Settings that hold the endpoint alone, where it stood: what `add --from` takes. */
  undo: Settings;
}

export function removeEndpoint(
  block: Settings,
  name: string,
  urls: UrlsOfFormats,
): (Extract<Plan, { ok: true }> & Removed) | Extract<Plan, { ok: false }> {
  const found = findEndpoint(block, name, urls);
  if (!found.ok) return found;
  const { path, agentId } = found;
  // A map may have named it.
  const raw = { name, ...found.raw };
  const alone = { endpoints: [raw] };
  return {
    ok: true,
    block: withValue(block, keysOf(path), undefined) as Settings,
    name,
    at: path,
    byHand: { what: `Delete the endpoint "${name}" (${path})` },
    undo: agentId === undefined ? alone : { agents: { [agentId]: alone } },
  };
}

/** Puts an endpoint back that `removeEndpoint` gave, or any other settings with one endpoint, or an endpoint itself. */
export function restoreEndpoint(block: Settings, given: unknown, urls: UrlsOfFormats): Plan {
  if (!isRecord(given)) return refuse("it holds no settings");
  const isEndpoint = given["url"] !== undefined || given["format"] !== undefined;
  const places = isEndpoint ? [] : listPlaces(given);
  const [place] = places;
  const raw = isEndpoint ? given : place?.raw;
  if (places.length > 1 || !isRecord(raw))
    return refuse("it has to hold one endpoint, as `openclaw webhook remove` prints it");
  const agentId = place?.agentId;
  if (agentId === undefined) return addEndpoint(block, raw, urls);
  if (placesIn(block, urls).some(({ name }) => name === ownName(raw)))
    return refuse(`there is an endpoint "${String(raw["name"])}" already`);
  const scopes = isRecord(block["agents"]) ? block["agents"] : {};
  const scope = isRecord(scopes[agentId]) ? scopes[agentId] : {};
  const added = addEndpoint(scope, raw, urls);
  if (!added.ok) return added;
  const agents = { ...scopes, [agentId]: added.block };
  const path = configPath("agents", agentId);
  return { ...added, block: { ...block, agents }, at: `${path}.${added.at}` };
}

type Found = { ok: true; raw: Settings; path: string; agentId?: string };

export function findEndpoint(
  block: Settings,
  name: string,
  urls: UrlsOfFormats,
): Found | { ok: false; why: string } {
  const places = placesIn(block, urls);
  const place = places.find((each) => each.name === name);
  if (place === undefined) {
    const names = places.map((each) => each.name);
    if (names.length === 0) return refuse(`there is no endpoint "${name}", and no other`);
    return refuse(`there is no endpoint "${name}"${suggestion(name, names)}`);
  }
  const { path, agentId, misspelt, alone } = place;
  const found = readAt(block, keysOf(path));
  if (misspelt !== undefined)
    return refuse(`"${name}" stands below "${misspelt}": "endpoints" was meant`);
  if (alone || !isRecord(found))
    return refuse(`"${name}" does not stand in a list: put it in [ ] first`);
  return { ok: true, raw: found, path, ...(agentId !== undefined && { agentId }) };
}

function placesIn(block: Settings, urls: UrlsOfFormats): NamedPlace[] {
  const places = listPlaces({ ...block }).map((place) => {
    const { raw } = place;
    if (!isRecord(raw) || raw["url"] !== undefined) return place;
    return { ...place, raw: { ...raw, url: urls.get(String(raw["format"])) } };
  });
  return namePlaces(places);
}

function hostOf(raw: Settings, urls: UrlsOfFormats): string {
  const { url = urls.get(String(raw["format"])) } = raw;
  return (typeof url === "string" ? nameOfHost(url) : undefined) ?? "endpoint";
}

function freeName(base: string, taken: readonly string[]): string {
  if (!taken.includes(base)) return base;
  let number = 2;
  while (taken.includes(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}

const STEP = /\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([\w-]+)/g;

/** The steps of a config path. */
export function keysOf(path: string): (string | number)[] {
  return [...path.matchAll(STEP)].map(([, index, quoted, word = ""]) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? word : (JSON.parse(quoted) as string);
  });
}

export function readAt(value: unknown, keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>(
    (at, key) => (isRecord(at) || Array.isArray(at) ? Reflect.get(at, key) : undefined),
    value,
  );
}

function refuse(why: string): { ok: false; why: string } {
  return { ok: false, why };
}
