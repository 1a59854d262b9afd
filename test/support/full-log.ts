// A log in a file that has met everything: filled by real use of the store, so that a copy of it can be looked at.
import type { NewRequest } from "../../src/engine/inbox/inbox.ts";
import type { EventRecord } from "../../src/engine/record.ts";
import type { SqliteStore } from "../../src/engine/store/sqlite/sqlite-store.ts";
import type { NewDelivery, Settlement } from "../../src/engine/store/store.ts";
import { completed, joiningRequest, requestId, sampleRequest } from "./inbox-samples.ts";
import { deliveryId, eventId, group, sampleAttempt, sampleEvent } from "./store-samples.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LATER = 1e12;

/** NUL, half of a surrogate pair, quotes: what a column of PostgreSQL does not take as it is. */
const ODD = 'a "quote", \u0000 and \ud83d';

/** `base`: some hours ago, ms since the epoch. Unsettled afterwards: see `test/integration/store-copy.test.ts`. */
export async function fillLog(store: SqliteStore, base: number): Promise<void> {
  await fillDeliveries(store, base);
  await fillFeed(store, base + HOUR);
  await fillRequests(store, base + HOUR);
  await store.saveEndpointState({ name: "main", pausedReason: ODD, notBefore: base + LATER });
  await store.saveEndpointState({ name: "gone", disabledReason: "answered 410", urlHash: "abc" });
  await store.brought.keep({
    route: "asana",
    sealed: "x",
    requestId: requestId(1),
    broughtAt: base,
  });
  // Minutes that are old become quarters of an hour, and the sum of all times.
  await store.ageFigures({ now: base + 3 * HOUR, stepRows: 1000 });
}

async function fillDeliveries(store: SqliteStore, base: number): Promise<void> {
  const event = (number: number, rest: Partial<EventRecord> = {}): EventRecord =>
    sampleEvent(number, { at: base, ...rest });
  const to = (number: number, rest: Partial<NewDelivery> = {}): NewDelivery => ({
    id: deliveryId(number),
    eventId: eventId(number),
    endpoint: "main",
    ...rest,
  });
  const tried = (
    number: number,
    attempt: number,
    status: Settlement["status"],
    rest: Partial<Settlement> = {},
  ): Settlement => ({
    deliveryId: deliveryId(number),
    status,
    attempt: sampleAttempt(number, attempt, {
      at: base + attempt,
      ...(status === "delivered"
        ? { httpStatus: 204, response: ODD, address: "127.0.0.1" }
        : { httpStatus: 500, errorClass: "status", error: ODD, response: "no" }),
      timings: { dns: 1, connect: 2, tls: 3, firstByte: 4, total: 5.5 * attempt },
    }),
    ...rest,
  });
  const later = { nextAttemptAt: base + LATER };
  await store.commit(
    group({
      now: base,
      events: [
        event(1, { agentId: "support", channel: "telegram", userId: ODD, sessionKey: "agent:a:1" }),
        event(2, {
          traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          hops: 2,
        }),
        ...[3, 4, 5, 6, 7, 8].map((number) => event(number)),
        event(9, { type: "tool.called" }),
      ],
      deliveries: [
        to(1),
        to(2),
        to(3),
        to(4),
        // One event for two.
        to(21, { eventId: eventId(1), endpoint: "gone" }),
        to(5, { lane: "session-1" }),
        to(6, { lane: "session-1" }),
        to(7, { lane: "session-1" }),
        to(8, { replay: { dueAt: base + LATER } }),
        // Nobody heard 9.
      ],
      settlements: [tried(1, 1, "failed", later), tried(5, 1, "failed", later)],
    }),
  );
  await store.commit(group({ now: base + 1, settlements: [tried(1, 2, "failed", later)] }));
  await store.commit(
    group({
      now: base + 2,
      settlements: [
        tried(1, 3, "delivered"),
        tried(2, 1, "dead"),
        tried(3, 1, "failed", later),
        tried(21, 1, "dead"),
      ],
    }),
  );
  await store.commit(group({ now: base + 3, settlements: [tried(3, 2, "failed", later)] }));
  // Committed to be sent at once, and neither settled nor given a row of its own.
  await store.commit(
    group({
      now: base + HOUR,
      events: [event(10), event(11)],
      deliveries: [to(10, { leaseUntil: base + LATER }), to(11, { leaseUntil: base + LATER })],
      settlements: [tried(11, 1, "delivered")],
    }),
  );
}

async function fillFeed(store: SqliteStore, base: number): Promise<void> {
  const numbers = [31, 32, 33, 34, 35];
  await store.commit(
    group({
      now: base,
      events: numbers.map((number) => sampleEvent(number, { at: base })),
      deliveries: numbers.map((number) => ({
        id: deliveryId(number),
        eventId: eventId(number),
        endpoint: "notebook",
        feed: true,
        ...(number === 35 && { replay: { dueAt: base } }),
      })),
    }),
  );
  const { entries } = await store.readFeed({
    endpoint: "notebook",
    after: 0,
    limit: 9,
    maxBytes: 1e6,
  });
  const through = entries[0]?.position ?? 0;
  const order = { endpoint: "notebook", now: base + 5, limit: 100 };
  await store.acknowledge({ ...order, through, tookMs: 3 });
  const bounds = { createdBefore: base + 1, limit: 1, error: "nobody read it" };
  await store.giveUpUnread({ ...order, ...bounds });
}

async function fillRequests(store: SqliteStore, base: number): Promise<void> {
  const { inbox } = store;
  const arrived = (number: number, rest: Partial<NewRequest> = {}): NewRequest =>
    sampleRequest(number, { receivedAt: base, dedupeForMs: LATER, ...rest });
  const accept = (...requests: NewRequest[]) => inbox.accept(requests, 100, 1e6);
  await accept(
    arrived(1, { headers: { "x-odd": ODD }, query: { q: ODD }, method: "PUT" }),
    arrived(2),
    arrived(3, { body: { text: ODD, encoding: "utf8", bytes: 24 } }),
  );
  await inbox.claimRuns({ now: base + 1, limit: 3, leaseMs: LATER });
  await inbox.noteRun(requestId(1), "run-1", base + 2);
  await inbox.settleRuns(
    [
      completed(1, { runId: "run-1", reply: ODD, durationMs: 12.5 }),
      { id: requestId(2), status: "failed", error: ODD, verdicts: [{ step: "run", ok: false }] },
    ],
    base + 3,
  );
  // 3 goes on at this moment: the host may have begun it.
  await inbox.noteRun(requestId(3), "run-3", base + 4);
  await accept(
    arrived(4, { dedupeKeys: ["body:1"] }),
    arrived(5, { status: "rejected", httpStatus: 401, refused: "unproven", dedupeKeys: [] }),
    arrived(6, {
      status: "filtered",
      refused: "proven",
      bodyHash: { sha256: "ab".repeat(32), bytes: 7 },
      body: undefined as never,
    }),
    arrived(7, { body: { text: "AAECAw==", encoding: "base64", bytes: 4 } }),
    arrived(8, { dedupeForMs: 1 }),
  );
  // A group that has ended, and one that others may still join.
  const joins = (number: number, key: string): NewRequest =>
    joiningRequest(number, {
      receivedAt: base + 10,
      dedupeForMs: LATER,
      coalesce: { key, windowMs: LATER, maxWaitMs: LATER, keep: "all" },
    });
  await accept(joins(11, "one"), joins(12, "one"), joins(13, "one"));
  await inbox.claimRuns({ now: base + 3 * LATER, limit: 100, leaseMs: 1 });
  await inbox.settleRuns([completed(13, { runId: "run-13" })], base + 12);
  await accept(joins(14, "two"), joins(15, "two"));
  await accept(
    arrived(16, { items: [arrived(17), arrived(18)] }),
    arrived(19, { replayOf: requestId(1) }),
  );
}
