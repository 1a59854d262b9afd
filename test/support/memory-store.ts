// The Store in memory: small enough to be read as the definition of the port. For tests only.
import type { Attempt, Delivery, DeliveryStatus, EventRecord } from "../../src/engine/record.ts";
import { firstIdAt } from "../../src/engine/ids.ts";
import type { Backlog, StoreStats } from "../../src/engine/store/stats.ts";
import type {
  CommitGroup,
  EndpointState,
  ListFilter,
  NewDelivery,
  SearchFilter,
  Settlement,
  Store,
} from "../../src/engine/store/store.ts";
import type { EventFilter, KeptEvent } from "../../src/engine/store/kept-events.ts";
import { createMemoryFeeds } from "./memory-feed.ts";
import type {
  EndpointTotals,
  Figure,
  Figures,
  FiguresQuery,
} from "../../src/engine/store/figures/figures.ts";
import { addLatency, emptyTally, latencyOf } from "../../src/engine/store/figures/tally.ts";

export interface Entry {
  delivery: Delivery;
  attempts: Attempt[];
  leaseUntil?: number;
  isReplay: boolean;
  /** Grows with each one that is added. */
  position: number;
}

/** What lists say of a delivery's event. */
const subjects = new WeakMap<Delivery, Pick<Delivery, "agentId" | "userId" | "sessionKey">>();

/** A settlement that took effect. */
interface Counted {
  endpoint: string;
  at: number;
  settlement: Settlement;
}

const isActive = (status: DeliveryStatus): boolean => status === "pending" || status === "failed";

/** A store that forgets everything with the process. */
export function openMemoryStore(): Store {
  const events = new Map<string, EventRecord>();
  const entries = new Map<string, Entry>();
  const states = new Map<string, EndpointState>();
  /** Endpoints that ever had a delivery. */
  const everHad = new Set<string>();
  const everCounted: Counted[] = [];
  let counted: Counted[] = [];
  let lastPosition = 0;

  const unsettled = (): Entry[] =>
    [...entries.values()].filter((entry) => isActive(entry.delivery.status));
  const wakeAt = ({ leaseUntil, delivery }: Entry): number =>
    leaseUntil ?? delivery.nextAttemptAt ?? Infinity;
  const isBlocked = (entry: Entry): boolean => {
    const { lane, endpoint } = entry.delivery;
    const first = unsettled().find(
      (other) => other.delivery.lane === lane && other.delivery.endpoint === endpoint,
    );
    return lane !== undefined && first !== entry;
  };
  const eventOf = (delivery: Delivery): EventRecord => {
    const event = events.get(delivery.eventId);
    if (event === undefined) throw new Error("a delivery has lost its event");
    return event;
  };

  const add = (
    { id, eventId, endpoint, lane, leaseUntil, replay, feed }: NewDelivery,
    now: number,
  ): void => {
    const event = events.get(eventId);
    if (event === undefined || entries.has(id)) return;
    const delivery: Delivery = {
      id,
      eventId,
      eventType: event.type,
      endpoint,
      status: "pending",
      attempts: 0,
      createdAt: now,
      updatedAt: now,
      ...(feed ? { feed } : { nextAttemptAt: Math.ceil(replay?.dueAt ?? now) }),
      ...(lane !== undefined && { lane }),
      ...(replay && { replay: true }),
    };
    subjects.set(delivery, subjectOf(event));
    lastPosition += 1;
    everHad.add(delivery.endpoint);
    entries.set(id, {
      position: lastPosition,
      delivery,
      attempts: [],
      isReplay: replay !== undefined,
      ...(leaseUntil !== undefined && { leaseUntil: Math.ceil(leaseUntil) }),
    });
  };

  const keep = (event: EventRecord): KeptEvent => {
    const of = [...entries.values()].filter(({ delivery }) => delivery.eventId === event.id);
    const endpoints = [...new Set(of.map(({ delivery }) => delivery.endpoint))];
    return { event: structuredClone(event), endpoints };
  };

  const settle = (
    { deliveryId, status, attempt, nextAttemptAt }: Settlement,
    now: number,
  ): void => {
    const entry = entries.get(deliveryId);
    if (entry === undefined || !isActive(entry.delivery.status)) return;
    if (attempt !== undefined && attempt.number <= entry.delivery.attempts) return;
    const { delivery } = entry;
    if (status === "unheard") {
      entries.delete(deliveryId);
      return;
    }
    const took: Counted = {
      endpoint: delivery.endpoint,
      at: now,
      settlement: { deliveryId, status, ...(attempt && { attempt }) },
    };
    counted.push(took);
    everCounted.push(took);
    delivery.status = status;
    delivery.updatedAt = now;
    delete entry.leaseUntil;
    delete delivery.nextAttemptAt;
    if (isActive(status) && !delivery.feed)
      delivery.nextAttemptAt = Math.ceil(nextAttemptAt ?? now);
    if (attempt !== undefined) record(entry, attempt);
  };

  const revive = (id: string, now: number): boolean => {
    const entry = entries.get(id);
    if (entry === undefined || (entry.leaseUntil ?? now) > now) return false;
    const { delivery } = entry;
    if (delivery.feed) return false;
    delivery.status = "pending";
    delivery.updatedAt = now;
    delivery.nextAttemptAt = Math.min(delivery.nextAttemptAt ?? now, now);
    delete entry.leaseUntil;
    return true;
  };

  const feeds = createMemoryFeeds({ entries, eventOf, settle });
  const remove = (entry: Entry): void => {
    const { delivery } = entry;
    entries.delete(delivery.id);
    feeds.deleted(entry);
    if (![...entries.values()].some((other) => other.delivery.eventId === delivery.eventId)) {
      events.delete(delivery.eventId);
    }
  };

  const settledOldestFirst = (): Entry[] =>
    (["delivered", "dead"] as const).flatMap((status) =>
      [...entries.values()]
        .filter((entry) => entry.delivery.status === status)
        .sort((one, other) => one.delivery.updatedAt - other.delivery.updatedAt),
    );

  const unheard = (olderThan: number): EventRecord[] => {
    const heard = new Set([...entries.values()].map((entry) => entry.delivery.eventId));
    return [...events.values()].filter((event) => !heard.has(event.id) && event.at < olderThan);
  };

  return {
    commit: async (group: CommitGroup) => {
      for (const event of group.events) {
        if (!events.has(event.id)) events.set(event.id, structuredClone(event));
      }
      for (const delivery of group.deliveries) add(delivery, group.now);
      for (const settlement of group.settlements) settle(settlement, group.now);
    },
    claim: async ({ endpoint, now, limit, leaseMs, inOrder }) =>
      unsettled()
        .filter((entry) => entry.delivery.endpoint === endpoint && wakeAt(entry) <= now)
        .filter((entry) => !inOrder || !isBlocked(entry))
        .sort(
          (one, other) =>
            Number(one.isReplay) - Number(other.isReplay) || wakeAt(one) - wakeAt(other),
        )
        .slice(0, limit)
        .map((entry) => {
          entry.leaseUntil = Math.ceil(now + leaseMs);
          return structuredClone({ delivery: entry.delivery, event: eventOf(entry.delivery) });
        }),
    dueTimes: async () => {
      const times = new Map<string, number>();
      for (const entry of unsettled().filter(
        (candidate) => !candidate.delivery.feed && !isBlocked(candidate),
      )) {
        const { endpoint } = entry.delivery;
        times.set(endpoint, Math.min(wakeAt(entry), times.get(endpoint) ?? Infinity));
      }
      return times;
    },
    releaseLeases: async (now) => {
      const leased = unsettled().filter((entry) => entry.leaseUntil !== undefined);
      for (const entry of leased) {
        delete entry.leaseUntil;
        entry.delivery.nextAttemptAt = Math.min(entry.delivery.nextAttemptAt ?? now, now);
      }
      return leased.length;
    },
    retry: async (deliveryIds, now) => deliveryIds.filter((id) => revive(id, now)).length,
    remove: async (deliveryIds) => {
      const doomed = settledOldestFirst().filter(({ delivery }) =>
        deliveryIds.includes(delivery.id),
      );
      for (const entry of doomed) remove(entry);
      return doomed.length;
    },
    discard: async (deliveryIds, now) => {
      const doomed = unsettled().filter(
        ({ delivery, leaseUntil }) => deliveryIds.includes(delivery.id) && (leaseUntil ?? 0) <= now,
      );
      for (const entry of doomed) remove(entry);
      return doomed.length;
    },
    list: async (filter) => list([...entries.values()].toReversed(), filter),
    listEvents: async (filter) => {
      const page = eventsOf(events, filter);
      const kept = page.map(keep).filter((each) => passes(each, filter));
      const last = page.at(-1);
      const { limit } = filter;
      return { found: kept, ...(last && page.length === limit && { next: last.id }) };
    },
    findEvent: async (eventId) => {
      const event = events.get(eventId);
      return event && keep(event);
    },
    search: async (filter) => {
      const all = list([...entries.values()].toReversed(), { ...filter, limit: Infinity });
      const found = all.filter((delivery) => matches(delivery, eventOf(delivery), filter));
      const deliveries = found.slice(0, filter.limit);
      const last = found.length < filter.limit ? undefined : deliveries.at(-1);
      const scanned =
        last === undefined ? all.length : all.findIndex(({ id }) => id === last.id) + 1;
      return { deliveries, scanned, ...(last && { cursor: last.id, backTo: last.createdAt }) };
    },
    show: async (deliveryId) => {
      const entry = entries.get(deliveryId);
      if (entry === undefined) return undefined;
      const { delivery, attempts } = entry;
      return structuredClone({ delivery, event: eventOf(delivery), attempts });
    },
    stats: async () => count([...entries.values()], events.size),
    figures: async (query) => figures([...everHad], [...entries.values()], counted, query),
    totals: async () => totals([...everHad], [...entries.values()], everCounted),
    ageFigures: async ({ now }) => {
      counted = counted.filter(({ at }) => at >= now - 8 * 86_400_000);
      return { done: true };
    },
    backlog: async (except) => {
      const found = new Map<string, Backlog>();
      for (const { delivery } of unsettled()) {
        const { endpoint, createdAt } = delivery;
        const sum = found.get(endpoint) ?? { endpoint, waiting: 0, oldestAt: createdAt };
        found.set(endpoint, { ...sum, waiting: sum.waiting + 1 });
      }
      return [...found.values()].filter(({ endpoint }) => !except.includes(endpoint));
    },
    endpointStates: async () =>
      [...states.values()]
        .filter(
          (state) =>
            (state.disabledReason ??
              state.pausedReason ??
              state.notBefore ??
              state.failingSince) !== undefined,
        )
        .sort((one, other) => (one.name < other.name ? -1 : 1)),
    saveEndpointState: async (state) => {
      states.set(state.name, { ...state });
    },
    ...feeds.store,
    caughtUp: async () => undefined,
    space: async () => {
      let bytes = 0;
      for (const { json } of events.values()) bytes += json.length;
      let at: number | undefined;
      for (const { delivery } of entries.values()) {
        if (delivery.status === "delivered") at = Math.min(at ?? Infinity, delivery.updatedAt);
      }
      return { bytes, usedBytes: bytes, ...(at !== undefined && { oldestDeliveredAt: at }) };
    },
    prune: async ({ olderThan, maxRows, stepRows, extraRows = 0 }) => {
      const settled = settledOldestFirst();
      const aged = settled.filter((entry) => entry.delivery.updatedAt < olderThan);
      const rest = settled.filter((entry) => !aged.includes(entry));
      const beyond = Math.max(0, rest.length - maxRows);
      const forRoom = [
        ...rest.filter(({ delivery }) => delivery.status === "delivered"),
        ...unheard(Infinity),
        ...rest.filter(({ delivery }) => delivery.status === "dead"),
      ].slice(0, extraRows);
      const doomed = new Set(
        [...aged, ...rest.slice(0, beyond), ...forRoom, ...unheard(olderThan)].slice(0, stepRows),
      );
      for (const one of doomed) {
        if ("delivery" in one) remove(one);
        else events.delete(one.id);
      }
      const deleted = doomed.size;
      return { deleted, done: deleted < stepRows };
    },
    close: async () => undefined,
  };
}

function record(entry: Entry, attempt: Attempt): void {
  const { delivery } = entry;
  entry.attempts.push(structuredClone(attempt));
  delivery.attempts = attempt.number;
  delivery.durationMs = attempt.timings.total;
  delete delivery.httpStatus;
  delete delivery.error;
  if (attempt.httpStatus !== undefined) delivery.httpStatus = attempt.httpStatus;
  if (attempt.error !== undefined) delivery.error = attempt.error;
}

function eventsOf(
  events: ReadonlyMap<string, EventRecord>,
  { since = 0, until = Infinity, after = "", limit }: EventFilter,
): EventRecord[] {
  const end = until === Infinity ? "evt_g" : firstIdAt("evt", until);
  return [...events.values()]
    .filter(({ id }) => id >= firstIdAt("evt", since) && id < end && id > after)
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .slice(0, limit);
}

function passes({ event, endpoints }: KeptEvent, { types, endpoint }: EventFilter): boolean {
  if (types !== undefined && !types.includes(event.type)) return false;
  return endpoint === undefined || endpoints.includes(endpoint);
}

function subjectOf({
  agentId,
  userId,
  sessionKey,
}: EventRecord): Pick<Delivery, "agentId" | "userId" | "sessionKey"> {
  return {
    ...(agentId !== undefined && { agentId }),
    ...(userId !== undefined && { userId }),
    ...(sessionKey !== undefined && { sessionKey }),
  };
}

function list(newestFirst: readonly Entry[], filter: ListFilter): Delivery[] {
  const { status, endpoint, eventType, eventId, since, until, before, limit } = filter;
  const all = newestFirst.map((entry) => entry.delivery);
  const place = all.findIndex((delivery) => delivery.id === before);
  const page = place >= 0 ? all.slice(place + 1) : all.filter(({ id }) => !before || id < before);
  return page
    .filter((delivery) => status === undefined || status.includes(delivery.status))
    .filter((delivery) => endpoint === undefined || [endpoint].flat().includes(delivery.endpoint))
    .filter(
      (delivery) => eventType === undefined || [eventType].flat().includes(delivery.eventType),
    )
    .filter((delivery) => eventId === undefined || delivery.eventId === eventId)
    .filter((delivery) => since === undefined || delivery.createdAt >= since)
    .filter((delivery) => until === undefined || delivery.createdAt < until)
    .slice(0, limit)
    .map((delivery) => ({ ...delivery, ...subjects.get(delivery) }));
}

function count(entries: readonly Entry[], events: number): StoreStats {
  const stats: StoreStats = { pending: 0, failed: 0, delivered: 0, dead: 0, events };
  for (const { delivery } of entries) {
    stats[delivery.status] += 1;
    if (isActive(delivery.status)) stats.oldestActiveAt ??= delivery.createdAt;
  }
  return stats;
}

function matches(delivery: Delivery, event: EventRecord, { agent, text }: SearchFilter): boolean {
  if (agent !== undefined && event.agentId !== agent) return false;
  const { id, eventId, endpoint, eventType, error } = delivery;
  const texts = [id, eventId, endpoint, eventType, error, event.sessionKey, event.userId];
  const wanted = text?.toLowerCase();
  return wanted === undefined || texts.some((each) => each?.toLowerCase().includes(wanted));
}

function figures(
  everHad: readonly string[],
  entries: readonly Entry[],
  counted: readonly Counted[],
  { from, to, stepMs, endpoint }: FiguresQuery,
): Figures {
  const deliveries = entries.map((entry) => entry.delivery);
  const wanted = everHad.filter((name) => endpoint === undefined || name === endpoint);
  const within = counted.filter(
    (each) => wanted.includes(each.endpoint) && each.at >= from && each.at < to,
  );
  const ofWanted = deliveries.filter((delivery) => wanted.includes(delivery.endpoint));
  const waiting = ofWanted.filter(({ status }) => isActive(status));
  const points: Figures["points"] = [];
  for (let at = from; at < to; at += stepMs) {
    const ofPoint = within.filter((each) => each.at >= at && each.at < at + stepMs);
    points.push({ at, ...figureOf(ofPoint) });
  }
  return {
    points,
    total: figureOf(within),
    endpoints: wanted.map((name) => ({
      endpoint: name,
      waiting: waiting.filter((delivery) => delivery.endpoint === name).length,
      ...figureOf(within.filter((each) => each.endpoint === name)),
    })),
    backlog: {
      waiting: waiting.length,
      dead: ofWanted.filter(({ status }) => status === "dead").length,
      ...(waiting[0] && { oldestAt: waiting[0].createdAt }),
    },
  };
}

function totals(
  everHad: readonly string[],
  entries: readonly Entry[],
  counted: readonly Counted[],
): EndpointTotals[] {
  const deliveries = entries.map((entry) => entry.delivery);
  return everHad.map((endpoint) => {
    const of = counted.filter((each) => each.endpoint === endpoint);
    const { delivered, failed, dead } = figureOf(of);
    const tally = emptyTally();
    for (const { settlement } of of) {
      const { httpStatus, timings } = settlement.attempt ?? {};
      if (httpStatus !== undefined) addLatency(tally, timings?.total ?? 0);
    }
    const oldest = deliveries.find((each) => each.endpoint === endpoint && isActive(each.status));
    const latency = latencyOf(tally);
    return {
      endpoint,
      delivered,
      failed,
      dead,
      latency,
      ...(oldest && { oldestAt: oldest.createdAt }),
    };
  });
}

function figureOf(counted: readonly Counted[]): Figure {
  const settlements = counted.map(({ settlement }) => settlement);
  const tried = settlements.filter(({ attempt }) => attempt !== undefined);
  const latencies = tried
    .filter(({ attempt }) => attempt?.httpStatus !== undefined)
    .map(({ attempt }) => attempt?.timings.total ?? 0)
    .sort((one, other) => one - other);
  const share = (part: number): number => latencies[Math.ceil(latencies.length * part) - 1] ?? 0;
  return {
    delivered: tried.filter(({ status }) => status === "delivered").length,
    failed: tried.filter(({ status }) => status !== "delivered").length,
    dead: settlements.filter(({ status }) => status === "dead").length,
    ...(latencies.length > 0 && { p50: share(0.5), p95: share(0.95), p99: share(0.99) }),
  };
}
