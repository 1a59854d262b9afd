// From what was written below `inbound` and `agents.<id>.inbound` to the routes that are served. Never throws.
import { configSchema, type InboundConfig } from "../../generated/config.ts";
import { nearest } from "../../language/nearest.ts";
import { basePathProblem, DEFAULT_BASE_PATH, normalBasePath } from "./base-path.ts";
import { callbackEndpoint } from "./callback.ts";
import { hostName } from "../gateway/own-hosts.ts";
import { placeBelow, problemBelow } from "../problem/problem.ts";
import { checkRoute } from "./route-check.ts";
import { listRoutes, type RoutePlace } from "./route-place.ts";
import { replyEndpoint } from "./reply-endpoint.ts";
import type { Route } from "./route-settings.ts";
import { buildRoute } from "./route.ts";
import type { Endpoint, InboundSettings, Problem, Remark, Warning } from "../settings.ts";
import { covers, soundPart } from "../sound.ts";
import type { ValidationContext } from "../validate.ts";

/** What reading routes needs to know beside the config. */
export interface InboundContext extends ValidationContext {
  /** Names that the host's config gives the Gateway, beside `inbound.hosts`. */
  ownHosts?: readonly string[];
  inspect?: (endpoint: Endpoint) => readonly string[];
  /**
   * Further checks of a route that is sound so far, such as compiling `template`, `schema` and
   * `filter.where`. Each answer is a place below the route and what is wrong there: `session.key: …`.
   */
  inspectRoute?: (route: Route) => readonly string[];
  warn?: (endpoint: Endpoint) => readonly Remark[];
  /** What is to be said of a sound route, and holds nothing; paths are below it. */
  warnRoute?: (route: Route) => readonly Remark[];
}

export interface InboundReading {
  inbound: InboundSettings;
  /** Of routes that give their callback a URL, and of those whose senders take the reply later. */
  callbacks: Endpoint[];
  problems: Problem[];
  warnings: Warning[];
}

/** `frame`: problems of what surrounds the routes. `endpoints`: those that a callback may name. */
export function readInbound(
  block: Record<string, unknown>,
  frame: readonly Problem[],
  endpoints: readonly Endpoint[],
  context: InboundContext,
): InboundReading {
  const problems = [...frame, ...checkBasePath(block["inbound"], frame)];
  const config = soundPart<InboundConfig>(block["inbound"], "inbound", problems);
  const { places, problems: leftOut } = listRoutes(block);
  const enabled = config.enabled ?? places.length > 0;
  const closing = problems.filter(isClosing);
  const hosts = [...(config.hosts ?? []), ...(context.ownHosts ?? [])].map(hostName);
  const names = endpoints.map(({ name }) => name);
  const read = enabled ? places.map((place) => readRoute(place, names, closing, context)) : [];
  return {
    inbound: {
      enabled,
      basePath: normalBasePath(config.basePath ?? DEFAULT_BASE_PATH),
      routes: read.map(({ route }) => withHosts(route, hosts)),
      concurrency: config.concurrency ?? 4,
      maxWaiting: config.maxWaiting ?? 10_000,
    },
    callbacks: read.flatMap(({ route, callback }) => [
      ...(callback === undefined ? [] : [callback]),
      ...repliesOf(route, context),
    ]),
    problems: [
      ...problems.slice(frame.length),
      ...(enabled ? leftOut : []),
      ...read.flatMap((one) => one.problems),
    ],
    warnings: read.flatMap((one) => one.warnings),
  };
}

/** A proof says more than a name: only routes without one look at it. */
function withHosts(route: Route, hosts: readonly string[]): Route {
  const { kind } = route.auth;
  if (hosts.length === 0 || (kind !== "loopback" && kind !== "none")) return route;
  return { ...route, auth: { kind, hosts } };
}

/** A switch, a path or a list that is not understood opens nothing; nor does a key that may have been meant as one. */
function isClosing(problem: Problem): boolean {
  const settings = ["inbound.enabled", "inbound.basePath", "inbound.endpoints"];
  if (settings.some((at) => covers([problem], at))) return true;
  const [, key = ""] = /^unknown key "([^"]*)"/.exec(problem.message) ?? [];
  return problem.path === "inbound" && ["enabled", "basePath"].includes(nearest(key, KEYS) ?? "");
}

const KEYS = Object.keys(configSchema.definitions.inbound.properties);

function checkBasePath(inbound: unknown, frame: readonly Problem[]): Problem[] {
  const path = "inbound.basePath";
  const { basePath } = soundPart<InboundConfig>(inbound, "inbound", frame);
  const message = basePath === undefined ? undefined : basePathProblem(basePath);
  return message === undefined ? [] : [{ path, message }];
}

interface RouteReading {
  route: Route;
  callback: Endpoint | undefined;
  problems: Problem[];
  warnings: Warning[];
}

function readRoute(
  place: RoutePlace,
  endpoints: readonly string[],
  closing: readonly Problem[],
  context: InboundContext,
): RouteReading {
  const reading = build(place, checkRoute(place, endpoints, context), closing, context);
  if (reading.problems.length > 0) return reading;
  const inspected = build(place, inspect(place, reading, context), closing, context);
  if (inspected.problems.length > 0) return inspected;
  return { ...inspected, warnings: warningsOf(place, inspected, context) };
}

function warningsOf(
  { path, name: route }: RoutePlace,
  reading: RouteReading,
  context: InboundContext,
): Warning[] {
  const ofRoute = context.warnRoute?.(reading.route) ?? [];
  const ofCallback = reading.callback === undefined ? [] : (context.warn?.(reading.callback) ?? []);
  const below = (base: string, remark: Remark): Warning => ({
    ...remark,
    path: placeBelow(base, remark.path),
    route,
  });
  return [
    ...ofRoute.map((remark) => below(path, remark)),
    ...ofCallback.map((remark) => below(`${path}.callback`, remark)),
  ];
}

/** `closing`: told once, and a reason for each route. */
function build(
  place: RoutePlace,
  found: readonly Problem[],
  closing: readonly Problem[],
  context: InboundContext,
): RouteReading {
  const problems = found.map((problem) => ({ ...problem, route: place.name }));
  const route = buildRoute(place, [...closing, ...problems], context.now);
  return { route, callback: callbackEndpoint(place, problems, context), problems, warnings: [] };
}

function repliesOf(route: Route, { presets }: InboundContext): Endpoint[] {
  const { auth, response } = route;
  if (auth.kind !== "preset") return [];
  // Whoever waits for words of the route's own reads the reply in them.
  if (response.mode === "wait" && response.body !== undefined) return [];
  const plan = presets.find(({ name }) => name === auth.preset)?.answer?.later;
  return plan === undefined ? [] : [replyEndpoint(route, plan)];
}

/** What only those who do the work can say. */
function inspect(
  { path }: RoutePlace,
  { route, callback }: RouteReading,
  context: InboundContext,
): Problem[] {
  const ofRoute = context.inspectRoute?.(route) ?? [];
  const ofCallback = callback === undefined ? [] : (context.inspect?.(callback) ?? []);
  return [
    ...ofRoute.map((text) => problemBelow(path, text)),
    ...ofCallback.map((text) => problemBelow(`${path}.callback`, text)),
  ];
}
