// Refused requests, bounded by the bytes they take: the oldest go when new ones come. Opens no transaction.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { MOST_EVICTED, shareOf, type Refused } from "../../../inbox/kept-bytes.ts";
import type { Row } from "../../rows/deliveries.ts";
import type { InboxCounts } from "./counts.ts";
import { refusedCode, refusedKinds, requestStatusOf } from "../../rows/requests.ts";

/** Knows what each kind takes, and makes room. */
export class InboxRefused {
  readonly #counts: InboxCounts;
  readonly #read: StatementSync;
  readonly #add: StatementSync;
  readonly #oldest: StatementSync;
  readonly #delete: StatementSync;
  readonly #deleteContent: StatementSync;

  constructor(db: DatabaseSync, counts: InboxCounts) {
    this.#counts = counts;
    this.#read = db.prepare("SELECT bytes FROM refused_bytes WHERE refused = ?");
    this.#add = db.prepare("UPDATE refused_bytes SET bytes = bytes + ? WHERE refused = ?");
    this.#oldest = db.prepare(
      `SELECT seq, route, status, refused, kept_bytes FROM requests INDEXED BY requests_refused
       WHERE refused = ? ORDER BY seq LIMIT 1`,
    );
    this.#delete = db.prepare("DELETE FROM requests WHERE seq = ?");
    this.#deleteContent = db.prepare("DELETE FROM request_contents WHERE seq = ?");
  }

  /** One was stored: those that it leaves no room for go. */
  added(refused: Refused, bytes: number, maxBytes: number): void {
    this.#add.run(bytes, refusedCode(refused));
    this.#shrink(refused, maxBytes, MOST_EVICTED);
  }

  /** A row of `requests` is about to be deleted by somebody else. */
  deleting(row: Row): void {
    if (row["refused"] === null) return;
    this.#add.run(-Number(row["kept_bytes"]), Number(row["refused"]));
  }

  /** After the bound was lowered. Returns how many went, at most `limit`. */
  shrink(maxBytes: number, limit: number): number {
    let room = limit;
    for (const kind of refusedKinds) room -= this.#shrink(kind, maxBytes, room);
    return limit - room;
  }

  #shrink(refused: Refused, maxBytes: number, limit: number): number {
    const share = shareOf(maxBytes);
    let deleted = 0;
    let bytes = Number(this.#read.get(refusedCode(refused))?.["bytes"]);
    while (bytes > share && deleted < limit) {
      const row = this.#oldest.get(refusedCode(refused));
      if (row === undefined) break;
      this.deleting(row);
      const seq = Number(row["seq"]);
      this.#delete.run(seq);
      this.#deleteContent.run(seq);
      this.#counts.deleted(String(row["route"]), requestStatusOf(row["status"]));
      bytes -= Number(row["kept_bytes"]);
      deleted += 1;
    }
    return deleted;
  }
}
