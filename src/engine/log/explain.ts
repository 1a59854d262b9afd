// Answers "why was it sent, or not?" from the log and from the settings of now. Sends and changes nothing.
import { explainHearing, type Check } from "../../outbound/explain.ts";
import type { Rendered } from "../../outbound/transform.ts";
import type { EndpointHealth } from "../dispatch/endpoint-desk.ts";
import { whyThen } from "./next-attempt.ts";
import type { Outlet } from "../dispatch/outlet.ts";
import type { FindReach, Reach } from "../guard/reach.ts";
import type { Attempt, Delivery, EventRecord } from "../record.ts";
import type { Store } from "../store/store.ts";

export interface Explanation {
  event: EventRecord;
  /** For an event: every endpoint, configured ones first. For a delivery: its own. */
  endpoints: EndpointExplanation[];
}

/** One endpoint and one event, by the settings of now. */
export interface EndpointExplanation {
  endpoint: string;
  /** Absent: no such endpoint is configured, or what it hears cannot be understood. */
  now?: {
    health: EndpointHealth;
    hears: boolean;
    checks: Check[];
    /** What would be sent. Only for a delivery, as `reach`: for each endpoint of an event it would be much. */
    body?: Rendered;
    reach?: Reach;
  };
  /** Absent: it got none, replays aside. */
  delivery?: Delivery;
  /** Of an event, what was sent once more; newest first. */
  replays?: Delivery[];
  attempts: Attempt[];
  /** Why the next attempt is when it is. */
  next?: string;
}

/** `dlv_…` or `evt_…`; undefined when the log does not hold it. */
export type Explain = (id: string) => Promise<Explanation | undefined>;

export interface ExplainPorts {
  store: Pick<Store, "findEvent" | "list" | "show">;
  outlets: ReadonlyMap<string, Outlet>;
  health: () => readonly EndpointHealth[];
  /** Absent: addresses are not looked up. */
  reach?: FindReach;
}

type Shown = NonNullable<Awaited<ReturnType<Store["show"]>>>;

/** More endpoints than anyone configures, and the newest replays. */
const MOST_DELIVERIES = 1000;

export function createExplain(ports: ExplainPorts): Explain {
  const { store, outlets } = ports;

  function explain(endpoint: string, event: EventRecord, shown?: Shown): EndpointExplanation {
    const now = nowOf(endpoint, event);
    const explained: EndpointExplanation = { endpoint, attempts: shown?.attempts ?? [] };
    if (now) explained.now = now;
    if (!shown) return explained;
    const { delivery, attempts } = shown;
    explained.delivery = delivery;
    const retry = outlets.get(endpoint)?.prepared.endpoint.retry;
    const endpointNow = now && retry && { retry, health: now.health };
    const next = whyThen({ delivery, attempts, endpoint: endpointNow });
    if (next !== undefined) explained.next = next;
    return explained;
  }

  function nowOf(name: string, event: EventRecord): EndpointExplanation["now"] {
    const outlet = outlets.get(name);
    const health = ports.health().find(({ endpoint }) => endpoint === name);
    if (!outlet || !health) return undefined;
    const { prepared } = outlet;
    return {
      health,
      hears: prepared.hears(event),
      checks: explainHearing(prepared, event),
    };
  }

  async function ofDelivery(id: string): Promise<Explanation | undefined> {
    const shown = await store.show(id);
    if (!shown) return undefined;
    const explained = explain(shown.delivery.endpoint, shown.event, shown);
    const outlet = outlets.get(explained.endpoint);
    if (explained.now && outlet) {
      const { url, allowPrivateNetwork } = outlet.prepared.endpoint;
      explained.now.body = outlet.prepared.body(shown.event);
      explained.now.reach = await ports.reach?.(url, allowPrivateNetwork);
    }
    return { event: shown.event, endpoints: [explained] };
  }

  async function ofEvent(id: string): Promise<Explanation | undefined> {
    const kept = await store.findEvent(id);
    if (!kept) return undefined;
    const { event } = kept;
    const deliveries = await store.list({ eventId: id, limit: MOST_DELIVERIES });
    const first = deliveries.filter(({ replay }) => replay !== true);
    const all = await Promise.all(first.map((delivery) => store.show(delivery.id)));
    const shown = new Map(all.flatMap((each) => (each ? [[each.delivery.endpoint, each]] : [])));
    const replays = Map.groupBy(
      deliveries.filter(({ replay }) => replay),
      ({ endpoint }) => endpoint,
    );
    const names = new Set([...outlets.keys(), ...kept.endpoints]);
    const endpoints = [...names].map((name) => ({
      ...explain(name, event, shown.get(name)),
      ...(replays.has(name) && { replays: replays.get(name) }),
    }));
    return { event, endpoints };
  }

  return (id) => (id.startsWith("evt_") ? ofEvent(id) : ofDelivery(id));
}
