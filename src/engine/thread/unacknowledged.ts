// Events that are not on disk yet, on the Gateway's side: bounded, kept until the engine says they are durable.
// Posts nothing itself.
import type { EventRecord } from "../record.ts";

/** What travels in one message. */
export interface Batch {
  number: number;
  records: EventRecord[];
  bytes: number;
}

export interface QueueBounds {
  maxEvents: number;
  maxBytes: number;
}

export interface Unacknowledged {
  /** False: the bound is reached, the event is refused and counted as lost. */
  add: (record: EventRecord) => boolean;
  /** The next batch to post; undefined when all are posted. */
  nextBatch: () => Batch | undefined;
  committed: (batchNumber: number) => void;
  /** Posted and not acknowledged, oldest first: to post again to an engine that restarted. */
  posted: () => Batch[];
  setBounds: (bounds: QueueBounds) => void;
  events: () => number;
  bytes: () => number;
  /** Events that were refused since the start. */
  lost: () => number;
  /** Resolves when nothing is left; at once when nothing is. */
  empty: () => Promise<void>;
}

// One message of this size takes the Gateway's thread well under a millisecond.
const BATCH_EVENTS = 256;
const BATCH_BYTES = 512 * 1024;

/** What an operator must know: `onFull` once when the bound is reached, `onRoom` once when half is free again. */
export interface QueueNotices {
  onFull: (message: string) => void;
  onRoom: (message: string) => void;
}

/** An empty queue. */
export function createUnacknowledged(
  initial: QueueBounds,
  { onFull, onRoom }: QueueNotices,
): Unacknowledged {
  let bounds = initial;
  let gathered: Batch[] = [];
  const posted = new Map<number, Batch>();
  let lastNumber = 0;
  let events = 0;
  let bytes = 0;
  let lost = 0;
  let lostBefore = 0;
  let full = false;
  let waiters: (() => void)[] = [];

  function batchFor(size: number): Batch {
    const last = gathered.at(-1);
    if (last && last.records.length < BATCH_EVENTS && last.bytes + size <= BATCH_BYTES) return last;
    lastNumber += 1;
    const batch = { number: lastNumber, records: [], bytes: 0 };
    gathered.push(batch);
    return batch;
  }

  function refuse(): false {
    if (!full) {
      full = true;
      lostBefore = lost;
      onFull(fullMessage(bounds));
    }
    lost += 1;
    return false;
  }

  return {
    add(record) {
      const size = record.json.length;
      if (events >= bounds.maxEvents || bytes + size > bounds.maxBytes) return refuse();
      const batch = batchFor(size);
      batch.records.push(record);
      batch.bytes += size;
      events += 1;
      bytes += size;
      return true;
    },
    nextBatch() {
      const batch = gathered.shift();
      if (batch) posted.set(batch.number, batch);
      return batch;
    },
    committed(batchNumber) {
      const batch = posted.get(batchNumber);
      if (!batch) return;
      posted.delete(batchNumber);
      events -= batch.records.length;
      bytes -= batch.bytes;
      if (full && events <= bounds.maxEvents / 2 && bytes <= bounds.maxBytes / 2) {
        full = false;
        onRoom(`events are taken again; ${lost - lostBefore} were lost meanwhile`);
      }
      if (events > 0) return;
      const done = waiters;
      waiters = [];
      for (const resolve of done) resolve();
    },
    posted: () => [...posted.values()],
    setBounds(next) {
      bounds = next;
    },
    events: () => events,
    bytes: () => bytes,
    lost: () => lost,
    empty() {
      if (events === 0) return Promise.resolve();
      return new Promise((resolve) => waiters.push(resolve));
    },
  };
}

function fullMessage({ maxEvents, maxBytes }: QueueBounds): string {
  return (
    `the queue of events that are not on disk is full (${maxEvents} events or ${maxBytes} bytes): ` +
    "new events are lost until the engine has stored some; the health report says why it cannot"
  );
}
