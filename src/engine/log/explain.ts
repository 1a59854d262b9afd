// Answers "why was it sent, or not?" from the log and from the settings of now: for the engine, and for who reads
// the log without one. Sends and changes nothing.
import { explainHearing, type Check } from "../../outbound/explain.ts";
import type { Rendered } from "../../outbound/transform.ts";
import { asSent, type PreparedEndpoint } from "../../outbound/prepare.ts";
import { tokenMasker } from "../../outbound/own-secrets.ts";
import { whyThen } from "./next-attempt.ts";
import type { Standing } from "../pace/standing.ts";
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
    health: Standing;
    hears: boolean;
    checks: Check[];
    /** What would be sent. Only for a delivery, as `reach`: for each endpoint of an event it would be much. */
    body?: Rendered;
    /** How it is sent; without a type it has no body. */
    request?: { method: string; contentType?: string };
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

/** An endpoint of which it can be said what it hears. */
export interface KnownEndpoint {
  prepared: PreparedEndpoint;
  health: Standing;
}

export interface ExplainPorts {
  store: Pick<Store, "findEvent" | "list" | "show">;
  /** By name, in the order of the config. */
  endpoints: () => ReadonlyMap<string, KnownEndpoint>;
  /** Absent: addresses are not looked up. */
  reach?: FindReach;
}

type Shown = NonNullable<Awaited<ReturnType<Store["show"]>>>;

/** More endpoints than anyone configures, and the newest replays. */
const MOST_DELIVERIES = 1000;

export function createExplain(ports: ExplainPorts): Explain {
  const { store } = ports;

  function explain(
    endpoint: string,
    known: KnownEndpoint | undefined,
    event: EventRecord,
    shown?: Shown,
  ): EndpointExplanation {
    const explained: EndpointExplanation = { endpoint, attempts: shown?.attempts ?? [] };
    if (known) explained.now = nowOf(known, event);
    if (!shown) return explained;
    const { delivery, attempts } = shown;
    explained.delivery = delivery;
    const endpointNow = known && { retry: known.prepared.endpoint.retry, health: known.health };
    const next = whyThen({ delivery, attempts, ...(endpointNow && { endpoint: endpointNow }) });
    if (next !== undefined) explained.next = next;
    return explained;
  }

  async function ofDelivery(id: string): Promise<Explanation | undefined> {
    const shown = await store.show(id);
    if (!shown) return undefined;
    const { endpoint } = shown.delivery;
    const known = ports.endpoints().get(endpoint);
    const explained = explain(endpoint, known, shown.event, shown);
    if (explained.now && known) {
      const { url, feed, allowPrivateNetwork, proxy } = known.prepared.endpoint;
      Object.assign(explained.now, whatIsSent(known.prepared, shown.event));
      // A proxy that looks names up may know others than this machine.
      if (!feed && (!proxy || proxy.resolve === "here"))
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
    const known = ports.endpoints();
    const names = new Set([...known.keys(), ...kept.endpoints]);
    const endpoints = [...names].map((name) => ({
      ...explain(name, known.get(name), event, shown.get(name)),
      ...(replays.has(name) && { replays: replays.get(name) }),
    }));
    return { event, endpoints };
  }

  return (id) => (id.startsWith("evt_") ? ofEvent(id) : ofDelivery(id));
}

/** Some receivers want their token in the body: it is not shown. */
function whatIsSent(
  prepared: PreparedEndpoint,
  event: EventRecord,
): Pick<NonNullable<EndpointExplanation["now"]>, "body" | "request"> {
  const rendered = asSent(prepared.messages(event), prepared.endpoint);
  if (!rendered.ok) return { body: rendered };
  const [first] = rendered.messages;
  const { method = "POST", contentType } = first ?? {};
  const body = rendered.messages.map((message) => message.body).join("\n");
  return {
    body: { ok: true, body: tokenMasker(prepared.endpoint)(body) },
    request: { method, ...(contentType !== undefined && { contentType }) },
  };
}

function nowOf(
  { prepared, health }: KnownEndpoint,
  event: EventRecord,
): NonNullable<EndpointExplanation["now"]> {
  return { health, hears: prepared.hears(event), checks: explainHearing(prepared, event) };
}
