// Two ports on one SQLite file, the Store and its Inbox: opens it, and turns synchronous work into promises.
import type { SealedSecrets } from "../../inbox/brought.ts";
import type { Inbox } from "../../inbox/inbox.ts";
import { broughtOn } from "./inbox/brought.ts";
import { inboxOn, inboxReaderOn, type InboxReader } from "./inbox/sqlite.ts";
import { Checkpoints } from "./file/checkpoints.ts";
import { Dictionary } from "./write/names.ts";
import { FeedReader } from "./feed/reader.ts";
import { openForReading, openOfOwner, openOwned, type OpenDatabase } from "./file/open.ts";
import { KeptPlans } from "./plan/kept-plans.ts";
import { Space } from "./read/space.ts";
import { StoreChanges } from "./write/store-changes.ts";
import { failureOf, guardFor, type Guard } from "./file/store-guard.ts";
import { StoreQueries } from "./read/store-queries.ts";
import type { Store } from "../store.ts";
import { StoreError } from "../store-error.ts";

/** The store of the file's owner; `inbox` is open as long as the store is. */
export interface SqliteStore extends Store {
  inbox: Inbox;
  /** Open as long as the store is, too. */
  brought: SealedSecrets;
}

/** What can be asked of a log that another process may own. */
export interface StoreReader extends Pick<
  Store,
  | "list"
  | "search"
  | "show"
  | "findEvent"
  | "stats"
  | "figures"
  | "space"
  | "backlog"
  | "endpointStates"
  | "feedStanding"
  | "close"
> {
  inbox: InboxReader;
}

export interface OpenOptions {
  path: string;
  /** Hears about a damaged log that was set aside. */
  onNotice: (message: string) => void;
  /** This process owns the log already (`ownLog`), and goes on owning it when the store is closed. */
  owned?: boolean;
}

/**
 * Opens the log at `path` as its only owner; its directory becomes 0700, its files 0600.
 * @throws StoreError when it cannot be owned and used; see `StoreError.code`.
 */
export function openSqliteStore({ path, onNotice, owned = false }: OpenOptions): SqliteStore {
  const open = owned ? openOfOwner : openOwned;
  try {
    return storeOn(path, open(path, onNotice));
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "corrupt") throw error;
    // The damage is marked by now: this time the log is checked, and set aside.
    return storeOn(path, open(path, onNotice));
  }
}

/** The store on a file that is open and owned; `path` is what failures name. */
export function storeOn(path: string, file: OpenDatabase): SqliteStore {
  return build(path, file, (opened, guard) => ownerOf(path, opened, guard));
}

/**
 * Opens the log at `path` for reading, also while a Gateway owns it.
 * @throws StoreError "newer-version", or "io" when there is no log or it is of an older format.
 */
export function openSqliteReader({ path }: { path: string }): StoreReader {
  return build(path, openForReading(path), readerOf);
}

function build<Built>(
  path: string,
  file: OpenDatabase,
  from: (file: OpenDatabase, guard: Guard) => Built,
): Built {
  try {
    return from(file, guardFor(path));
  } catch (error) {
    const failure = failureOf(error, path);
    file.close();
    throw failure;
  }
}

function ownerOf(path: string, file: OpenDatabase, guard: Guard): SqliteStore {
  const dictionary = new Dictionary(file.db);
  const checkpoints = new Checkpoints(path, file.db);
  const changes = new StoreChanges(file.db, dictionary, checkpoints);
  const queries = new StoreQueries(file.db, dictionary, changes.planned);
  const space = new Space(file.db);
  const feeds = new FeedReader(file.db, dictionary);
  return {
    commit(group) {
      const commit = (): Promise<void> => guard(() => changes.commit(group));
      return checkpoints.room()?.then(commit) ?? commit();
    },
    claim: (query) => guard(() => changes.claim(query)),
    dueTimes: () => guard(() => changes.dueTimes()),
    releaseLeases: (now) => guard(() => changes.releaseLeases(now)),
    retry: (deliveryIds, now) => guard(() => changes.retry(deliveryIds, now)),
    remove: (deliveryIds) => guard(() => changes.remove(deliveryIds)),
    discard: (deliveryIds, now) => guard(() => changes.discard(deliveryIds, now)),
    list: (filter) => guard(() => queries.list(filter)),
    listEvents: (filter) => guard(() => queries.listEvents(filter)),
    findEvent: (eventId) => guard(() => queries.findEvent(eventId)),
    search: (filter) => guard(() => queries.search(filter)),
    show: (deliveryId) => guard(() => queries.show(deliveryId)),
    stats: () => guard(() => queries.stats()),
    figures: (query) => guard(() => queries.figures(query)),
    totals: () => guard(() => queries.totals()),
    space: () => guard(() => space.read()),
    backlog: (except) => guard(() => queries.backlog(except)),
    endpointStates: () => guard(() => queries.endpointStates()),
    saveEndpointState: (state) => guard(() => changes.saveEndpointState(state)),
    caughtUp: () => checkpoints.idle(),
    prune: (query) => guard(() => changes.prune(query)),
    ageFigures: (query) => guard(() => changes.ageFigures(query)),
    readFeed: (query) => guard(() => feeds.read(query)),
    feedStanding: (endpoint) => guard(() => feeds.standing(endpoint)),
    acknowledge: (order) => guard(() => changes.acknowledge(order)),
    giveUpUnread: (order) => guard(() => changes.giveUpUnread(order)),
    turnWaiting: (order) => guard(() => changes.turnWaiting(order)),
    async close() {
      await checkpoints.end();
      await guard(file.close);
    },
    inbox: inboxOn(file.db, guard, checkpoints),
    brought: broughtOn(file.db, guard, checkpoints),
  };
}

function readerOf(file: OpenDatabase, guard: Guard): StoreReader {
  const dictionary = new Dictionary(file.db);
  const plans = new KeptPlans(file.db);
  const queries = new StoreQueries(file.db, dictionary, plans);
  const space = new Space(file.db);
  const feeds = new FeedReader(file.db, dictionary);
  const ask = <Answer>(question: () => Answer): Promise<Answer> =>
    guard(() => {
      // All of one moment: an owner beside it goes on writing.
      file.db.exec("BEGIN");
      try {
        // It may have met new names since.
        dictionary.reload();
        plans.reload();
        return question();
      } finally {
        file.db.exec("COMMIT");
      }
    });
  return {
    list: (filter) => ask(() => queries.list(filter)),
    search: (filter) => ask(() => queries.search(filter)),
    findEvent: (eventId) => ask(() => queries.findEvent(eventId)),
    show: (deliveryId) => ask(() => queries.show(deliveryId)),
    stats: () => ask(() => queries.stats()),
    figures: (query) => ask(() => queries.figures(query)),
    space: () => ask(() => space.read()),
    backlog: (except) => ask(() => queries.backlog(except)),
    endpointStates: () => ask(() => queries.endpointStates()),
    feedStanding: (endpoint) => ask(() => feeds.standing(endpoint)),
    close: () => guard(file.close),
    inbox: inboxReaderOn(file.db, guard),
  };
}
