// The record of requests: newest first by any filter, by an agent or a text, or one of them. Reads only.
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { RequestFilter, RequestSearch, StoredRequest } from "../../../inbox/inbox.ts";
import { scan } from "../read/bounded-scan.ts";
import { lower } from "../read/lower.ts";
import { newestFirst, type ReadRange } from "../read/newest-first.ts";
import { firstSequenceAt } from "../write/sequence.ts";
import type { SearchReach } from "../../store.ts";
import { contentColumns, requestColumns, requestSource } from "./rows.ts";
import { requestOf, requestStatusCode, requestStatuses } from "../../rows/requests.ts";

/** What a text is looked for in: nothing of what was said. */
const texts = ["r.id", "r.route", "r.peer", "r.error", "r.run_id", "r.duplicate_of", "r.verdicts"];

/** Answers `Inbox.listRequests`, `searchRequests` and `findRequest`. */
export class InboxList {
  readonly #find: StatementSync;
  readonly #read: StatementSync;
  readonly #locate: StatementSync;
  readonly #all: StatementSync;
  readonly #ofStatus: StatementSync;
  readonly #ofRoute: StatementSync;
  readonly #matching: StatementSync;
  readonly #idOf: StatementSync;

  constructor(db: DatabaseSync) {
    this.#find = db.prepare(
      `SELECT ${requestColumns}, ${contentColumns} FROM ${requestSource} WHERE r.id = ?`,
    );
    this.#read = db.prepare(`SELECT ${requestColumns} FROM ${requestSource} WHERE r.seq = ?`);
    this.#locate = db.prepare(
      "SELECT seq, id FROM requests WHERE id <= ? ORDER BY id DESC LIMIT 1",
    );
    // The exact times beside the row numbers: after the clock stepped back, numbers run ahead of it.
    const span =
      "seq >= ? AND received_at >= ? AND received_at < ? AND seq < ? ORDER BY seq DESC LIMIT ?";
    this.#all = db.prepare(`SELECT seq FROM requests WHERE ${span}`);
    this.#ofStatus = db.prepare(
      `SELECT seq FROM requests INDEXED BY requests_by_status WHERE status = ? AND ${span}`,
    );
    this.#ofRoute = db.prepare(
      `SELECT seq FROM requests INDEXED BY requests_listed WHERE route = ? AND status = ? AND ${span}`,
    );
    // In the order of the list that is given.
    this.#matching = db.prepare(
      `SELECT r.seq FROM json_each(?1) asked CROSS JOIN requests r CROSS JOIN request_contents c
       WHERE r.seq = asked.value AND c.seq = r.seq
         AND (?2 IS NULL OR c.job ->> 'agentId' = ?2)
         AND (?3 IS NULL OR ${texts.map((text) => `instr(lower(ifnull(${text}, '')), ?3)`).join(" OR ")}
           OR instr(lower(ifnull(c.job ->> 'sessionKey', '')), ?3))`,
    );
    this.#idOf = db.prepare("SELECT id, received_at FROM requests WHERE seq = ?");
  }

  find(id: string): StoredRequest | undefined {
    const row = this.#find.get(id);
    return row && requestOf(row);
  }

  list(filter: RequestFilter): StoredRequest[] {
    return this.#rows([...this.#sequences(filter).take(filter.limit)]);
  }

  search(filter: RequestSearch): { requests: StoredRequest[] } & SearchReach {
    const { agent = null, text, limit } = filter;
    const wanted = text === undefined ? null : lower(text);
    const { found, scanned, last } = scan(this.#sequences(filter), limit, (sequences) =>
      this.#matching.all(JSON.stringify(sequences), agent, wanted).map((row) => Number(row["seq"])),
    );
    const row = last === undefined ? undefined : this.#idOf.get(last);
    const reach = row && { cursor: String(row["id"]), backTo: Number(row["received_at"]) };
    return { requests: this.#rows(found), scanned, ...reach };
  }

  #rows(sequences: readonly number[]): StoredRequest[] {
    return sequences.flatMap((seq) => {
      const row = this.#read.get(seq);
      // A reader beside a running engine can lose a row to pruning in between.
      return row === undefined ? [] : [requestOf(row)];
    });
  }

  #sequences({ status, route, since = 0, until, before }: RequestFilter): Generator<number> {
    const span = [firstSequenceAt(since), since, until ?? Number.MAX_SAFE_INTEGER];
    const range =
      (statement: StatementSync, ...values: SQLInputValue[]): ReadRange =>
      (to, limit) =>
        statement.all(...values, ...span, to, limit).map((row) => Number(row["seq"]));
    const end = until === undefined ? Number.MAX_SAFE_INTEGER : firstSequenceAt(until);
    const to = before === undefined ? end : Math.min(end, this.#placeOf(before));
    if (status === undefined && route === undefined) return newestFirst([range(this.#all)], to);
    const ranges = (status ?? requestStatuses)
      .map(requestStatusCode)
      .map((code) =>
        route === undefined ? range(this.#ofStatus, code) : range(this.#ofRoute, route, code),
      );
    return newestFirst(ranges, to);
  }

  /** Ids sort by time: where a pruned one stood is known from its neighbour. */
  #placeOf(id: string): number {
    const row = this.#locate.get(id);
    if (row === undefined) return 0;
    return row["id"] === id ? Number(row["seq"]) : Number(row["seq"]) + 1;
  }
}
