// Keeps what nobody reads within the log's bounds, and says loudly what is given up.
import type { LogSettings } from "../../config/settings.ts";
import type { Clock } from "../clock.ts";
import type { Outlet } from "../dispatch/outlet.ts";
import type { Delivery } from "../record.ts";
import type { Signals } from "../signals.ts";
import type { Settlement, Store } from "../store/store.ts";
import type { LeftOut } from "./page.ts";
import { waysOf } from "./turn-waiting.ts";

export interface Unread {
  /** `cramped`: so many must go because there is no room, and nothing else is left that may. Returns how many went. */
  tidy: (log: LogSettings, cramped: number) => Promise<number>;
}

export interface UnreadPorts {
  store: Pick<Store, "feedStanding" | "giveUpUnread" | "turnWaiting">;
  clock: Clock;
  signals: Pick<Signals, "emit">;
  outlets: ReadonlyMap<string, Outlet>;
  /** It is given up, and durable. */
  onLeftOut: (outlet: Outlet, leftOut: LeftOut) => void;
  /** Something waits now that was read from a feed before. */
  wake: () => void;
}

/** Rows in a step, as for everything that the janitor does. */
const STEP_ROWS = 100;
const SAY_AGAIN_MS = 10 * 60_000;

const WHY = {
  age: "nobody read it within log.maxAgeDays",
  rows: "more waited to be read than log.maxRows",
  bytes: "the log takes more than log.maxBytes, and it was the oldest that nobody had read",
} as const;

interface Told {
  at: number;
  count: number;
  oldestAt: number;
  error: string;
}

export function createUnread(ports: UnreadPorts): Unread {
  const { store, clock, outlets } = ports;
  const all = new Map<string, Told>();

  async function giveUp(
    outlet: Outlet,
    why: keyof typeof WHY,
    bounds: { createdBefore: number; limit: number },
  ): Promise<number> {
    const error = WHY[why];
    const order = { endpoint: outlet.name, now: clock.now(), error, ...bounds };
    const gone = await store.giveUpUnread(order);
    for (const delivery of gone) {
      const told = all.get(outlet.name) ?? { at: -Infinity, count: 0, oldestAt: Infinity, error };
      told.count += 1;
      told.oldestAt = Math.min(told.oldestAt, delivery.createdAt);
      all.set(outlet.name, { ...told, error });
      ports.onLeftOut(outlet, { delivery, settlement: givenUp(delivery, order) });
    }
    if (gone.length > 0)
      ports.signals.emit("settled", { captured: 0, delivered: 0, failed: 0, dead: gone.length });
    return gone.length;
  }

  async function bound(outlet: Outlet, { maxAgeMs, maxRows }: LogSettings): Promise<number> {
    const createdBefore = clock.now() - maxAgeMs;
    const aged = await giveUp(outlet, "age", { createdBefore, limit: STEP_ROWS });
    const excess = (await store.feedStanding(outlet.name)).waiting - maxRows;
    if (excess <= 0) return aged;
    const limit = Math.min(excess, STEP_ROWS);
    return aged + (await giveUp(outlet, "rows", { createdBefore: Infinity, limit }));
  }

  /** Deliveries that were on their way while the settings changed from one to the other. */
  async function turnStragglers(): Promise<void> {
    const ways = waysOf([...outlets.values()].map(({ prepared }) => prepared.endpoint));
    const turned = await store.turnWaiting({ ...ways, limit: STEP_ROWS });
    if (turned > 0) ports.wake();
  }

  function say(): void {
    const now = clock.now();
    for (const [name, told] of all) {
      if (told.count === 0 || now - told.at < SAY_AGAIN_MS) continue;
      ports.signals.emit("notice", { level: "warn", message: sentence(name, told) });
      all.set(name, { ...told, at: now, count: 0, oldestAt: Infinity });
    }
  }

  return {
    async tidy(log, cramped) {
      let gone = 0;
      await turnStragglers();
      for (const outlet of outlets.values()) {
        if (outlet.prepared.endpoint.feed) gone += await bound(outlet, log);
      }
      const feeds = [...outlets.values()].filter(({ prepared }) => prepared.endpoint.feed);
      if (cramped > 0 && gone === 0) {
        const oldest = await oldestOf(feeds);
        const bounds = { createdBefore: Infinity, limit: Math.min(cramped, STEP_ROWS) };
        if (oldest) gone += await giveUp(oldest, "bytes", bounds);
      }
      say();
      return gone;
    },
  };

  async function oldestOf(feeds: readonly Outlet[]): Promise<Outlet | undefined> {
    let found: { outlet: Outlet; at: number } | undefined;
    for (const outlet of feeds) {
      const { oldestAt: at } = await store.feedStanding(outlet.name);
      if (at !== undefined && at < (found?.at ?? Infinity)) found = { outlet, at };
    }
    return found?.outlet;
  }
}

function givenUp(
  { id, attempts }: Delivery,
  { error, now: at }: { error: string; now: number },
): Settlement {
  const made = { deliveryId: id, number: attempts + 1, at, timings: { total: 0 } };
  return { deliveryId: id, status: "dead", attempt: { ...made, errorClass: "unread", error } };
}

function sentence(name: string, { count, oldestAt, error }: Told): string {
  const events = count === 1 ? "1 event was" : `${count} events were`;
  const since = new Date(oldestAt).toISOString();
  return (
    `endpoint "${name}": ${events} given up unread, the oldest of ${since}: ${error}; its consumer is told that ` +
    "something is missing. See why it does not read (openclaw webhook endpoints), then send what it missed once more " +
    `(openclaw webhook replay)`
  );
}
