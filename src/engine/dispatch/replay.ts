// Sends stored events once more: to those who got them, to those who hear them now, or to one that is named.
// Paced by due times that are stored, so that nothing waits in memory and what happens now goes first.
import type { Clock } from "../clock.ts";
import type { Plan } from "../commit/plan.ts";
import type { IdSource } from "../ids.ts";
import type { Store } from "../store/store.ts";
import type { EventFilter, EventPage, KeptEvent } from "../store/kept-events.ts";
import type { Dispatcher } from "./dispatcher.ts";
import type { Outlet } from "./outlet.ts";

/** What is to be sent again: `ids`, or a page of what `filter` finds. */
export interface ReplayOrder {
  /**
   * `dlv_…`: its event, to its endpoint. `evt_…`: to all who got it or hear it now. They go to `to`
   * whatever that endpoint listens to.
   */
  ids?: readonly string[];
  /**
   * Events by the time in their ids and by type, to all who hear them now. With `endpoint`, those
   * it has deliveries of, to it.
   */
  filter?: Pick<EventFilter, "since" | "until" | "types" | "endpoint">;
  /** The one endpoint that gets them. Of a filter, only what it hears by its own settings. */
  to?: string;
  /** Nothing that the endpoint has a delivery of already. */
  missing?: boolean;
  /** Deliveries that come due in a second at one endpoint. Default 50. */
  perSecond?: number;
  /** Counts, and stores nothing. */
  dryRun?: boolean;
  /** `next` of the page before. */
  after?: string;
}

export interface Replayed {
  /** Events that were found. */
  events: number;
  /** Deliveries that were made of them, or in a dry run would be. */
  deliveries: number;
  /** More may follow: the same order goes on with this as `after`. */
  next?: string;
}

/** Resolves when the deliveries are durable. Undefined: there is no endpoint `to`. */
export type Replay = (order: ReplayOrder) => Promise<Replayed | undefined>;

export interface ReplayPorts {
  store: Pick<Store, "findEvent" | "listEvents" | "show">;
  dispatcher: Pick<Dispatcher, "outlets" | "replay">;
  clock: Pick<Clock, "now">;
  ids: IdSource;
}

/** An event may be 1 MB and more, and a page of them is in memory. */
const PAGE_EVENTS = 100;
const DEFAULT_PER_SECOND = 50;

/** An event that was asked for, and who gets it if nothing else is said. */
interface Wanted extends KeptEvent {
  isFor: (outlet: Outlet) => boolean;
}

export function createReplay({ store, dispatcher, clock, ids }: ReplayPorts): Replay {
  const { outlets } = dispatcher;
  /** When the next replay may be due, by endpoint: orders that overlap share one pace. */
  const paces = new Map<string, number>();

  async function named(id: string): Promise<Wanted[]> {
    const shown = id.startsWith("dlv_") ? await store.show(id) : undefined;
    const kept = await store.findEvent(shown?.event.id ?? id);
    if (!kept) return [];
    const isFor = shown
      ? ({ name }: Outlet): boolean => name === shown.delivery.endpoint
      : ({ name, prepared }: Outlet): boolean =>
          kept.endpoints.includes(name) || prepared.hears(kept.event);
    return [{ ...kept, isFor }];
  }

  async function wantedBy(order: ReplayOrder): Promise<{ wanted: Wanted[]; next?: string }> {
    const { ids: given, filter = {}, to, after } = order;
    if (given) return { wanted: (await Promise.all(given.map(named))).flat() };
    const { found, next }: EventPage = await store.listEvents({
      ...filter,
      ...(after !== undefined && { after }),
      limit: PAGE_EVENTS,
    });
    const { endpoint } = filter;
    const byHearing = to !== undefined || endpoint === undefined;
    const wanted = found.map((kept) => ({
      ...kept,
      isFor: ({ name, prepared }: Outlet) =>
        name === endpoint || (byHearing && prepared.hears(kept.event)),
    }));
    return { wanted, ...(next !== undefined && { next }) };
  }

  function paced(name: string, now: number, perSecond: number): number {
    const at = Math.max(now, paces.get(name) ?? 0);
    paces.set(name, at + 1000 / perSecond);
    // The store keeps whole ms: asked for a fraction earlier, it would not be due.
    return Math.ceil(at);
  }

  return async (order) => {
    const { to, missing = false, dryRun = false, perSecond = DEFAULT_PER_SECOND } = order;
    const only = to === undefined ? undefined : outlets.get(to);
    if (to !== undefined && !only) return undefined;
    const { wanted, next } = await wantedBy(order);
    const now = clock.now();
    const pairs = wanted.flatMap(({ event, endpoints, isFor }) =>
      (only ? [only] : [...outlets.values()])
        .filter((outlet) => (only && order.ids !== undefined) || isFor(outlet))
        .filter(({ name }) => !missing || !endpoints.includes(name))
        .map((outlet) => ({ event, outlet })),
    );
    if (!dryRun && pairs.length > 0) {
      await dispatcher.replay(
        pairs.map(({ event, outlet }): Plan => {
          const replayAt = paced(outlet.name, now, perSecond);
          return { id: ids.next("dlv", now), event, outlet, handed: false, replayAt };
        }),
      );
    }
    const events = wanted.length;
    return { events, deliveries: pairs.length, ...(next !== undefined && { next }) };
  };
}
