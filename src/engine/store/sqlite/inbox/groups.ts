// Requests that were coalesced: which one others may join, and which ones have joined. Opens no transaction.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { NewRequest, StoredRequest } from "../../../inbox/inbox.ts";
import { contentColumns, requestColumns, requestSource } from "./rows.ts";
import { requestOf, requestStatusCode } from "../../rows/requests.ts";

/** A waiting request whose run has not begun. */
export interface OpenHead {
  seq: number;
  groupSeq: number;
  members: number;
  /** When the first of its group arrived. */
  firstArrivalAt: number;
}

/**
 * A claim carries what was merged, and one run reads it: a group that keeps all takes no more than
 * this and the next arrival begins another one; one that keeps the latest shows the newest of them.
 */
const MAX_MEMBERS = 100;

/** Finds, merges and lists the members of groups. */
export class InboxGroups {
  readonly #find: StatementSync;
  readonly #merge: StatementSync;
  readonly #close: StatementSync;
  readonly #merged: StatementSync;

  constructor(db: DatabaseSync) {
    this.#find = db.prepare(
      `SELECT head.seq, head.group_seq, head.members, first.received_at AS first_at
       FROM requests head JOIN requests first ON first.seq = head.group_seq
       WHERE head.route = ? AND head.open_key = ?`,
    );
    this.#merge = db.prepare(
      `UPDATE requests SET status = ${requestStatusCode("merged")}, wake_at = NULL, open_key = NULL,
         updated_at = ? WHERE seq = ?`,
    );
    this.#close = db.prepare("UPDATE requests SET open_key = NULL WHERE seq = ?");
    this.#merged = db.prepare(
      `SELECT ${requestColumns}, ${contentColumns} FROM ${requestSource}
       WHERE r.group_seq = ? AND r.seq < ? ORDER BY r.seq DESC LIMIT ${MAX_MEMBERS - 1}`,
    );
  }

  find({ route, coalesce }: NewRequest): OpenHead | undefined {
    if (coalesce === undefined) return undefined;
    const row = this.#find.get(route, coalesce.key);
    if (row === undefined) return undefined;
    return {
      seq: Number(row["seq"]),
      groupSeq: Number(row["group_seq"]),
      members: Number(row["members"]),
      firstArrivalAt: Number(row["first_at"]),
    };
  }

  hasRoom(head: OpenHead, { coalesce }: NewRequest): boolean {
    return coalesce?.keep === "latest" || head.members < MAX_MEMBERS;
  }

  /** The head becomes a member of whoever comes next. */
  merge(head: OpenHead, now: number): void {
    this.#merge.run(now, head.seq);
  }

  /** Nobody can join it any more. */
  close(head: OpenHead): void {
    this.#close.run(head.seq);
  }

  /** What was merged into the head of a group, oldest first. */
  merged(groupSeq: number, headSeq: number): StoredRequest[] {
    return this.#merged.all(groupSeq, headSeq).map(requestOf).toReversed();
  }
}
