// The feeds of a log that several Gateways share: whichever of them a receiver reads from, it reads the same.
import type { FeedStore } from "../../feed-store.ts";
import { CountChanges } from "../deliveries/counts.ts";
import { FigureChanges } from "../deliveries/figure-changes.ts";
import { inOurTime } from "../deliveries/rows.ts";
import type { Settling } from "../deliveries/settle.ts";
import type { SharedPorts } from "../inbox/postgres-inbox.ts";
import type { Ask } from "../server/connection.ts";
import { shiftOf } from "../server/server-time.ts";
import { acknowledge, giveUp, turnWaiting } from "./change.ts";
import { readFeed, readStanding } from "./read.ts";

export function sharedFeeds({ connection, clock, instance }: SharedPorts): FeedStore {
  const { ask, transaction } = connection;

  /** Work that settles, at our time `now`. */
  const settling = <Result>(
    now: number,
    work: (within: Ask, settling: Settling) => Promise<Result>,
  ) =>
    transaction(async (within) => {
      const shift = await shiftOf(within, { now: () => now });
      const counts = new CountChanges();
      const figures = new FigureChanges();
      const result = await work(within, { counts, figures, now: Math.floor(now + shift), shift });
      await figures.write(within, instance);
      await counts.write(within, instance);
      return result;
    });

  return {
    async readFeed(query) {
      const page = await readFeed(ask, query);
      if (page.entries.length === 0) return page;
      const shift = await shiftOf(ask, clock);
      const entries = page.entries.map((entry) => ({
        ...entry,
        delivery: inOurTime(entry.delivery, shift),
      }));
      return { ...page, entries };
    },
    async feedStanding(endpoint) {
      const { oldestAt, ...standing } = await readStanding(ask, endpoint);
      if (oldestAt === undefined) return standing;
      return { ...standing, oldestAt: oldestAt - (await shiftOf(ask, clock)) };
    },
    acknowledge: (order) => settling(order.now, (within, work) => acknowledge(within, order, work)),
    giveUpUnread: (order) =>
      settling(order.now, async (within, work) => {
        const given = await giveUp(within, order, work);
        return given.map((delivery) => inOurTime(delivery, work.shift));
      }),
    turnWaiting: (order) => transaction((within) => turnWaiting(within, order)),
  };
}
