// The loop between store and network: new deliveries go to their outlets after their commit, waiting ones are
// claimed when they are due and there is room. Decides nothing about a single attempt.
import type { PreparedEndpoint } from "../../outbound/prepare.ts";
import { createAlarm } from "./alarm.ts";
import type { MakeTry } from "../attempt/attempt.ts";
import type { Clock } from "../clock.ts";
import { createDueRefresh } from "./due-refresh.ts";
import type { Governor } from "../pace/governor.ts";
import { createGroupCommit } from "../commit/group-commit.ts";
import type { Group } from "../commit/group-commit.ts";
import type { MemoryBudget } from "./hand.ts";
import type { Effect } from "../attempt/outcome.ts";
import type { Outlet } from "./outlet.ts";
import { createWayOut } from "./way-out.ts";
import { claimOf, planDeliveries } from "../commit/plan.ts";
import type { Plan } from "../commit/plan.ts";
import type { EventRecord } from "../record.ts";
import { settledCounts } from "../commit/settled-counts.ts";
import type { Signals } from "../signals.ts";
import type { StorageTrouble } from "../commit/storage-trouble.ts";
import type { Claim, Settlement, Store } from "../store/store.ts";

export interface DispatcherPorts {
  store: Store;
  clock: Clock;
  signals: Signals;
  trouble: StorageTrouble;
  attempt: MakeTry;
  onEffect: (outlet: Outlet, effect: Effect, eventType: string) => void;
  /** What became of a delivery is durable. */
  onSettled: (outlet: Outlet, claim: Claim, settlement: Settlement) => void;
}

export interface CaptureOptions {
  /** The one that gets it; without, everyone who hears it. */
  only?: Outlet;
  /** They may be stored already, by an engine that could not say so. */
  again?: boolean;
}

export interface Dispatcher {
  outlets: ReadonlyMap<string, Outlet>;
  /** Puts an outlet in place of the one of that name; deliveries in flight end as they would. */
  open: (prepared: PreparedEndpoint, governor: Governor) => void;
  /** Without its outlet an endpoint's deliveries wait in the store. */
  close: (name: string) => void;
  /** Resolves when events and deliveries are durable. */
  capture: (events: readonly EventRecord[], options?: CaptureOptions) => Promise<readonly Plan[]>;
  /** Resolves when further deliveries of stored events are durable; they are claimed when they are due. */
  replay: (plans: readonly Plan[]) => Promise<void>;
  /** From now on deliveries are sent. */
  start: () => void;
  /** Something in the store may have become due, or an endpoint may have been opened. */
  wake: () => void;
  /** Starts nothing more; resolves when no attempt is in flight. */
  quiesce: () => Promise<void>;
  /** Resolves when all that was captured and settled is durable. */
  drained: () => Promise<void>;
  waitingEvents: () => number;
  /** What is not durable now is given up: storage is about to close. */
  abandon: () => void;
}

/** Longer than the longest attempt; a delivery that waits in memory beyond it is given back. */
const LEASE_MS = 10 * 60 * 1000;
const MAX_WAITING_BYTES = 32 * 1024 * 1024;
const RECORDS_PER_INTAKE = 128;

export function createDispatcher(ports: DispatcherPorts): Dispatcher {
  const { store, clock, trouble } = ports;
  const outlets = new Map<string, Outlet>();
  const budget: MemoryBudget = { bytes: 0, maxBytes: MAX_WAITING_BYTES };
  const touched = new Set<Outlet>();
  const alarm = createAlarm(clock, pumpAll);
  let running = false;
  let inFlight = 0;
  let onIdle: (() => void)[] = [];

  const groups = createGroupCommit({ store, clock, trouble, leaseMs: LEASE_MS, onCommitted });
  const needDueTimes = createDueRefresh({ store, clock, trouble, outlets, refreshed: pumpAll });

  function pump(outlet: Outlet): void {
    if (running) outlet.pump();
  }

  function pumpAll(): void {
    for (const outlet of outlets.values()) pump(outlet);
  }

  function onCommitted(group: Group): void {
    for (const { plans } of group.intakes) {
      for (const plan of plans) place(plan, group);
    }
    for (const outlet of touched) pump(outlet);
    touched.clear();
    ports.signals.emit("settled", settledCounts(group));
  }

  function place(plan: Plan, group: Group): void {
    if (plan.handed) {
      const claim = claimOf(plan, group.now);
      plan.outlet.accept({ claim, leaseUntil: group.leaseUntil });
      touched.add(plan.outlet);
    } else noteDue(plan.outlet.name, plan.replayAt ?? group.now);
  }

  // Whoever stands under the name now sends it: the config may have changed since it was claimed.
  function noteDue(name: string, at: number): void {
    const outlet = outlets.get(name);
    if (!outlet) return;
    outlet.due(at);
    touched.add(outlet);
  }

  function settle(outlet: Outlet, settlement: Settlement, claim?: Claim): void {
    groups.settle(settlement, () => {
      outlet.settled(settlement);
      if (claim) ports.onSettled(outlet, claim, settlement);
      touched.add(outlet);
      if (settlement.nextAttemptAt !== undefined) noteDue(outlet.name, settlement.nextAttemptAt);
      else if (claim?.delivery.lane !== undefined) noteDue(outlet.name, clock.now()); // the next of its lane
    });
  }

  function countInFlight(change: 1 | -1): void {
    inFlight += change;
    if (inFlight > 0) return;
    const waiting = onIdle;
    onIdle = [];
    for (const done of waiting) done();
  }

  async function takeIn(
    events: readonly EventRecord[],
    { only, again = false }: CaptureOptions,
  ): Promise<Plan[]> {
    const planned = planDeliveries(events, outlets.values(), only);
    if (planned.events.length > 0) {
      await new Promise<void>((committed) => groups.take({ ...planned, again, committed }));
    }
    return planned.plans;
  }

  return {
    outlets,
    open(prepared, governor) {
      const { name } = prepared.endpoint;
      outlets.get(name)?.retire();
      const outlet: Outlet = createWayOut(
        {
          store,
          clock,
          budget,
          leaseMs: LEASE_MS,
          attempt: ports.attempt,
          settle: (settlement, claim) => settle(outlet, settlement, claim),
          inFlight: countInFlight,
          wakeAt: alarm.wishFor,
          ring: (endpoint) => void ports.signals.emit("feed", endpoint),
          needDueTime: needDueTimes,
          onEffect: ports.onEffect,
          onStoreError: trouble.failed,
        },
        prepared,
        governor,
      );
      outlets.set(name, outlet);
      // What an earlier run left behind may be due already.
      outlet.due(clock.now());
    },
    close(name) {
      outlets.get(name)?.retire();
      outlets.delete(name);
    },
    async capture(events, options = {}) {
      const parts: Promise<Plan[]>[] = [];
      for (let from = 0; from < events.length; from += RECORDS_PER_INTAKE) {
        parts.push(takeIn(events.slice(from, from + RECORDS_PER_INTAKE), options));
      }
      return (await Promise.all(parts)).flat();
    },
    replay: (plans) =>
      new Promise((committed) => groups.take({ events: [], plans, again: true, committed })),
    start() {
      running = true;
      needDueTimes();
    },
    wake: needDueTimes,
    async quiesce() {
      running = false;
      alarm.cancel();
      for (const outlet of outlets.values()) outlet.retire();
      if (inFlight > 0) await new Promise<void>((resolve) => onIdle.push(resolve));
    },
    drained: groups.drained,
    waitingEvents: groups.waitingEvents,
    abandon: groups.abandon,
  };
}
