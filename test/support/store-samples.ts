// Small values for store tests: ids that sort by time, events, attempts, groups.
import type { Attempt, EventRecord } from "../../src/engine/record.ts";
import type { CommitGroup, NewDelivery, Settlement } from "../../src/engine/store/store.ts";

/** 2026-03-14T10:30:00Z. */
export const noon = 1_773_484_200_000;

const pad = (number: number): string => String(number).padStart(8, "0");

export const eventId = (number: number): string => `evt_${pad(number)}`;
export const deliveryId = (number: number): string => `dlv_${pad(number)}`;

export function sampleEvent(number: number, rest: Partial<EventRecord> = {}): EventRecord {
  const id = eventId(number);
  return { id, type: "message.sent", at: noon, json: JSON.stringify({ id }), ...rest };
}

export function sampleDelivery(number: number, rest: Partial<NewDelivery> = {}): NewDelivery {
  return { id: deliveryId(number), eventId: eventId(number), endpoint: "main", ...rest };
}

export function sampleAttempt(
  delivery: number,
  number: number,
  rest: Partial<Attempt> = {},
): Attempt {
  const deliveryOf = deliveryId(delivery);
  return { deliveryId: deliveryOf, number, at: noon, timings: { total: 12.5 }, ...rest };
}

export function delivered(delivery: number, attempt = 1): Settlement {
  return {
    deliveryId: deliveryId(delivery),
    status: "delivered",
    attempt: sampleAttempt(delivery, attempt, { httpStatus: 204 }),
  };
}

export function failed(delivery: number, nextAttemptAt: number, attempt = 1): Settlement {
  return {
    deliveryId: deliveryId(delivery),
    status: "failed",
    nextAttemptAt,
    attempt: sampleAttempt(delivery, attempt, {
      httpStatus: 500,
      errorClass: "status",
      error: "answered 500",
    }),
  };
}

export function dead(delivery: number, attempt = 1): Settlement {
  return { ...failed(delivery, 0, attempt), status: "dead" };
}

export function group(rest: Partial<CommitGroup>): CommitGroup {
  return { now: noon, events: [], deliveries: [], settlements: [], ...rest };
}

/** One event and one delivery per number. */
export function arrivals(numbers: readonly number[], rest: Partial<NewDelivery> = {}): CommitGroup {
  return group({
    events: numbers.map((number) => sampleEvent(number)),
    deliveries: numbers.map((number) => sampleDelivery(number, rest)),
  });
}
