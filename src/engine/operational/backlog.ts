// Looks once a minute whether an endpoint falls behind, and says so each time it is twice as late as before.
import { isOperational } from "../../outbound/operational.ts";
import type { Clock } from "../clock.ts";
import type { StorageTrouble } from "../commit/storage-trouble.ts";
import type { Outlet } from "../dispatch/outlet.ts";
import type { Delivery } from "../record.ts";
import type { Store } from "../store/store.ts";
import { endpointData, isoTime, type OperationalFact } from "./event.ts";

export interface BacklogWatch {
  start: () => void;
  stop: () => void;
}

export interface BacklogPorts {
  store: Pick<Store, "dueTimes" | "list" | "feedStanding">;
  clock: Clock;
  trouble: StorageTrouble;
  outlets: ReadonlyMap<string, Outlet>;
  tell: (fact: OperationalFact) => void;
}

const EVERY_MS = 60_000;
/** Deliveries that wait shorter than this beyond their time are no backlog. */
export const LATE_MS = 10 * 60 * 1000;
const MOST_COUNTED = 1000;

export function createBacklogWatch(ports: BacklogPorts): BacklogWatch {
  const { store, clock, outlets } = ports;
  /** How late the oldest one was, ms: at the last look, and when it was told. */
  const looked = new Map<string, number>();
  const told = new Map<string, number>();
  let cancel = (): void => undefined;
  let stopped = false;

  async function look(): Promise<void> {
    const now = clock.now();
    try {
      const times = await store.dueTimes();
      for (const outlet of outlets.values()) {
        const lateMs = now - ((await waitsSince(outlet, times)) ?? now);
        // Who paused it, or was told that it is disabled, knows that it waits.
        const isKnown = ["paused", "disabled"].includes(outlet.governor.closure()?.kind ?? "");
        await judge(outlet, isKnown ? 0 : lateMs, now);
      }
    } catch (error) {
      ports.trouble.failed(error);
    }
  }

  async function waitsSince(
    { name, prepared }: Outlet,
    times: ReadonlyMap<string, number>,
  ): Promise<number | undefined> {
    if (!prepared.endpoint.feed) return times.get(name);
    return (await store.feedStanding(name)).oldestAt;
  }

  async function judge(outlet: Outlet, lateMs: number, at: number): Promise<void> {
    const { name: about } = outlet;
    const before = looked.get(about);
    looked.set(about, lateMs);
    if (lateMs < LATE_MS) told.delete(about);
    else if (before !== undefined && lateMs > before && lateMs >= 2 * (told.get(about) ?? 0)) {
      const waiting = await waitingAt(outlet, at);
      if (waiting === 0) return;
      told.set(about, lateMs);
      const endpoint = endpointData(about, outlet.governor.standing(at));
      const data = { endpoint, waiting, oldestDueAt: isoTime(at - lateMs) };
      ports.tell({ type: "backlog.growing", about, at, data });
    }
  }

  /** Ordinary deliveries only: what operational events come to is never told. */
  async function waitingAt({ name: endpoint }: Outlet, now: number): Promise<number> {
    const isDue = ({ nextAttemptAt = now }: Delivery): boolean => nextAttemptAt <= now;
    const status = ["pending", "failed"] as const;
    const waiting = await store.list({ endpoint, status, limit: MOST_COUNTED });
    return waiting.filter((each) => isDue(each) && !isOperational(each.eventType)).length;
  }

  function later(): void {
    if (stopped) return;
    cancel = clock.after(EVERY_MS, () => void look().then(later));
  }

  return {
    start: later,
    stop() {
      stopped = true;
      cancel();
    },
  };
}
