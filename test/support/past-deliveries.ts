// A delivery log as a Gateway leaves it behind: what was sent before it starts again. The same seed makes the same log.
import { join } from "node:path";
import { createIdSource, deliveryId, endpointMark } from "../../src/engine/ids.ts";
import type { Attempt, EventRecord } from "../../src/engine/record.ts";
import { openSqliteStore } from "../../src/engine/store/sqlite/sqlite-store.ts";
import type { NewDelivery, Settlement } from "../../src/engine/store/store.ts";
import { toRecord, type EnvelopeContext } from "../../src/event/envelope.ts";
import { sampleDraft } from "../../src/event/sample.ts";
import type { EventType } from "../../src/generated/event-types.ts";
import type { Host } from "./gateway.ts";

export interface PastEndpoint {
  name: string;
  /** Event types that it hears. */
  hears: readonly EventType[];
  /** Median time of its answers, ms. */
  tookMs: number;
  /** Share of its deliveries whose first attempt is answered 503, 0 to 1. */
  fails: number;
  /** Share of its deliveries that are given up after one answer of 422, 0 to 1. */
  dies: number;
}

export interface Past {
  endpoints: readonly PastEndpoint[];
  /** Types that happen, in turns. */
  types: readonly EventType[];
  events: number;
  /** First and last event, ms since the epoch. */
  from: number;
  to: number;
  /** Events that are committed together. */
  groupSize: number;
}

const SECOND_ATTEMPT_MS = 5200;

/** Writes the log of a host whose Gateway does not run. */
export async function writePast(host: Pick<Host, "stateDir">, past: Past): Promise<void> {
  const path = join(host.stateDir, "event-webhooks", "event-webhooks.sqlite");
  const store = openSqliteStore({ path, onNotice: console.error });
  const ids = createIdSource();
  const chance = seeded(20_260_314);
  const context: EnvelopeContext = {
    instanceId: "gateway-1",
    maxEventBytes: 1_048_576,
    newId: (at) => ids.next("evt", at),
  };
  try {
    for (let first = 0; first < past.events; first += past.groupSize) {
      const events: EventRecord[] = [];
      for (let number = first; number < Math.min(past.events, first + past.groupSize); number += 1)
        events.push(toRecord(sampleDraft(typeAt(past, number), momentOf(past, number)), context));
      const made = events.flatMap((event) => deliveriesOf(event, past, chance));
      const deliveries = made.map(({ delivery }) => delivery);
      await store.commit({ now: events[0]?.at ?? past.from, events, deliveries, settlements: [] });
      for (const settlements of [0, 1].map((index) =>
        made.flatMap((each) => each.settlements[index] ?? []),
      )) {
        const now = Math.max(past.from, ...settlements.map(({ attempt }) => attempt?.at ?? 0));
        await store.commit({ now, events: [], deliveries: [], settlements });
      }
    }
  } finally {
    await store.close();
  }
}

/** Denser towards the end, and in waves, as work is. */
function momentOf({ from, to, events }: Past, number: number): number {
  const share = number / Math.max(1, events - 1);
  const waves = Math.sin(share * 9 * Math.PI) / (9 * Math.PI);
  return Math.round(from + (to - from) * (share + 0.7 * waves));
}

function typeAt({ types }: Past, number: number): EventType {
  return types[number % types.length] ?? "message.sent";
}

function deliveriesOf(
  event: EventRecord,
  { endpoints }: Past,
  chance: () => number,
): { delivery: NewDelivery; settlements: Settlement[] }[] {
  return endpoints
    .filter(({ hears }) => hears.some((type) => type === event.type))
    .map((endpoint) => {
      const id = deliveryId(event.id, endpointMark(endpoint.name));
      return {
        delivery: { id, eventId: event.id, endpoint: endpoint.name },
        settlements: settlementsOf(id, event.at, endpoint, chance),
      };
    });
}

function settlementsOf(
  deliveryOf: string,
  at: number,
  { tookMs, fails, dies }: PastEndpoint,
  chance: () => number,
): Settlement[] {
  const attempt = (number: number, startedAt: number, httpStatus: number): Attempt => ({
    deliveryId: deliveryOf,
    number,
    at: startedAt,
    httpStatus,
    ...(httpStatus >= 300 && { errorClass: "status", error: `HTTP ${httpStatus}` }),
    timings: timingsOf(tookMs * (0.6 + chance() + (chance() > 0.97 ? 6 : 0))),
    address: "203.0.113.7",
  });
  const drawn = chance();
  if (drawn < dies)
    return [{ deliveryId: deliveryOf, status: "dead", attempt: attempt(1, at, 422) }];
  if (drawn >= dies + fails)
    return [{ deliveryId: deliveryOf, status: "delivered", attempt: attempt(1, at, 200) }];
  const again = at + SECOND_ATTEMPT_MS;
  return [
    {
      deliveryId: deliveryOf,
      status: "failed",
      nextAttemptAt: again,
      attempt: attempt(1, at, 503),
    },
    { deliveryId: deliveryOf, status: "delivered", attempt: attempt(2, again, 200) },
  ];
}

function timingsOf(total: number): Attempt["timings"] {
  return {
    dns: total * 0.05,
    connect: total * 0.16,
    tls: total * 0.35,
    firstByte: total * 0.96,
    total,
  };
}

/** Mulberry32: 0 to 1. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
