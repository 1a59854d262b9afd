// Feeds as a whole: read, kept within bounds, and how each stands.
import type { EndpointHealth } from "../dispatch/endpoint-desk.ts";
import type { Store } from "../store/store.ts";
import { StoreError } from "../store/store-error.ts";
import { createReading, type Reading, type ReadingPorts } from "./reading.ts";
import { createUnread, type Unread, type UnreadPorts } from "./unread.ts";

export interface Feeds extends Pick<Reading, "read">, Unread {
  /** With how far their receivers are, of those that are read. */
  health: (healths: readonly EndpointHealth[]) => Promise<EndpointHealth[]>;
}

export type FeedPorts = ReadingPorts & UnreadPorts & { store: Pick<Store, "feedStanding"> };

export function createFeeds(ports: FeedPorts): Feeds {
  const { read, readAt } = createReading(ports);
  const { tidy } = createUnread(ports);

  /** A database server that is away hides how far a feed is, and nothing else of the health. */
  async function oldestOf(endpoint: string): Promise<number | undefined> {
    try {
      return (await ports.store.feedStanding(endpoint)).oldestAt;
    } catch (error) {
      if (error instanceof StoreError && error.code === "away") return undefined;
      throw error;
    }
  }

  async function withFeed(health: EndpointHealth): Promise<EndpointHealth> {
    const { endpoint } = health;
    if (!ports.outlets.get(endpoint)?.prepared.endpoint.feed) return health;
    const oldestAt = await oldestOf(endpoint);
    const at = readAt(endpoint);
    const feed = {
      ...(oldestAt !== undefined && { oldestAt }),
      ...(at !== undefined && { readAt: at }),
    };
    return { ...health, feed };
  }

  return { read, tidy, health: (healths) => Promise.all(healths.map(withFeed)) };
}
