// Decides when an operator hears of an endpoint: once when it begins to fail, is disabled or recovers, and now
// and then of deliveries that were given up. What operational events themselves come to is never told.
import { isOperational } from "../../outbound/operational.ts";
import type { Clock } from "../clock.ts";
import { createAlarm } from "../dispatch/alarm.ts";
import type { Outlet } from "../dispatch/outlet.ts";
import type { Claim, Settlement } from "../store/store.ts";
import { endpointData, type OperationalFact } from "./event.ts";

export interface Watch {
  /** Outlets may have been opened: how they stand is no news. */
  opened: () => void;
  /** An attempt of an event of this type has ended. */
  attempted: (outlet: Outlet, eventType: string) => void;
  /** A delivery was given up. */
  dead: (outlet: Outlet, claim: Pick<Claim, "delivery">, settlement: Settlement) => void;
  stop: () => void;
}

export interface WatchPorts {
  clock: Clock;
  outlets: ReadonlyMap<string, Outlet>;
  tell: (fact: OperationalFact) => void;
}

/** At most one of a kind for each endpoint in this time. */
export const TELL_AGAIN_MS = 10 * 60 * 1000;
/** Deliveries that die together are told together. */
const GATHER_MS = 1000;
const MOST_NAMED = 10;

type Word = "well" | "failing" | "disabled";

const TYPES = {
  well: "endpoint.recovered",
  failing: "endpoint.failing",
  disabled: "endpoint.disabled",
} as const satisfies Record<Word, OperationalFact["type"]>;

interface Watched {
  told: Word;
  /** What is true by the last ordinary attempt. */
  seen: Word;
  dead: { count: number; deliveries: Record<string, unknown>[] };
  toldAt: Map<OperationalFact["type"], number>;
}

export function createWatch({ clock, outlets, tell }: WatchPorts): Watch {
  const all = new Map<string, Watched>();
  const alarm = createAlarm(clock, () => {
    for (const outlet of outlets.values()) review(outlet, watchedOf(outlet));
  });

  function watchedOf(outlet: Outlet): Watched {
    const known = all.get(outlet.name);
    if (known) return known;
    const word = wordFor(outlet) ?? "well";
    const fresh: Watched = {
      told: word,
      seen: word,
      dead: { count: 0, deliveries: [] },
      toldAt: new Map(),
    };
    all.set(outlet.name, fresh);
    return fresh;
  }

  /** Whether it may be told now; if not, the alarm is set for when it may. */
  function isTime(watched: Watched, type: OperationalFact["type"]): boolean {
    const next = (watched.toldAt.get(type) ?? -Infinity) + TELL_AGAIN_MS;
    if (clock.now() < next) {
      alarm.wishFor(next);
      return false;
    }
    watched.toldAt.set(type, clock.now());
    return true;
  }

  function review(outlet: Outlet, watched: Watched): void {
    const { name: about } = outlet;
    const at = clock.now();
    if (watched.seen !== watched.told && isTime(watched, TYPES[watched.seen])) {
      watched.told = watched.seen;
      const endpoint = endpointData(about, outlet.governor.standing(at));
      tell({ type: TYPES[watched.seen], about, at, data: { endpoint } });
    }
    if (watched.dead.count > 0 && isTime(watched, "delivery.dead")) {
      tell({
        type: "delivery.dead",
        about,
        at,
        data: { endpoint: { name: about }, ...watched.dead },
      });
      watched.dead = { count: 0, deliveries: [] };
    }
  }

  return {
    opened() {
      for (const outlet of outlets.values()) watchedOf(outlet);
    },
    attempted(outlet, eventType) {
      if (isOperational(eventType)) return;
      const word = wordFor(outlet);
      const watched = watchedOf(outlet);
      if (word === undefined || (word === watched.seen && word === watched.told)) return;
      watched.seen = word;
      review(outlet, watched);
    },
    dead(outlet, { delivery }, { deliveryId: id, attempt }) {
      const { eventId, eventType: event } = delivery;
      if (isOperational(event)) return;
      const { dead } = watchedOf(outlet);
      dead.count += 1;
      if (dead.deliveries.length < MOST_NAMED) {
        const { error, number: attempts } = attempt ?? {};
        const named = { id, eventId, event, attempts };
        dead.deliveries.push({ ...named, ...(error !== undefined && { error }) });
      }
      if (dead.count === 1) alarm.wishFor(clock.now() + GATHER_MS);
    },
    stop: alarm.cancel,
  };
}

/** Undefined when a few failures in a row say nothing yet. */
function wordFor({ governor }: Outlet): Word | undefined {
  if (governor.closure()?.kind === "disabled") return "disabled";
  const course = governor.course();
  return course === "unclear" ? undefined : course;
}
