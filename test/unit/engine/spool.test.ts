// A database server that is away is a normal day: nothing of that time is lost, and it is told in its order.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openJournal } from "../../../src/engine/store/spool/journal.ts";
import { spooled, type SpooledStore } from "../../../src/engine/store/spool/spooled-store.ts";
import type { Store } from "../../../src/engine/store/store.ts";
import { StoreError } from "../../../src/engine/store/store-error.ts";
import { createManualClock } from "../../support/manual-clock.ts";
import { openMemoryStore } from "../../support/memory-store.ts";
import { arrivals, delivered, deliveryId, group } from "../../support/store-samples.ts";

const signMs = 3000;
const node = { name: "node-1", version: "1", startedAt: 1, seenAt: 2, gone: false };
const described = {
  server: "db:5432/app",
  schema: "s",
  instance: "node-1",
  instances: [],
  hears: false,
};

describe("a store with a spool", () => {
  const clock = createManualClock();
  let directory: string;
  let memory: Store;
  let store: SpooledStore;
  let isAway: boolean;
  let said: (string | undefined)[];
  let lost: string[];
  let arrived: number;
  /** How much was there each time that leases of earlier processes were given back. */
  let takenBack: number[];
  let atSign: () => Promise<void>;
  let word: () => void;

  /** The server's answers, none of them while it is away. */
  function remote(): Store {
    const gone = async (): Promise<never> => {
      throw new StoreError("away", "PostgreSQL: connect ECONNREFUSED");
    };
    return new Proxy(memory, {
      get: (target, name) =>
        isAway && name !== "close"
          ? gone
          : (target as unknown as Record<string | symbol, unknown>)[name],
    });
  }

  function open(): SpooledStore {
    const reached = async (): Promise<void> => {
      if (isAway) throw new StoreError("away", "PostgreSQL: connect ECONNREFUSED");
    };
    const of = remote();
    const whole = Object.fromEntries(
      Object.keys(memory).map((name) => [
        name,
        (...given: unknown[]) =>
          (of as unknown as Record<string, (...g: unknown[]) => unknown>)[name]?.(...given),
      ]),
    ) as unknown as Store;
    return spooled({
      remote: { ...whole, close: async () => undefined },
      journal: openJournal(join(directory, "state", "spool.sqlite")),
      clock,
      arrive: async () => {
        await reached();
        arrived += 1;
      },
      takeBack: async () => {
        await reached();
        takenBack.push((await memory.stats()).pending);
      },
      sign: async () => {
        await atSign();
        await reached();
      },
      signMs,
      onWord: (look) => {
        word = look;
      },
      described,
      describe: async () => {
        await reached();
        return { ...described, instances: [node] };
      },
      onAway: (message) => said.push(message),
      onLost: (message) => lost.push(message),
    });
  }

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "event-webhooks-"));
    memory = openMemoryStore();
    [isAway, said, lost, arrived, takenBack] = [false, [], [], 0, []];
    atSign = async () => undefined;
    store = open();
    await store.start();
  });
  afterEach(async () => {
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });

  const known = async (): Promise<[string, string][]> =>
    (await memory.list({ limit: 100 })).map(({ id, status }) => [id, status]);

  test("is the server's own while that is there", async () => {
    await store.commit(arrivals([1]));
    expect(await known()).toEqual([[deliveryId(1), "pending"]]);
    expect(said).toEqual([]);
  });

  test("keeps what comes while the server is away, and tells it in its order", async () => {
    isAway = true;
    await store.commit(arrivals([1]));
    await store.commit(group({ settlements: [delivered(1)] }));
    await store.saveEndpointState({ name: "main", pausedReason: "moving" });
    expect(await known()).toEqual([]);
    expect(said).toEqual(["PostgreSQL: connect ECONNREFUSED"]);
    await clock.advance(5000);
    isAway = false;
    await clock.advance(1000);
    expect(await known()).toEqual([[deliveryId(1), "delivered"]]);
    expect(await memory.endpointStates()).toEqual([{ name: "main", pausedReason: "moving" }]);
    expect(said).toEqual(["PostgreSQL: connect ECONNREFUSED", undefined]);
  });

  test("keeps it across a crash of the Gateway, also one that starts without the server", async () => {
    isAway = true;
    await store.commit(arrivals([1, 2]));
    // What a kill leaves: the file, and no word.
    const other = open();
    await other.start();
    await other.commit(group({ settlements: [delivered(2)] }));
    await other.commit(arrivals([3], { leaseUntil: clock.now() + 1000 }));
    isAway = false;
    await clock.advance(1000);
    const byId = (one: readonly string[], next: readonly string[]): number =>
      (one[0] ?? "") < (next[0] ?? "") ? -1 : 1;
    expect((await known()).toSorted(byId)).toEqual([
      [deliveryId(1), "pending"],
      [deliveryId(2), "delivered"],
      [deliveryId(3), "pending"],
    ]);
    // The first process takes back nothing, the second one what the first had left, and nothing of its own.
    expect(takenBack).toEqual([0, 2]);
    await other.close();
  });

  test("tells everything once where the server took it and the word of that was lost", async () => {
    await store.close();
    const { commit } = memory;
    memory.commit = async (given) => {
      await commit(given);
      memory.commit = commit;
      isAway = true;
      throw new StoreError("away", "PostgreSQL: Connection terminated unexpectedly");
    };
    store = open();
    await store.start();
    await store.commit({ ...arrivals([1]), settlements: [delivered(1)] });
    isAway = false;
    await clock.advance(1000);
    expect(await memory.stats()).toMatchObject({ delivered: 1, events: 1, pending: 0 });
    expect((await memory.show(deliveryId(1)))?.attempts).toHaveLength(1);
  });

  test("gives nothing to send meanwhile, and calls whoever looks once it is back", async () => {
    await store.commit(arrivals([1]));
    let looked = 0;
    store.watch?.(() => (looked += 1));
    isAway = true;
    const query = {
      endpoint: "main",
      now: clock.now() + 1e9,
      limit: 5,
      leaseMs: 1,
      inOrder: false,
    };
    expect(await store.claim(query)).toEqual([]);
    expect(await store.dueTimes()).toEqual(new Map());
    await expect(store.stats()).rejects.toMatchObject({ code: "away" });
    isAway = false;
    await clock.advance(1000);
    expect(looked).toBe(1);
    expect(await store.claim(query)).toHaveLength(1);
    await clock.advance(2 * signMs);
    expect(looked).toBe(3);
  });

  test("gives up and turns nothing of a feed while the server is away, and says so to who reads it", async () => {
    await store.commit(arrivals([1], { feed: true }));
    const rest = { endpoint: "main", limit: 9 };
    const giveUp = () =>
      store.giveUpUnread({ ...rest, createdBefore: Infinity, now: clock.now(), error: "unread" });
    const read = () => store.readFeed({ ...rest, after: 0, maxBytes: 1e6 });
    isAway = true;
    expect(await giveUp()).toEqual([]);
    expect(await store.turnWaiting({ feeds: [], sent: ["main"], limit: 9 })).toBe(0);
    await expect(read()).rejects.toMatchObject({ code: "away" });
    await expect(store.feedStanding("main")).rejects.toMatchObject({ code: "away" });
    await store.commit(arrivals([2], { feed: true }));
    isAway = false;
    await clock.advance(1000);
    expect((await read()).entries.map(({ delivery }) => delivery.id)).toEqual(
      [1, 2].map(deliveryId),
    );
    expect(await giveUp()).toHaveLength(2);
  });

  test("knows at a start without the server what endpoints were told", async () => {
    await store.saveEndpointState({ name: "main", disabledReason: "answered 410" });
    expect(await store.endpointStates()).toHaveLength(1);
    isAway = true;
    const other = open();
    await other.start();
    expect(await other.endpointStates()).toEqual([
      { name: "main", disabledReason: "answered 410" },
    ]);
    await other.close();
  });

  test("knows what endpoints were told while the server was away, across a crash", async () => {
    await store.saveEndpointState({ name: "main", pausedReason: "old" });
    await store.saveEndpointState({ name: "gone", disabledReason: "answered 410" });
    isAway = true;
    await store.saveEndpointState({ name: "main", pausedReason: "moving" });
    await store.saveEndpointState({ name: "gone" });
    const other = open();
    await other.start();
    expect(await other.endpointStates()).toEqual([{ name: "main", pausedReason: "moving" }]);
    await other.close();
  });

  test("keeps what the server will not take at the moment, whatever its reason", async () => {
    const { commit } = memory;
    memory.commit = async () => {
      throw new StoreError("full", "PostgreSQL: 53100 disk full");
    };
    await store.commit(arrivals([1]));
    expect(await known()).toEqual([]);
    memory.commit = commit;
    await clock.advance(1000);
    expect(await known()).toEqual([[deliveryId(1), "pending"]]);
  });

  test("reaches the server once at a time, however long that takes", async () => {
    const held: (() => void)[] = [];
    atSign = () => new Promise((resolve) => held.push(resolve));
    await clock.advance(signMs);
    expect(held).toHaveLength(1);
    isAway = true;
    await store.commit(arrivals([1]));
    isAway = false;
    await clock.advance(5000);
    expect([arrived, await known()]).toEqual([1, []]);
    held[0]?.();
    await clock.advance(1000);
    expect([arrived, await known()]).toEqual([2, [[deliveryId(1), "pending"]]]);
  });

  test("tells who shares it, and while the server is away what waits for it", async () => {
    expect(await store.shared?.()).toEqual({ ...described, instances: [node], spooled: 0 });
    isAway = true;
    await store.commit(arrivals([1]));
    const away = "PostgreSQL: connect ECONNREFUSED";
    expect(await store.shared?.()).toEqual({ ...described, away, spooled: 1 });
  });

  test("is not held up for ever by what the server will never take", async () => {
    isAway = true;
    await store.commit(arrivals([1]));
    await store.commit(arrivals([2]));
    const { commit } = memory;
    memory.commit = async (given) => {
      if (given.events[0]?.id.endsWith("1")) throw new TypeError("not to be read");
      return commit(given);
    };
    isAway = false;
    await clock.advance(1000);
    expect(await known()).toEqual([[deliveryId(2), "pending"]]);
    expect(lost).toHaveLength(1);
  });

  test("looks at once when another one says that something changed, and not while the server is away", async () => {
    let looks = 0;
    store.watch?.(() => (looks += 1));
    word();
    expect(looks).toBe(1);
    isAway = true;
    await clock.advance(signMs);
    word();
    expect(looks).toBe(1);
  });

  test("reaches the server anew after each time it was away", async () => {
    for (const round of [1, 2]) {
      isAway = true;
      await clock.advance(signMs);
      isAway = false;
      await clock.advance(1000);
      expect(arrived).toBe(1 + round);
    }
  });
});
