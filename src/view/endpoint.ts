// An endpoint as operators are shown it: what it is set to, how it stands. Never a secret, a header value or
// more of a URL than its origin: the rest may be the secret.
import type { Endpoint } from "../config/settings.ts";
import type { EndpointHealth } from "../engine/dispatch/endpoint-desk.ts";
import type { Delivery } from "../engine/record.ts";
import { isoTime } from "./time.ts";
import { deliveryRow, type DeliveryRow } from "./delivery.ts";
import type { EndpointFigures } from "./stats.ts";

export interface EndpointRow {
  endpoint: string;
  /** `open`: it sends. `paused`: the receiver is overloaded. `held`: it cannot work. `disabled`: ended by hand. */
  state: EndpointHealth["state"];
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
  /** Deliveries that are pending or failed. */
  waiting: number;
  /** Of the attempts of the last hour: share that delivered, 0 to 1, and latencies in ms; absent = there were none. */
  successRate?: number;
  p50?: number;
  p95?: number;
  /** Its newest delivery. */
  last?: DeliveryRow;
}

export function endpointRow(
  endpoint: Endpoint,
  health: EndpointHealth | undefined,
  last: Delivery | undefined,
  figures: EndpointFigures | undefined,
): EndpointRow {
  const reason = health?.reason ?? endpoint.held;
  const { pausedUntil } = health ?? {};
  const { waiting = 0, successRate, p50, p95 } = figures ?? {};
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
    waiting,
    ...(successRate !== undefined && { successRate }),
    ...(p50 !== undefined && { p50 }),
    ...(p95 !== undefined && { p95 }),
    ...(last && { last: deliveryRow(last) }),
  };
}

function originOf(url: string): string {
  return URL.parse(url)?.origin ?? "no valid URL";
}
