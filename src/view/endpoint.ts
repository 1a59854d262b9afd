// An endpoint as operators are shown it: what it is set to, how it stands. Never a secret, a header value or
// more of a URL than its origin: the rest may be the secret.
import type { Endpoint } from "../config/settings.ts";
import type { EndpointHealth } from "../engine/dispatch/endpoint-desk.ts";
import type { Delivery } from "../engine/record.ts";
import type { Backlog } from "../engine/store/store.ts";
import type { LogReader } from "./questions.ts";
import { isoTime } from "./time.ts";
import { deliveryRow, type DeliveryRow } from "./delivery.ts";

export interface EndpointRow {
  endpoint: string;
  /**
   * `open`: it sends. `paused`: the receiver is overloaded. `held`: it cannot work. `disabled`: ended by hand.
   * `gone`: not in the config any more, and deliveries wait for it.
   */
  state: EndpointHealth["state"] | "gone";
  reason?: string;
  pausedUntil?: string;
  /** Scheme, host and port. */
  origin: string;
  events: readonly string[];
  /** Places of its filter, for example `agentIds`. */
  filter: string[];
  transformed: boolean;
  signed: boolean;
  /** Attempts on their way. */
  inFlight: number;
  /** Deliveries that wait in memory, the log holds the rest; of one that is gone, all that wait. */
  waiting: number;
  /** Its newest delivery. */
  last?: DeliveryRow;
}

export interface EndpointList {
  endpoints: EndpointRow[];
}

/** `healths` in any order. */
export async function listEndpoints(
  log: Pick<LogReader, "list" | "backlog">,
  endpoints: readonly Endpoint[],
  healths: readonly EndpointHealth[],
): Promise<EndpointList> {
  const rows = endpoints.map(async (endpoint) => {
    const [last] = await log.list({ endpoint: endpoint.name, limit: 1 });
    const health = healths.find((each) => each.endpoint === endpoint.name);
    return endpointRow(endpoint, health, last);
  });
  const gone = await log.backlog(endpoints.map(({ name }) => name));
  return { endpoints: [...(await Promise.all(rows)), ...gone.map(goneRow)] };
}

function endpointRow(
  endpoint: Endpoint,
  health: EndpointHealth | undefined,
  last: Delivery | undefined,
): EndpointRow {
  const reason = health?.reason ?? endpoint.held;
  const { pausedUntil } = health ?? {};
  return {
    endpoint: endpoint.name,
    state: health?.state ?? "held",
    ...(reason !== undefined && { reason }),
    ...(pausedUntil !== undefined && { pausedUntil: isoTime(pausedUntil) }),
    origin: originOf(endpoint.url),
    events: endpoint.events,
    filter: Object.keys(endpoint.filter),
    transformed: endpoint.transform !== undefined,
    signed: endpoint.secrets.length > 0,
    inFlight: health?.inFlight ?? 0,
    waiting: health?.waiting ?? 0,
    ...(last && { last: deliveryRow(last) }),
  };
}

function goneRow({ endpoint, waiting, oldestAt }: Backlog): EndpointRow {
  const count = waiting === 1 ? "1 delivery waits" : `${waiting} deliveries wait`;
  const deletes = `openclaw webhook purge --endpoint ${endpoint} --pending`;
  return {
    endpoint,
    state: "gone",
    reason: `not in the config any more, and ${count} for it since ${isoTime(oldestAt)}: sent once it is back; \`${deletes}\` deletes them`,
    origin: "",
    events: [],
    filter: [],
    transformed: false,
    signed: false,
    inFlight: 0,
    waiting,
  };
}

function originOf(url: string): string {
  return URL.parse(url)?.origin ?? "no valid URL";
}
