// What became of deliveries: settled, due again, or revived by hand. Opens no transaction.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { FigureWriter } from "../figures/writer.ts";
import { isOfFeed } from "../feed/positions.ts";
import type { Planned } from "../plan/planned.ts";
import type { PlannedDelivery } from "../plan/planned-delivery.ts";
import type { Attempt, DeliveryStatus } from "../../../record.ts";
import type { DeliveryRows } from "./delivery-rows.ts";
import type { Lanes } from "./lanes.ts";
import {
  attemptColumns,
  attemptValues,
  statusCode,
  statusOf,
  type Row,
} from "../../rows/deliveries.ts";
import type { Settlement } from "../../store.ts";
import type { Totals } from "../read/totals.ts";

const assignAttempt = attemptColumns
  .split(", ")
  .map((column) => `${column} = ?`)
  .join(", ");

export interface SettlementWriterPorts {
  lanes: Lanes;
  totals: Totals;
  figures: FigureWriter;
  rows: DeliveryRows;
  planned: Planned;
}

/**
 * Gives planned deliveries their row, updates those that have one, and keeps the attempt before the last one in
 * `attempts`.
 */
export class SettlementWriter {
  readonly #lanes: Lanes;
  readonly #totals: Totals;
  readonly #figures: FigureWriter;
  readonly #rows: DeliveryRows;
  readonly #planned: Planned;
  readonly #find: StatementSync;
  readonly #keepLastAttempt: StatementSync;
  readonly #settle: StatementSync;
  readonly #giveBack: StatementSync;
  readonly #delete: StatementSync;
  readonly #markUnheard: StatementSync;

  constructor(db: DatabaseSync, ports: SettlementWriterPorts) {
    this.#lanes = ports.lanes;
    this.#totals = ports.totals;
    this.#figures = ports.figures;
    this.#rows = ports.rows;
    this.#planned = ports.planned;
    this.#find = db.prepare(
      "SELECT seq, event_seq, status, attempts, endpoint_id, lane, due_at, lease_until, turn FROM deliveries WHERE id = ?",
    );
    this.#keepLastAttempt = db.prepare(
      `INSERT INTO attempts (delivery_seq, number, ${attemptColumns})
       SELECT seq, attempts, ${attemptColumns} FROM deliveries WHERE seq = ?`,
    );
    this.#settle = db.prepare(
      `UPDATE deliveries SET status = ?, updated_at = ?, due_at = ?, lease_until = NULL, attempts = ?,
         ${assignAttempt} WHERE seq = ?`,
    );
    this.#giveBack = db.prepare(
      "UPDATE deliveries SET status = ?, updated_at = ?, due_at = ?, lease_until = NULL WHERE seq = ?",
    );
    this.#delete = db.prepare("DELETE FROM deliveries WHERE seq = ?");
    this.#markUnheard = db.prepare(
      `UPDATE events SET unheard = 1 WHERE seq = ?1
       AND NOT EXISTS (SELECT 1 FROM deliveries WHERE event_seq = ?1)`,
    );
  }

  /** A delivery that is unknown or settled, and an attempt that is logged already, change nothing. */
  settle(settlement: Settlement, now: number): void {
    const { deliveryId, status, attempt, nextAttemptAt } = settlement;
    if (attempt !== undefined && status !== "unheard") {
      const planned = this.#planned.take(deliveryId);
      if (planned) return this.#settlePlanned(planned, { ...settlement, status, attempt }, now);
    }
    this.#planned.place(deliveryId);
    const row = this.#find.get(deliveryId);
    if (row === undefined || row["due_at"] === null) return;
    if (attempt !== undefined && attempt.number <= Number(row["attempts"])) return;

    const seq = Number(row["seq"]);
    const endpointId = Number(row["endpoint_id"]);
    if (status === "unheard") {
      this.#planned.placeUpTo(Number(row["event_seq"]));
      this.#delete.run(seq);
      this.#markUnheard.run(Number(row["event_seq"]));
      this.#totals.add(endpointId, statusOf(row["status"]), -1);
      if (row["lane"] !== null) this.#lanes.advance(endpointId, String(row["lane"]));
      return;
    }
    const dueAt = dueTimeOf(status, nextAttemptAt, now);
    const code = statusCode(status);
    if (attempt === undefined) {
      this.#giveBack.run(code, now, dueAt, seq);
    } else {
      if (Number(row["attempts"]) > 0) this.#keepLastAttempt.run(seq);
      this.#settle.run(code, now, dueAt, attempt.number, ...attemptValues(attempt), seq);
    }
    this.#totals.move(endpointId, statusOf(row["status"]), status);
    this.#figures.count(endpointId, settlement, now);
    if (dueAt === null && row["lane"] !== null)
      this.#lanes.advance(endpointId, String(row["lane"]));
  }

  #settlePlanned(planned: PlannedDelivery, settlement: TriedSettlement, now: number): void {
    const { status, attempt, nextAttemptAt } = settlement;
    const dueAt = dueTimeOf(status, nextAttemptAt, now);
    const isNew = this.#rows.insertTried(planned, {
      status: statusCode(status),
      now,
      dueAt,
      attempt,
    });
    this.#totals.add(planned.endpointId, "pending", -1);
    if (!isNew) return;
    this.#totals.add(planned.endpointId, status, 1);
    this.#figures.count(planned.endpointId, settlement, now);
  }

  /** Makes it pending and due. False when it is unknown, being sent at this moment, or of a feed: that goes forward only. */
  revive(deliveryId: string, now: number): boolean {
    const row = this.#find.get(deliveryId);
    if (row === undefined || isLeased(row, now) || isOfFeed(row)) return false;
    const seq = Number(row["seq"]);
    const endpointId = Number(row["endpoint_id"]);
    if (row["due_at"] === null && row["lane"] !== null) {
      this.#lanes.rejoin(endpointId, String(row["lane"]), seq);
    }
    const dueAt = row["due_at"] === null ? now : Math.min(Number(row["due_at"]), now);
    this.#giveBack.run(statusCode("pending"), now, dueAt, seq);
    this.#totals.move(endpointId, statusOf(row["status"]), "pending");
    return true;
  }
}

interface TriedSettlement extends Settlement {
  status: DeliveryStatus;
  attempt: Attempt;
}

/** An active delivery always has a due time, or nobody would ever look at it again; a settled one has none. */
function dueTimeOf(status: DeliveryStatus, wish: number | undefined, now: number): number | null {
  return status === "pending" || status === "failed" ? Math.ceil(wish ?? now) : null;
}

function isLeased(row: Row, now: number): boolean {
  return row["lease_until"] !== null && Number(row["lease_until"]) > now;
}
