// The record of requests: newest first by any filter, or one of them. Reads only.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { RequestFilter, StoredRequest } from "../../inbox/inbox.ts";
import {
  contentColumns,
  requestColumns,
  requestOf,
  requestSource,
  requestStatusCode,
  requestStatuses,
} from "./rows.ts";
import { firstSequenceAt } from "../sequence.ts";

/** Row numbers from `from` up to, not including, `to`. */
interface Span {
  from: number;
  to: number;
  /** Exact arrival: after the clock stepped back, row numbers run ahead of it. */
  since: number;
}

/** Answers `Inbox.listRequests` and `Inbox.findRequest`. */
export class InboxList {
  readonly #find: StatementSync;
  readonly #read: StatementSync;
  readonly #locate: StatementSync;
  readonly #all: StatementSync;
  readonly #ofStatus: StatementSync;
  readonly #ofRoute: StatementSync;

  constructor(db: DatabaseSync) {
    this.#find = db.prepare(
      `SELECT ${requestColumns}, ${contentColumns} FROM ${requestSource} WHERE r.id = ?`,
    );
    this.#read = db.prepare(`SELECT ${requestColumns} FROM ${requestSource} WHERE r.seq = ?`);
    this.#locate = db.prepare(
      "SELECT seq, id FROM requests WHERE id <= ? ORDER BY id DESC LIMIT 1",
    );
    const span = "seq >= ? AND seq < ? AND received_at >= ? ORDER BY seq DESC LIMIT ?";
    this.#all = db.prepare(`SELECT seq FROM requests WHERE ${span}`);
    this.#ofStatus = db.prepare(
      `SELECT seq FROM requests INDEXED BY requests_by_status WHERE status = ? AND ${span}`,
    );
    this.#ofRoute = db.prepare(
      `SELECT seq FROM requests INDEXED BY requests_listed WHERE route = ? AND status = ? AND ${span}`,
    );
  }

  find(id: string): StoredRequest | undefined {
    const row = this.#find.get(id);
    return row && requestOf(row);
  }

  list(filter: RequestFilter): StoredRequest[] {
    return this.#sequences(filter).flatMap((seq) => {
      const row = this.#read.get(seq);
      // A reader beside a running engine can lose a row to pruning in between.
      return row === undefined ? [] : [requestOf(row)];
    });
  }

  #sequences(filter: RequestFilter): number[] {
    const { status, route, limit } = filter;
    const span = this.#span(filter);
    if (status === undefined && route === undefined) return numbers(this.#all, [], span, limit);
    const statement = route === undefined ? this.#ofStatus : this.#ofRoute;
    let found: number[] = [];
    for (const code of (status ?? requestStatuses).map(requestStatusCode)) {
      const range = route === undefined ? [code] : [route, code];
      found = newest([...found, ...numbers(statement, range, span, limit)], limit);
      // Whatever is older than a full page needs no look in the ranges that follow.
      if (found.length === limit) span.from = Math.max(span.from, found.at(-1) ?? 0);
    }
    return found;
  }

  #span({ since = 0, before }: RequestFilter): Span {
    const to = before === undefined ? Number.MAX_SAFE_INTEGER : this.#placeOf(before);
    return { from: firstSequenceAt(since), to, since };
  }

  /** Ids sort by time: where a pruned one stood is known from its neighbour. */
  #placeOf(id: string): number {
    const row = this.#locate.get(id);
    if (row === undefined) return 0;
    return row["id"] === id ? Number(row["seq"]) : Number(row["seq"]) + 1;
  }
}

function numbers(
  statement: StatementSync,
  range: readonly (string | number)[],
  { from, to, since }: Span,
  limit: number,
): number[] {
  return statement.all(...range, from, to, since, limit).map((row) => Number(row["seq"]));
}

function newest(sequences: number[], limit: number): number[] {
  return sequences.sort((one, other) => other - one).slice(0, limit);
}
