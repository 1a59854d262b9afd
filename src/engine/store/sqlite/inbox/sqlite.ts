// The Inbox on an open SQLite file. Opens and closes nothing: the file belongs to the store.
import type { DatabaseSync } from "node:sqlite";
import type { Inbox } from "../../../inbox/inbox.ts";
import type { Checkpoints } from "../file/checkpoints.ts";
import { InboxChanges } from "./changes.ts";
import { InboxList } from "./list.ts";
import type { Guard } from "../file/store-guard.ts";

/** What can be asked of a log that another process may own. */
export type InboxReader = Pick<Inbox, "findRequest" | "listRequests" | "searchRequests">;

/** The inbox of the owner. */
export function inboxOn(db: DatabaseSync, guard: Guard, checkpoints: Checkpoints): Inbox {
  const changes = new InboxChanges(db, checkpoints);
  return {
    ...inboxReaderOn(db, guard),
    accept: (...given) => guard(() => changes.accept(...given)),
    claimRuns: (query) => guard(() => changes.claim(query)),
    settleRuns: (settlements, now) => guard(() => changes.settle(settlements, now)),
    noteRun: (id, runId, now) => guard(() => changes.note(id, runId, now)),
    noteReading: (id, reading) => guard(() => changes.noteReading(id, reading)),
    sessionLimits: (sessionKey) => guard(() => changes.limitsOf(sessionKey)),
    nextRunDue: () => guard(() => changes.nextDue()),
    releaseRuns: (now) => guard(() => changes.release(now)),
    oldestEnded: () => guard(() => changes.oldestEnded()),
    pruneRequests: (query) => guard(() => changes.prune(query)),
  };
}

export function inboxReaderOn(db: DatabaseSync, guard: Guard): InboxReader {
  const list = new InboxList(db);
  return {
    findRequest: (id) => guard(() => list.find(id)),
    listRequests: (filter) => guard(() => list.list(filter)),
    searchRequests: (filter) => guard(() => list.search(filter)),
  };
}
