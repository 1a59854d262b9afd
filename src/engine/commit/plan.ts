// Which deliveries an event causes, before they are rows. Stores and sends nothing.
import { deliveryId } from "../ids.ts";
import type { Outlet } from "../dispatch/outlet.ts";
import type { EventRecord } from "../record.ts";
import type { Claim, NewDelivery } from "../store/store.ts";

/** A delivery to create. `handed`: decided right before the commit, it goes to its outlet without a claim. */
export interface Plan {
  id: string;
  event: EventRecord;
  outlet: Outlet;
  handed: boolean;
  /** Of a replay: when it is due. */
  replayAt?: number;
}

/** Events that somebody hears, and one plan for each who does. */
export interface Planned {
  events: EventRecord[];
  plans: Plan[];
}

/** An event that nobody hears is left out: it would only fill the disk. With `only`, that one gets all. */
export function planDeliveries(
  events: readonly EventRecord[],
  outlets: Iterable<Outlet>,
  only: Outlet | undefined,
): Planned {
  const planned: Planned = { events: [], plans: [] };
  const candidates = only ? [only] : [...outlets];
  for (const event of events) {
    const before = planned.plans.length;
    for (const outlet of candidates) {
      const isAddressed = outlet.name === event.addressee || outlet.name === event.replyEndpoint;
      const hears = isAddressed || outlet.prepared.hears(event);
      if (!only && (!hears || outlet.name === event.about)) continue;
      planned.plans.push({ id: deliveryId(event.id, outlet.mark), event, outlet, handed: false });
    }
    if (planned.plans.length > before) planned.events.push(event);
  }
  return planned;
}

/** The row that the store gets. */
export function rowOf(plan: Plan, leaseUntil: number): NewDelivery {
  const { id, event, outlet, replayAt } = plan;
  const row: NewDelivery = { id, eventId: event.id, endpoint: outlet.name };
  if (outlet.prepared.endpoint.feed) row.feed = true;
  if (replayAt !== undefined) return { ...row, replay: { dueAt: replayAt } };
  // Lanes cost writes, so only an endpoint that keeps them has them.
  const { ordering } = outlet.prepared.endpoint;
  if (row.feed) return row;
  if (ordering === "session" && event.sessionKey !== undefined) row.lane = event.sessionKey;
  if (plan.handed) row.leaseUntil = leaseUntil;
  return row;
}

/** What a claim would have given, without asking the store. */
export function claimOf(plan: Plan, now: number): Claim {
  const { id, event, outlet } = plan;
  const delivery: Claim["delivery"] = {
    id,
    eventId: event.id,
    eventType: event.type,
    endpoint: outlet.name,
    status: "pending",
    attempts: 0,
    createdAt: now,
    updatedAt: now,
  };
  return { delivery, event, fresh: true };
}
