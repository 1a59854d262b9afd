// What the log of this machine's Gateway tells about how things stand. Reads only; judges nothing.
import { stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { Endpoint } from "../../../config/settings.ts";
import { rememberedOf } from "../../../engine/dispatch/endpoint-memory.ts";
import { openSqliteReader, type StoreReader } from "../../../engine/store/sqlite/sqlite-store.ts";
import type { Delivery, ErrorClass } from "../../../engine/record.ts";
import type { FeedStanding } from "../../../engine/store/feed-store.ts";
import type { Backlog, StoreStats } from "../../../engine/store/stats.ts";
import type { EndpointState } from "../../../engine/store/store.ts";

export interface LogFacts {
  stats: StoreStats;
  /** Of configured endpoints, as they are configured now. */
  states: readonly EndpointState[];
  /** What waits for endpoints that are not in the config. */
  gone: readonly Backlog[];
  /** One for each configured endpoint. */
  endpoints: readonly EndpointFacts[];
  /** What the log takes of the disk. */
  bytes: number;
  /** Of the disk that the log is on. */
  freeBytes: number;
}

export interface EndpointFacts {
  name: string;
  /** Given up within the last day, newest first, at most `MOST_DEAD`. */
  dead: readonly Delivery[];
  /** Newest first, at most `MOST_RECENT`. */
  recent: readonly Delivery[];
  /** Why the last attempt of the newest of them failed. */
  lastClass?: ErrorClass;
  /** Of one that its receiver reads. */
  feed?: FeedStanding;
}

export const MOST_DEAD = 200;
const MOST_RECENT = 5;
const DAY_MS = 86_400_000;

/** Undefined: there is no log. Throws `StoreError` when there is one that cannot be read. `now` in ms. */
export async function readLogFacts(
  path: string,
  endpoints: readonly Endpoint[],
  now: number,
): Promise<LogFacts | undefined> {
  if (!(await exists(path))) return undefined;
  const reader = openSqliteReader({ path });
  try {
    const disk = await statfs(dirname(path));
    return {
      stats: await reader.stats(),
      states: aboutThese(await reader.endpointStates(), endpoints),
      gone: await reader.backlog(endpoints.map(({ name }) => name)),
      endpoints: await Promise.all(endpoints.map((each) => endpointFacts(reader, each, now))),
      bytes: (await reader.space()).bytes,
      freeBytes: disk.bavail * disk.bsize,
    };
  } finally {
    await reader.close();
  }
}

/** What is remembered of a name whose URL has changed since is about another receiver. */
function aboutThese(
  states: readonly EndpointState[],
  endpoints: readonly Endpoint[],
): EndpointState[] {
  return states.filter((state) => {
    const endpoint = endpoints.find(({ name }) => name === state.name);
    return endpoint !== undefined && rememberedOf(endpoint, state) !== undefined;
  });
}

async function endpointFacts(
  reader: StoreReader,
  { name: endpoint, feed }: Endpoint,
  now: number,
): Promise<EndpointFacts> {
  const since = now - DAY_MS;
  const dead = await reader.list({ endpoint, status: ["dead"], since, limit: MOST_DEAD });
  const tried = ["delivered", "failed", "dead"] as const;
  const recent = await reader.list({ endpoint, status: tried, limit: MOST_RECENT });
  const newest = recent[0] && (await reader.show(recent[0].id));
  const lastClass = newest?.attempts.at(-1)?.errorClass;
  const facts = { name: endpoint, dead, recent, ...(lastClass && { lastClass }) };
  return feed ? { ...facts, feed: await reader.feedStanding(endpoint) } : facts;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
