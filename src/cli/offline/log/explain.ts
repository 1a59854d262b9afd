// `openclaw webhook explain` and `endpoints` without a Gateway: from the database and the config file.
import { localOriginOf, ownListenersOf } from "../../../config/gateway/own-listeners.ts";
import type { Endpoint, InboundSettings } from "../../../config/settings.ts";
import { systemClock } from "../../../engine/clock.ts";
import { createReach, type FindReach } from "../../../engine/guard/reach.ts";
import { createExplain } from "../../../engine/log/explain.ts";
import type { StoreReader } from "../../../engine/store/sqlite/sqlite-store.ts";
import { lookupBySystem } from "../../../engine/transport/lookup.ts";
import { listEndpoints, type EndpointList } from "../../../view/endpoint.ts";
import { explain, type ExplanationView } from "../../../view/explanation.ts";
import { listRoutes, type RouteList } from "../../../view/route.ts";
import type { ShowParams } from "../../../view/questions.ts";
import { readGatewaySettings, type GatewaySettings } from "../settings/gateway-settings.ts";
import { STAND_IN_URL, type Environment } from "../settings/stand-ins.ts";
import { healthsOf, knownEndpoints } from "./known-endpoints.ts";

interface KnownSettings {
  endpoints: readonly Endpoint[];
  inbound: Pick<InboundSettings, "routes" | "basePath">;
  hostConfig: unknown;
}

export interface OfflinePorts {
  reader: StoreReader;
  environment: Environment;
  now: () => number;
  notice: (line: string) => void;
}

/** Undefined: the log does not hold it. */
export async function explainOffline(
  ports: OfflinePorts,
  params: ShowParams,
): Promise<ExplanationView | undefined> {
  const { reader } = ports;
  const { endpoints, hostConfig } = await settingsOf(ports);
  const healths = healthsOf(endpoints, await reader.endpointStates(), ports.now());
  const known = knownEndpoints(endpoints, healths);
  const explainSent = createExplain({
    store: reader,
    endpoints: () => known,
    reach: reachFrom(hostConfig, ports.environment),
  });
  return explain(explainSent, { ...reader, ...reader.inbox }, params);
}

export async function listEndpointsOffline(ports: OfflinePorts): Promise<EndpointList> {
  const { reader } = ports;
  const { endpoints } = await settingsOf(ports);
  const healths = healthsOf(endpoints, await reader.endpointStates(), ports.now());
  const all = await Promise.all(
    healths.map(async (health, index) => {
      if (!endpoints[index]?.feed) return health;
      const { oldestAt } = await reader.feedStanding(health.endpoint);
      return { ...health, feed: oldestAt === undefined ? {} : { oldestAt } };
    }),
  );
  return listEndpoints(reader, endpoints, all, ports.now());
}

export async function listRoutesOffline(ports: OfflinePorts): Promise<RouteList> {
  const { inbound, hostConfig } = await settingsOf(ports);
  return listRoutes(ports.reader.inbox, inbound, localOriginOf(hostConfig, process.env));
}

async function settingsOf(ports: OfflinePorts): Promise<KnownSettings> {
  const found = await readGatewaySettings(ports.environment, ports.now());
  for (const line of noticesOf(found)) ports.notice(line);
  const { examination, hostConfig } = found;
  const { endpoints = [], inbound = { routes: [], basePath: "" } } = examination?.assumed ?? {};
  return { endpoints, inbound, hostConfig };
}

/** What a reader must know to judge the answer. */
function noticesOf({ file, examination, problem }: GatewaySettings): string[] {
  if (examination?.settings === undefined) {
    const why = problem ?? examination?.problems[0]?.message ?? file;
    return [`No settings are known, so nothing is said of who hears what: ${why}`];
  }
  const missing = [...new Set(examination.missing.map(({ name }) => name))];
  return [
    `The settings are those of ${file}. Only a running Gateway knows what is on its way now, and pauses under a minute.`,
    ...(missing.length === 0
      ? []
      : [`Not set here, and taken as if they were: ${missing.join(", ")}.`]),
  ];
}

function reachFrom(hostConfig: unknown, environment: Environment): FindReach {
  const find = createReach({
    lookup: lookupBySystem,
    clock: systemClock,
    ownListeners: ownListenersOf(hostConfig, environment),
  });
  return async (url, allow) => {
    if (url !== STAND_IN_URL) return find(url, allow);
    const reason = "its URL is a variable that is not set here; the Gateway knows it";
    return { host: "", addresses: [], allowed: false, reason };
  };
}
