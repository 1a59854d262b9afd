// Keeps the record of requests within its bounds, a short step at a time. Opens no transaction;
// what waits or runs stays, with all that was merged into it.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Inbox, RequestStatus } from "../../../inbox/inbox.ts";
import type { InboxCounts } from "./counts.ts";
import type { InboxNames } from "./names.ts";
import type { InboxRefused } from "./refused.ts";
import { requestStatusCode, requestStatusOf } from "../../rows/requests.ts";
import type { SessionLimits } from "./session-limits.ts";
import type { Row } from "../../rows/deliveries.ts";

type PruneQuery = Parameters<Inbox["pruneRequests"]>[0];
type PruneResult = Awaited<ReturnType<Inbox["pruneRequests"]>>;

/**
 * What strangers can cause goes before what ran, so that a flood drives nothing else out. Merged ones
 * go with their head.
 */
const deletable: readonly RequestStatus[] = [
  "rejected",
  "handshake",
  "filtered",
  "duplicate",
  "completed",
  "failed",
];

const FUTURE = Number.MAX_SAFE_INTEGER;

/** What must be told of each deletion, or is pruned beside it. */
interface Records {
  counts: InboxCounts;
  names: InboxNames;
  refused: InboxRefused;
  limits: SessionLimits;
}

/** Deletes ended requests, and names that need not be remembered. */
export class InboxPruner {
  readonly #counts: InboxCounts;
  readonly #names: InboxNames;
  readonly #limits: SessionLimits;
  readonly #refused: InboxRefused;
  readonly #oldest: StatementSync;
  readonly #members: StatementSync;
  readonly #delete: StatementSync;
  readonly #deleteContent: StatementSync;

  constructor(db: DatabaseSync, { counts, names, refused, limits }: Records) {
    this.#counts = counts;
    this.#names = names;
    this.#refused = refused;
    this.#limits = limits;
    const doomed = `SELECT r.seq, r.id, r.route, r.status, r.updated_at, r.group_seq, r.refused, r.kept_bytes, c.names
       FROM requests r JOIN request_contents c ON c.seq = r.seq`;
    this.#oldest = db.prepare(
      `${doomed} WHERE r.status = ? AND r.wake_at IS NULL AND r.updated_at < ?
       ORDER BY r.updated_at, r.seq LIMIT ?`,
    );
    this.#members = db.prepare(
      `${doomed} WHERE r.group_seq = ? AND r.seq < ? ORDER BY r.seq LIMIT ?`,
    );
    this.#delete = db.prepare("DELETE FROM requests WHERE seq = ?");
    this.#deleteContent = db.prepare("DELETE FROM request_contents WHERE seq = ?");
  }

  /** One step: at most `stepRows` requests and names together. */
  step(query: PruneQuery): PruneResult {
    const { olderThan, maxRows, stepRows, now, maxRejectedBytes = Infinity, extraRows = 0 } = query;
    let room = stepRows;
    room -= this.#refused.shrink(maxRejectedBytes, room);
    for (const status of deletable) room -= this.#prune(status, olderThan, room);

    let excess = Math.max(this.#counts.ended() - maxRows, extraRows - (stepRows - room));
    for (const status of deletable) {
      const deleted = this.#prune(status, FUTURE, Math.min(room, excess));
      room -= deleted;
      excess -= deleted;
    }
    const deleted = stepRows - room;
    if (room > 0) room -= this.#names.forget(now, room);
    if (room > 0) room -= this.#limits.forget(olderThan, room);
    return { deleted, done: room > 0 };
  }

  oldestEnded(): number | undefined {
    const times = deletable.map((status) => this.#oldest.get(requestStatusCode(status), FUTURE, 1));
    const known = times.flatMap((row) => (row === undefined ? [] : [Number(row["updated_at"])]));
    return known.length === 0 ? undefined : Math.min(...known);
  }

  #prune(status: RequestStatus, updatedBefore: number, limit: number): number {
    if (limit <= 0) return 0;
    let room = limit;
    for (const row of this.#oldest.all(requestStatusCode(status), updatedBefore, limit)) {
      if (row["group_seq"] !== null) {
        const members = this.#members.all(Number(row["group_seq"]), Number(row["seq"]), room);
        for (const member of members) this.#remove(member);
        room -= members.length;
      }
      // A head goes last: what was merged into it is found through it.
      if (room === 0) break;
      this.#remove(row);
      room -= 1;
      if (room === 0) break;
    }
    return limit - room;
  }

  #remove(row: Row): void {
    const seq = Number(row["seq"]);
    const route = String(row["route"]);
    const status = requestStatusOf(row["status"]);
    this.#names.noteEnd(
      route,
      String(row["id"]),
      JSON.parse(String(row["names"])) as string[],
      status,
    );
    this.#refused.deleting(row);
    this.#delete.run(seq);
    this.#deleteContent.run(seq);
    this.#counts.deleted(route, status);
  }
}
