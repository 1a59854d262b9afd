// From what an operator wrote to what runs: complete, frozen, never throwing. Looks up no variable, name or secret.
import type { LimitsConfig, LogConfig, WebhooksConfig } from "../generated/config.ts";
import { buildEndpoint } from "./endpoint/endpoint.ts";
import { readInbound, type InboundContext } from "./route/inbound.ts";
import { readBlock } from "./load.ts";
import { configPath } from "../language/config-path.ts";
import { isRecord } from "./problem/path.ts";
import { feedPathOf } from "./endpoint/feed-path.ts";
import { readProxy, withProxyOfAll } from "./endpoint/proxy.ts";
import {
  isDisabled,
  listPlaces,
  ownName,
  namePlaces,
  type NamedPlace,
  type Place,
} from "./endpoint/place.ts";
import { placeBelow, problemBelow } from "./problem/problem.ts";
import type {
  Endpoint,
  Limits,
  LogSettings,
  Problem,
  Remark,
  Settings,
  Warning,
} from "./settings.ts";
import { soundPart } from "./sound.ts";
import { readStore } from "./store.ts";
import { nameOfHost } from "./endpoint/url.ts";
import { checkEndpoint, checkFrame } from "./validate.ts";

const DAY_MS = 86_400_000;

/** What config cannot know by itself. */
export interface ResolveContext extends InboundContext {
  /** Default of `instanceId`. */
  hostName: string;
  /** Of each format whose receiver has one address, that address: an endpoint with it needs no `url`. */
  urlsOfFormats?: ReadonlyMap<string, string>;
  /**
   * Further checks of an endpoint that is sound so far, such as compiling `transform` and
   * `filter.where`. Each answer is a place below the endpoint and what is wrong there:
   * `transform.text: …`.
   */
  inspect?: (endpoint: Endpoint) => readonly string[];
  /** What is to be said of a sound endpoint, and holds nothing; paths are below it. */
  warn?: (endpoint: Endpoint) => readonly Remark[];
}

/** `ok: false`: nothing can be read from it; whoever runs already keeps the settings it has. */
export type Resolution =
  | { ok: true; settings: Settings }
  | { ok: false; problems: readonly Problem[] };

/** Never throws. The result shares nothing with `raw`, is deeply frozen and can be cloned to a thread. */
export function resolveSettings(raw: unknown, context: ResolveContext): Resolution {
  const copy = clone(raw);
  if (!copy.ok) return refuse({ path: "", message: "expected plain data, found something else" });
  const reading = readBlock(copy.value);
  if (!reading.ok) return refuse(reading.problem);
  const { block } = reading;
  const frame = checkFrame(block);
  const around = [...reading.problems, ...frame];
  const places = listPlaces(block).map((place) => withUrl(place, context));
  const named = namePlaces(places);
  const resolved = named
    .filter((place) => !isDisabled(place.raw))
    .map((place) => resolvePlace(place, context));
  const endpoints = resolved.map(({ endpoint }) => endpoint);
  const { inbound, callbacks, problems, warnings } = readInbound(block, frame, endpoints, context);
  const own = soundPart<WebhooksConfig>(block, "", frame);
  const store = readStore(block["store"], frame);
  const settings: Settings = {
    instanceId: own.instanceId ?? context.hostName,
    ...(store !== undefined && { store }),
    endpoints: [...endpoints, ...callbacks].map((one) => withProxyOfAll(one, own.proxy, block)),
    ...feedPathOf(block, frame),
    inbound,
    ...(block["proxy"] !== undefined && {
      proxy: own.proxy === undefined ? ("misunderstood" as const) : readProxy(own.proxy),
    }),
    log: logSettings(block["log"], frame),
    limits: limits(block["limits"], frame),
    problems: [...around, ...resolved.flatMap((one) => one.problems), ...problems],
    warnings: [...resolved.flatMap((one) => one.warnings), ...warnings],
  };
  return { ok: true, settings: deepFreeze(settings) };
}

function withUrl(place: Place, { urlsOfFormats }: ResolveContext): Place {
  const { raw } = place;
  if (!isRecord(raw) || raw["url"] !== undefined) return place;
  const url = urlsOfFormats?.get(String(raw["format"]));
  return url === undefined ? place : { ...place, raw: { ...raw, url } };
}

interface ResolvedPlace {
  endpoint: Endpoint;
  problems: Problem[];
  warnings: Warning[];
}

function resolvePlace(place: NamedPlace, context: ResolveContext): ResolvedPlace {
  const found = [...checkEndpoint(place.raw, place.path, context), ...placeProblems(place)];
  const problems = found.map((problem) => ({ ...problem, endpoint: place.name }));
  const endpoint = buildEndpoint(place, problems, context);
  if (problems.length > 0) return { endpoint, problems, warnings: [] };
  const later = (context.inspect?.(endpoint) ?? []).map((text) => ({
    ...problemBelow(place.path, text),
    endpoint: place.name,
  }));
  if (later.length > 0) {
    return { endpoint: buildEndpoint(place, later, context), problems: later, warnings: [] };
  }
  const said = context.warn?.(endpoint) ?? [];
  const warnings = said.map((remark) => ({
    ...remark,
    path: placeOfRemark(place, remark),
    endpoint: place.name,
  }));
  return { endpoint, problems: [], warnings };
}

/** An agent may be named by the scope that the endpoint stands in. */
function placeOfRemark({ path, agentId }: NamedPlace, remark: Remark): string {
  const isOfScope = remark.kind === "unknown_agent" && agentId !== undefined;
  return isOfScope ? configPath("agents", agentId) : placeBelow(path, remark.path);
}

/** What is wrong with an endpoint because of where it stands. */
function placeProblems(place: NamedPlace): Problem[] {
  const { name, raw, path, agentId, clash, alone, misspelt } = place;
  const problems: Problem[] = [];
  if (misspelt !== undefined) {
    const message = `stands below "${misspelt}", did you mean "endpoints"?`;
    problems.push({ path, message });
  }
  if (alone) {
    const message = "expected a list or a map of names, found one endpoint; put it in [ ]";
    problems.push({ path, message });
  }
  if (clash !== undefined) {
    const message = `the same name as ${clash}; give each endpoint its own: its events wait as "${name}"`;
    problems.push({ path: configPath(path, "name"), message });
  }
  if (!isNamedByItself(raw)) {
    const message = `its events wait as "${name}": name it so, and what waited is sent`;
    problems.push({ path, message });
  }
  const filter = isRecord(raw) ? raw["filter"] : undefined;
  const agentIds = isRecord(filter) ? filter["agentIds"] : undefined;
  if (agentId !== undefined && Array.isArray(agentIds) && !agentIds.includes(agentId)) {
    const message = `leaves nothing: in here only events of "${agentId}" are seen`;
    problems.push({ path: `${path}.filter.agentIds`, message });
  }
  return problems;
}

/** False where the name was made up: it would change with the mend. */
function isNamedByItself(raw: unknown): boolean {
  if (!isRecord(raw)) return false;
  if (raw["name"] !== undefined) return ownName(raw) !== undefined;
  return typeof raw["url"] === "string" && nameOfHost(raw["url"]) !== undefined;
}

function logSettings(raw: unknown, problems: readonly Problem[]): LogSettings {
  const log = soundPart<LogConfig>(raw, "log", problems);
  return {
    maxAgeMs: Math.round((log.maxAgeDays ?? 30) * DAY_MS),
    maxRows: log.maxRows ?? 500_000,
    responseBytes: log.responseBytes ?? 2048,
    maxBytes: log.maxBytes ?? 2_147_483_648,
    maxRejectedBytes: log.maxRejectedBytes ?? 16_777_216,
    keepRejectedBodies: log.keepRejectedBodies ?? false,
  };
}

function limits(raw: unknown, problems: readonly Problem[]): Limits {
  const bounds = soundPart<LimitsConfig>(raw, "limits", problems);
  return {
    maxEventBytes: bounds.maxEventBytes ?? 1_048_576,
    maxQueuedEvents: bounds.maxQueuedEvents ?? 50_000,
    maxQueuedBytes: bounds.maxQueuedBytes ?? 67_108_864,
  };
}

function refuse(problem: Problem): Resolution {
  return { ok: false, problems: deepFreeze([problem]) };
}

function clone(value: unknown): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: structuredClone(value) };
  } catch {
    // DataCloneError: a function, a proxy or another thing that no config file can hold.
    return { ok: false };
  }
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
  return value;
}
