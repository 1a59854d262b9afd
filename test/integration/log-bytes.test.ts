// `log.maxBytes` on a real file: the oldest that has ended goes, the file gives its room back, what is pending stays.
import { statSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createJanitor, DEFAULT_LOG } from "../../src/engine/log/janitor.ts";
import { createSignals } from "../../src/engine/signals.ts";
import { openSqliteStore, type SqliteStore } from "../../src/engine/store/sqlite/sqlite-store.ts";
import { sampleRequest } from "../support/inbox-samples.ts";
import { createManualClock } from "../support/manual-clock.ts";
import { temporaryLog } from "../support/sqlite-log.ts";
import { delivered, group, noon, sampleDelivery, sampleEvent } from "../support/store-samples.ts";

const maxBytes = 16_000_000;
const json = JSON.stringify({ text: "x".repeat(50_000) });
const body = { text: json, encoding: "utf8", bytes: json.length } as const;

let store: SqliteStore;
let path: string;
let notices: string[];
let remove: () => Promise<void>;
let stop: () => void;
let clock: ReturnType<typeof createManualClock>;

beforeEach(async () => {
  ({ path, remove } = await temporaryLog());
  store = openSqliteStore({ path, onNotice: () => undefined });
  notices = [];
  const signals = createSignals();
  signals.on("notice", ({ message }) => notices.push(message));
  clock = createManualClock();
  const trouble = { failed: () => undefined, worked: () => undefined, message: () => undefined };
  const log = () => ({ ...DEFAULT_LOG, maxAgeMs: 1e12, maxBytes });
  const janitor = createJanitor({ store, inbox: store.inbox, clock, signals, trouble, log });
  janitor.start();
  stop = janitor.stop;
});

afterEach(async () => {
  stop();
  await store.close();
  await remove();
});

async function fill(from: number, count: number, settledAt?: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => from + index);
  await store.commit(
    group({
      events: numbers.map((number) => ({ ...sampleEvent(number), json })),
      deliveries: numbers.map((number) => sampleDelivery(number)),
    }),
  );
  if (settledAt === undefined) return;
  const settlements = numbers.map((number) => delivered(number));
  await store.commit(group({ now: settledAt, settlements }));
}

async function requests(from: number, count: number, receivedAt: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => from + index);
  const some = { status: "filtered", dedupeKeys: [], body, receivedAt } as const;
  await store.inbox.accept(
    numbers.map((number) => sampleRequest(number, some)),
    1,
  );
}

/** The janitor waits for checkpoints, which another thread makes. */
async function tidyUp(): Promise<void> {
  await clock.advance(60_000);
  for (let step = 0; step < 300; step += 1) {
    await store.caughtUp();
    await new Promise(setImmediate);
    await clock.advance(20);
  }
}

/** Without the write-ahead log, which has a room of its own: 64 MB, or a quarter of a small bound. */
const fileBytes = async (): Promise<number> =>
  (await store.space()).bytes - statSync(`${path}-wal`).size;

it("holds the whole file to it, the oldest of either record first", async () => {
  await fill(1, 200, noon);
  await requests(1, 200, noon + 1);
  await fill(201, 150, noon + 2);
  await tidyUp();
  const kept = async (): Promise<number> => (await store.inbox.listRequests({ limit: 999 })).length;
  const newest = await store.list({ limit: 999 });
  expect(newest).toHaveLength(150);
  expect(newest.at(-1)?.id).toBe("dlv_00000201");
  expect(await kept()).toBeLessThan(200);
  expect(await fileBytes()).toBeLessThan(maxBytes * 0.75);
  expect(notices).toEqual([]);
});

it("deletes nothing that is pending, and says once that it takes too much", async () => {
  await fill(1, 400);
  await tidyUp();
  expect(await store.list({ limit: 999 })).toHaveLength(400);
  expect(notices).toEqual([expect.stringContaining("all that is left in it is pending")]);
});
