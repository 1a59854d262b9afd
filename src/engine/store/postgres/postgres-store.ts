// Two ports on one schema of PostgreSQL, the Store and its Inbox, for any number of Gateways.
import type { Inbox } from "../../inbox/inbox.ts";
import type { Store } from "../store.ts";
import { insertGroup } from "./deliveries/births.ts";
import { CountChanges } from "./deliveries/counts.ts";
import { FigureChanges } from "./deliveries/figure-changes.ts";
import { ageFigures, readFigures, readTotals } from "./deliveries/figures.ts";
import { claim, dueIn, releaseLeases } from "./deliveries/leases.ts";
import {
  findEvent,
  listDeliveries,
  listEvents,
  searchDeliveries,
  showDelivery,
} from "./deliveries/list.ts";
import { discard, prune, remove } from "./deliveries/prune.ts";
import { inOurTime } from "./deliveries/rows.ts";
import { revive } from "./deliveries/revive.ts";
import { settle } from "./deliveries/settle.ts";
import { readBacklog, readSpace, readStates, readStats, saveState } from "./deliveries/standing.ts";
import { sharedFeeds } from "./feed/shared-feeds.ts";
import { postgresInbox, type SharedPorts } from "./inbox/postgres-inbox.ts";
import type { Ask } from "./server/connection.ts";
import { createLostClaims } from "./server/lost-claims.ts";
import { releaseRuns } from "./inbox/runs.ts";
import { shiftOf } from "./server/server-time.ts";

/** `inbox` is open as long as the store is. */
export interface PostgresStore extends Store {
  inbox: Inbox;
  /** What was claimed and not answered, when the connection broke, is due again. */
  giveBackLost: () => Promise<void>;
}

/** The store of one Gateway on a schema that is migrated. Closes the connection with itself. */
export function postgresStore(ports: SharedPorts): PostgresStore {
  const { connection, clock, instance } = ports;
  const { ask, transaction } = connection;
  const lost = createLostClaims();

  /** Work that changes how many there are of each. */
  const counted = <Result>(work: (within: Ask, counts: CountChanges) => Promise<Result>) =>
    transaction(async (within) => {
      const counts = new CountChanges();
      const result = await work(within, counts);
      await counts.write(within, instance);
      return result;
    });

  return {
    commit: (group) =>
      counted(async (within, counts) => {
        // By the clock of now: a group of the spool is told late, and happened when it says.
        const shift = await shiftOf(within, clock);
        const figures = new FigureChanges();
        const now = Math.floor(group.now + shift);
        await insertGroup(within, group, { instance, counts, shift });
        await settle(within, group.settlements, { counts, figures, now, shift });
        await figures.write(within, instance);
      }),
    claim: (query) =>
      lost.heed((took) =>
        transaction(async (within) => {
          const claims = await claim(within, query, instance);
          took(claims.map(({ delivery }) => delivery.id));
          if (claims.length === 0) return [];
          const shift = await shiftOf(within, clock);
          return claims.map(({ delivery, event }) => ({
            delivery: inOurTime(delivery, shift),
            event,
          }));
        }),
      ),
    giveBackLost: () =>
      lost.giveBack(async (ids) => {
        await releaseLeases(ask, instance, ids);
        await releaseRuns(ask, instance, ids);
      }),
    async dueTimes() {
      const left = await dueIn(ask);
      const now = clock.now();
      return new Map([...left].map(([endpoint, ms]) => [endpoint, now + ms]));
    },
    releaseLeases: () => releaseLeases(ask, instance),
    retry: (ids) => counted((within, counts) => revive(within, ids, counts)),
    remove: (ids) => counted((within, counts) => remove(within, ids, counts)),
    discard: (ids) => counted((within, counts) => discard(within, ids, counts)),
    list: (filter) => listDeliveries(ask, filter),
    listEvents: (filter) => listEvents(ask, filter),
    findEvent: (id) => findEvent(ask, id),
    search: (filter) => searchDeliveries(ask, filter),
    show: (id) => showDelivery(ask, id),
    stats: () => readStats(ask),
    figures: (query) => readFigures(ask, query),
    ...sharedFeeds(ports),
    totals: () => readTotals(ask, instance),
    space: () => readSpace(ask),
    backlog: (except) => readBacklog(ask, except),
    endpointStates: async () => readStates(ask, await shiftOf(ask, clock)),
    saveEndpointState: async (state) => saveState(ask, state, await shiftOf(ask, clock)),
    caughtUp: async () => undefined,
    prune: (query) =>
      counted(async (within, counts) => {
        const olderThan = query.olderThan + (await shiftOf(within, clock));
        return prune(within, { ...query, olderThan }, counts);
      }),
    ageFigures: ({ now, stepRows }) =>
      transaction(async (within) => {
        const shift = await shiftOf(within, { now: () => now });
        return ageFigures(within, { now: now + shift, stepRows });
      }),
    close: connection.close,
    inbox: postgresInbox(ports, lost),
  };
}
