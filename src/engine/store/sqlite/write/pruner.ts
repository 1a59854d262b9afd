// Keeps the log within its bounds, a short step at a time. Opens no transaction; active rows stay, unless they are
// named one by one.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { FeedPositions } from "../feed/positions.ts";
import type { Planned } from "../plan/planned.ts";
import type { Lanes } from "./lanes.ts";
import { statusCode, statusOf, type Row } from "../../rows/deliveries.ts";
import type { Store } from "../../store.ts";
import { prepareCounts, type Totals } from "../read/totals.ts";
import type { Counts } from "../../stats.ts";

type PruneQuery = Parameters<Store["prune"]>[0];
type PruneResult = Awaited<ReturnType<Store["prune"]>>;

/** Delivered ones go before dead ones: those may still be wanted. */
const settled = ["delivered", "dead"] as const;

/** A quarter of the file may stay empty for what comes next; beyond that it shrinks. */
const freeShare = 0.25;
/** And so little where the file takes more than it may. */
const crampedShare = 0.02;

const SHRINK_MS = 4;
/** At a time: usually some 0.1 ms each, but where SQLite must look for a page in its list of free ones, over 1 ms. */
const PAGES_GIVEN_BACK = 4;

export interface PrunerPorts {
  planned: Planned;
  lanes: Lanes;
  totals: Totals;
  positions: FeedPositions;
}

/** Deletes settled deliveries, their attempts, and events that nothing refers to. */
export class Pruner {
  readonly #planned: Planned;
  readonly #lanes: Lanes;
  readonly #totals: Totals;
  readonly #positions: FeedPositions;
  readonly #counts: () => Counts;
  readonly #oldest: StatementSync;
  readonly #named: StatementSync;
  readonly #unleased: StatementSync;
  readonly #deleteDelivery: StatementSync;
  readonly #deleteAttempts: StatementSync;
  readonly #deleteOrphan: StatementSync;
  readonly #deleteUnheard: StatementSync;
  readonly #pages: StatementSync;
  readonly #giveBack: StatementSync;

  constructor(db: DatabaseSync, { planned, lanes, totals, positions }: PrunerPorts) {
    this.#planned = planned;
    this.#lanes = lanes;
    this.#positions = positions;
    this.#totals = totals;
    this.#counts = prepareCounts(db);
    this.#oldest = db.prepare(
      `SELECT seq, event_seq, endpoint_id, status, turn FROM deliveries WHERE status = ? AND due_at IS NULL AND updated_at < ?
       ORDER BY updated_at, seq LIMIT ?`,
    );
    this.#named = db.prepare(
      "SELECT seq, event_seq, endpoint_id, status, turn FROM deliveries WHERE id = ? AND due_at IS NULL",
    );
    this.#unleased = db.prepare(
      `SELECT seq, event_seq, status, endpoint_id, lane, turn FROM deliveries
       WHERE id = ? AND due_at IS NOT NULL AND ifnull(lease_until, 0) <= ?`,
    );
    this.#deleteDelivery = db.prepare("DELETE FROM deliveries WHERE seq = ?");
    this.#deleteAttempts = db.prepare("DELETE FROM attempts WHERE delivery_seq = ?");
    this.#deleteOrphan = db.prepare(
      `DELETE FROM events WHERE seq = ?1
       AND NOT EXISTS (SELECT 1 FROM deliveries WHERE event_seq = ?1)`,
    );
    this.#deleteUnheard = db.prepare(
      `DELETE FROM events WHERE seq IN
       (SELECT seq FROM events WHERE unheard = 1 AND at < ? ORDER BY at LIMIT ?)`,
    );
    // A log that was restored from a dump has no incremental vacuum (2): it keeps its size.
    this.#pages = db.prepare(
      `SELECT iif(auto_vacuum = 2, freelist_count, 0) AS free, page_count AS pages,
         page_count * page_size AS bytes
       FROM pragma_auto_vacuum, pragma_freelist_count, pragma_page_count, pragma_page_size`,
    );
    this.#giveBack = db.prepare(`PRAGMA incremental_vacuum(${PAGES_GIVEN_BACK})`);
  }

  /** One step: at most `stepRows` deliveries and unheard events together. */
  step({ olderThan, maxRows, stepRows, extraRows = 0 }: PruneQuery): PruneResult {
    const before = this.#counts();
    let room = stepRows;
    for (const status of settled) room -= this.#delete(status, olderThan, room);

    const aged = stepRows - room;
    let excess = before.delivered + before.dead - aged - maxRows;
    let extra = extraRows;
    for (const status of settled) {
      const most = Math.min(room, Math.max(excess, extra));
      const deleted = this.#delete(status, Number.MAX_SAFE_INTEGER, most);
      room -= deleted;
      excess -= deleted;
      extra -= deleted;
      if (status !== "delivered") continue;
      const unheard = this.#sweepUnheard(Number.MAX_SAFE_INTEGER, Math.min(room, extra));
      room -= unheard;
      extra -= unheard;
    }
    room -= this.#sweepUnheard(olderThan, room);
    return { deleted: stepRows - room, done: room > 0 };
  }

  /** Settled deliveries by id, whatever their age. */
  remove(deliveryIds: readonly string[]): number {
    let removed = 0;
    for (const id of deliveryIds) {
      const row = this.#named.get(id);
      if (row === undefined) continue;
      this.#deleteRow(row);
      removed += 1;
    }
    return removed;
  }

  /** Active deliveries by id; whoever waits behind one of them may go. */
  discard(deliveryIds: readonly string[], now: number): number {
    let discarded = 0;
    for (const id of deliveryIds) {
      const row = this.#unleased.get(id, now);
      if (row === undefined) continue;
      this.#deleteRow(row);
      if (row["lane"] !== null) {
        this.#lanes.advance(Number(row["endpoint_id"]), String(row["lane"]));
      }
      discarded += 1;
    }
    return discarded;
  }

  /** Gives pages back to the file system for a few ms, outside of any transaction; a few pages however slow the disk. */
  shrink(maxFileBytes = Infinity): void {
    const until = performance.now() + SHRINK_MS;
    while (this.isTooEmpty(maxFileBytes)) {
      this.#giveBack.all();
      if (performance.now() >= until) return;
    }
  }

  /** Whether more pages can be given back than may stay empty. */
  isTooEmpty(maxFileBytes = Infinity): boolean {
    const row = this.#pages.get();
    const share = Number(row?.["bytes"]) > maxFileBytes ? crampedShare : freeShare;
    return Number(row?.["free"]) > Number(row?.["pages"]) * share;
  }

  #delete(status: (typeof settled)[number], updatedBefore: number, limit: number): number {
    if (limit <= 0) return 0;
    const rows = this.#oldest.all(statusCode(status), updatedBefore, limit);
    for (const row of rows) this.#deleteRow(row);
    return rows.length;
  }

  /** With its attempts, and with its event when that was the last delivery of it. */
  #deleteRow(row: Row): void {
    const seq = Number(row["seq"]);
    this.#planned.placeUpTo(Number(row["event_seq"]));
    this.#deleteAttempts.run(seq);
    this.#deleteDelivery.run(seq);
    this.#positions.deleted(row);
    this.#totals.add(Number(row["endpoint_id"]), statusOf(row["status"]), -1);
    const orphans = this.#deleteOrphan.run(Number(row["event_seq"])).changes;
    this.#totals.addEvents(-Number(orphans));
  }

  /** An event that nobody heard ages like a settled delivery: a delivery of it may still come. */
  #sweepUnheard(olderThan: number, limit: number): number {
    if (limit <= 0) return 0;
    const deleted = Number(this.#deleteUnheard.run(olderThan, limit).changes);
    this.#totals.addEvents(-deleted);
    return deleted;
  }
}
