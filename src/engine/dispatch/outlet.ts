// One endpoint's way out: takes leased deliveries from the store or from a fresh commit and starts attempts
// as its governor allows. Knows no other endpoint, so that none can delay another.
import type { PreparedEndpoint } from "../../outbound/prepare.ts";
import type { MakeTry } from "../attempt/attempt.ts";
import type { Clock } from "../clock.ts";
import { createDueTime } from "./due-time.ts";
import type { Governor } from "../pace/governor.ts";
import { createHand, untried, type Held, type MemoryBudget } from "./hand.ts";
import { endpointMark, type EndpointMark } from "../ids.ts";
import type { Effect } from "../attempt/outcome.ts";
import type { Claim, Settlement, Store } from "../store/store.ts";

export interface OutletPorts {
  store: Store;
  clock: Clock;
  budget: MemoryBudget;
  leaseMs: number;
  attempt: MakeTry;
  /** `claim` is absent when the delivery is given back untried. */
  settle: (settlement: Settlement, claim?: Claim) => void;
  /** An attempt started or ended. */
  inFlight: (change: 1 | -1) => void;
  /** Asks for a `pump` at that time. */
  wakeAt: (at: number) => void;
  /** Asks for `dueTime.refreshed` with what the store says. */
  needDueTime: (outlet: Outlet) => void;
  /** An attempt of an event of this type has ended. */
  onEffect: (outlet: Outlet, effect: Effect, eventType: string) => void;
  onStoreError: (error: unknown) => void;
}

export interface Outlet {
  readonly name: string;
  /** Makes the ids of its deliveries. */
  readonly mark: EndpointMark;
  readonly prepared: PreparedEndpoint;
  readonly governor: Governor;
  /** Whether a delivery that is about to be committed may come here without a claim. */
  reserve: () => boolean;
  /** A reserved delivery is durable. */
  accept: (held: Held) => void;
  /** The store holds a delivery that is due at `at`. */
  due: (at: number) => void;
  /** A settlement is durable. */
  settled: (settlement: Settlement) => void;
  /** What the store answered to `needDueTime`. */
  refreshed: (at: number | undefined) => void;
  /** Starts what may start, claims what there is room for. */
  pump: () => void;
  waiting: () => number;
  /** Starts nothing more and gives back what waits; attempts in flight end as they would. */
  retire: () => void;
}

/** Fresh deliveries that may wait in memory; more than that goes through the store. */
const MOST_HANDED = 4096;
/** Claimed deliveries that wait in memory: enough for the time that a claim and a commit take. */
const MOST_CLAIMED = 256;
const RETRY_CLAIM_MS = 1000;
/** Time between the last moment an attempt may start and the end of its lease. */
const LEASE_SLACK_MS = 30_000;

export function createOutlet(
  ports: OutletPorts,
  prepared: PreparedEndpoint,
  governor: Governor,
): Outlet {
  const { clock } = ports;
  const { endpoint } = prepared;
  const inOrder = endpoint.ordering === "session";
  const hand = createHand(ports.budget);
  const dueTime = createDueTime();
  let reserved = 0;
  let claiming = false;
  let claimNotBefore = 0;
  let retired = false;

  // What is held back takes into memory only what it can send now, an endpoint at ease up to `most`.
  function places(now: number, most: number): number {
    const isFree = endpoint.rateLimits === undefined && governor.atEase(now);
    return isFree ? most : governor.room(now);
  }

  function giveBack(held: Held): void {
    ports.settle(untried(held, clock.now()));
  }

  function giveBackAll(): void {
    for (const held of hand.takeAll()) giveBack(held);
  }

  async function run(held: Held): Promise<void> {
    const ended = governor.started(clock.now());
    ports.inFlight(1);
    const tried = await ports.attempt(prepared, held.claim, governor.requests);
    const effect: Effect = tried ? tried.effect : { kind: "none" };
    ended(effect, clock.now());
    if (tried) ports.settle(tried.settlement, held.claim);
    else giveBack(held);
    if (governor.closure() || governor.isParked()) giveBackAll();
    if (effect.kind !== "none" && effect.kind !== "uncounted")
      ports.onEffect(outlet, effect, held.claim.event.type);
    ports.inFlight(-1);
    outlet.pump();
  }

  function start(now: number): void {
    for (let room = governor.room(now); room > 0;) {
      const held = hand.next();
      if (!held) return;
      if (now + endpoint.timeoutMs + LEASE_SLACK_MS >= held.leaseUntil) giveBack(held);
      else {
        void run(held);
        room -= 1;
      }
    }
  }

  function claimLimit(now: number): number {
    if (claiming || dueTime.at() > now || now < claimNotBefore) return 0;
    if (ports.budget.bytes > ports.budget.maxBytes && hand.waiting() + governor.inFlight() > 0)
      return 0;
    const want = places(now, MOST_CLAIMED) - hand.waiting() - reserved;
    const worthIt = hand.waiting() === 0 ? 1 : MOST_CLAIMED / 2;
    return want >= worthIt ? want : 0;
  }

  async function claim(now: number, limit: number): Promise<void> {
    claiming = true;
    dueTime.claimStarts();
    try {
      const query = { endpoint: endpoint.name, now, limit, leaseMs: ports.leaseMs, inOrder };
      const claims = await ports.store.claim(query);
      for (const each of claims) hand.add({ claim: each, leaseUntil: now + ports.leaseMs });
      if (claims.length < limit) {
        dueTime.drained(claims.length === 0 ? now : undefined);
        ports.needDueTime(outlet);
      }
      if (retired) giveBackAll();
    } catch (error) {
      claimNotBefore = clock.now() + RETRY_CLAIM_MS;
      ports.onStoreError(error);
    }
    claiming = false;
    outlet.pump();
  }

  function askToWake(now: number): void {
    if (dueTime.at() === Infinity && hand.waiting() === 0) return;
    const open = governor.wakeAt(now);
    if (open !== undefined) ports.wakeAt(open);
    else if (!governor.closure()) {
      const next = Math.max(dueTime.at(), claimNotBefore);
      if (next > now && next !== Infinity) ports.wakeAt(next);
    }
  }

  const outlet: Outlet = {
    name: endpoint.name,
    mark: endpointMark(endpoint.name),
    prepared,
    governor,
    reserve() {
      const now = clock.now();
      if (retired || inOrder || claiming || dueTime.at() <= now) return false;
      if (ports.budget.bytes > ports.budget.maxBytes) return false;
      if (hand.waiting() + reserved >= places(now, MOST_HANDED)) return false;
      reserved += 1;
      return true;
    },
    accept(held) {
      reserved -= 1;
      hand.add(held);
      if (retired) giveBackAll();
    },
    due: dueTime.note,
    settled: ({ deliveryId }) => hand.forget(deliveryId),
    refreshed: dueTime.refreshed,
    pump() {
      if (retired) return;
      const now = clock.now();
      start(now);
      const limit = claimLimit(now);
      if (limit > 0) void claim(now, limit);
      else askToWake(now);
    },
    waiting: hand.waiting,
    retire() {
      retired = true;
      giveBackAll();
    },
  };
  return outlet;
}
