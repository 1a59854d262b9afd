// Makes events, deliveries and settlements durable in groups: one transaction and one fsync for all that
// gathered while the previous one ran. Sends nothing; what is not committed is kept and tried again.
import type { Clock } from "../clock.ts";
import { rowOf } from "./plan.ts";
import type { Plan } from "./plan.ts";
import type { EventRecord } from "../record.ts";
import type { NewDelivery, Settlement, Store } from "../store/store.ts";
import type { StorageTrouble } from "./storage-trouble.ts";

/** Events of one capture with the deliveries they cause. */
export interface Intake {
  events: readonly EventRecord[];
  plans: readonly Plan[];
  /** They may be stored already: the store says what is still to be sent. */
  again: boolean;
  committed: () => void;
}

/** What is durable now. */
export interface Group {
  now: number;
  leaseUntil: number;
  intakes: readonly Intake[];
  settlements: readonly Settlement[];
}

export interface GroupCommit {
  take: (intake: Intake) => void;
  /** `durable` runs right after the commit that holds it. */
  settle: (settlement: Settlement, durable: () => void) => void;
  /** Resolves when all that was given so far is durable. */
  drained: () => Promise<void>;
  /** Events that are in memory only. */
  waitingEvents: () => number;
  /** Gives up what is not durable yet: storage is about to close. */
  abandon: () => void;
}

export interface GroupCommitPorts {
  store: Store;
  clock: Clock;
  trouble: StorageTrouble;
  leaseMs: number;
  onCommitted: (group: Group) => void;
}

// A longer transaction would hold up the answers that arrive meanwhile.
const MAX_GROUP_ROWS = 1024;
const FULL_GROUP_EVENTS = 256;
// Settlements alone are not urgent: a crash costs one repeated delivery, never a lost one.
const SETTLE_LINGER_MS = 10;
const SETTLE_AT_ONCE = 256;
// Under load a commit is followed by a rest of some times its length: fewer and larger groups leave more of
// the time to the network. An idle engine commits at once.
const REST_PER_COMMIT = 2;
const LONGEST_REST_MS = 10;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5000;

/** What one transaction holds, and what runs once it is durable. */
interface Part {
  intakes: Intake[];
  settlements: Settlement[];
  durables: (() => void)[];
}

export function createGroupCommit(ports: GroupCommitPorts): GroupCommit {
  const { store, clock, trouble } = ports;
  let intakes: Intake[] = [];
  let settlements: Settlement[] = [];
  let durables: (() => void)[] = [];
  let waitingEvents = 0;
  let busy = false;
  let abandoned = false;
  let restUntil = 0;
  let cancelLinger: (() => void) | undefined;
  let drainers: (() => void)[] = [];

  function schedule(): void {
    if (busy || abandoned) return;
    if (intakes.length > 0 || settlements.length >= SETTLE_AT_ONCE || drainers.length > 0) {
      cancelLinger?.();
      cancelLinger = undefined;
      busy = true;
      const waitMs = waitingEvents >= FULL_GROUP_EVENTS ? 0 : restUntil - clock.now();
      // More than the longest rest: the clock was set back meanwhile.
      const isRest = waitMs > 0 && waitMs <= LONGEST_REST_MS;
      if (isRest && drainers.length === 0) clock.after(waitMs, () => void run());
      else clock.soon(() => void run());
    } else if (settlements.length > 0) {
      cancelLinger ??= clock.after(SETTLE_LINGER_MS, () => {
        cancelLinger = undefined;
        busy = true;
        void run();
      });
    }
  }

  async function run(): Promise<void> {
    const startedAt = clock.now();
    const part = gather();
    if (part.intakes.length > 0 || part.settlements.length > 0) await commitUntilDone(part);
    const endedAt = clock.now();
    restUntil = endedAt + Math.min((endedAt - startedAt) * REST_PER_COMMIT, LONGEST_REST_MS);
    busy = false;
    if (intakes.length === 0 && settlements.length === 0) {
      const waiting = drainers;
      drainers = [];
      for (const done of waiting) done();
    }
    schedule();
  }

  function gather(): Part {
    let rows = 0;
    let count = 0;
    for (const intake of intakes) {
      rows += intake.events.length + intake.plans.length;
      count += 1;
      if (rows >= MAX_GROUP_ROWS) break;
    }
    const part = { intakes: intakes.splice(0, count), settlements, durables };
    settlements = [];
    durables = [];
    for (const { plans, again } of part.intakes) {
      if (again) continue;
      for (const plan of plans) plan.handed = plan.outlet.reserve();
    }
    return part;
  }

  async function commitUntilDone(part: Part): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    while (!abandoned) {
      const now = clock.now();
      const { intakes: taken, settlements: settled } = part;
      const group = { intakes: taken, settlements: settled, now, leaseUntil: now + ports.leaseMs };
      try {
        await store.commit(rowsOf(group));
      } catch (error) {
        trouble.failed(error);
        await new Promise<void>((resolve) => clock.after(retryMs, resolve));
        retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
        continue;
      }
      trouble.worked();
      for (const durable of part.durables) durable();
      acknowledge(group);
      return;
    }
  }

  function acknowledge(group: Group): void {
    for (const intake of group.intakes) {
      waitingEvents -= intake.events.length;
      intake.committed();
    }
    ports.onCommitted(group);
  }

  return {
    take(intake) {
      intakes.push(intake);
      waitingEvents += intake.events.length;
      schedule();
    },
    settle(settlement, durable) {
      settlements.push(settlement);
      durables.push(durable);
      schedule();
    },
    drained() {
      return new Promise((resolve) => {
        drainers.push(resolve);
        schedule();
      });
    },
    waitingEvents: () => waitingEvents,
    abandon() {
      abandoned = true;
    },
  };
}

function rowsOf(group: Group): Parameters<Store["commit"]>[0] {
  const events: EventRecord[] = [];
  const deliveries: NewDelivery[] = [];
  for (const intake of group.intakes) {
    for (const event of intake.events) events.push(event);
    for (const plan of intake.plans) deliveries.push(rowOf(plan, group.leaseUntil));
  }
  return { now: group.now, events, deliveries, settlements: group.settlements };
}
