// A delivery's row, as it is born: pending, or in the state that its first attempt left it in. Opens no transaction.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { PlannedDelivery } from "../plan/planned-delivery.ts";
import type { Attempt } from "../../../record.ts";
import { attemptColumns, attemptValues, statusCode, turns } from "../../rows/deliveries.ts";

export interface PendingRow {
  seq: number;
  id: string;
  eventSeq: number | bigint;
  endpointId: number;
  typeId: number;
  now: number;
  dueAt: number;
  leaseUntil: number | null;
  turn: number;
  lane: string | null;
}

/** What the first attempt came to. `dueAt`: null = settled. */
export interface FirstResult {
  status: number;
  now: number;
  dueAt: number | null;
  attempt: Attempt;
}

const columns = `seq, id, event_seq, endpoint_id, type_id, status, attempts, created_at, updated_at, due_at`;

export class DeliveryRows {
  readonly #insertPending: StatementSync;
  readonly #insertTried: StatementSync;

  constructor(db: DatabaseSync) {
    // The conflict target is named so that only a repeated id is ignored, nothing else.
    this.#insertPending = db.prepare(
      `INSERT INTO deliveries (${columns}, lease_until, turn, lane)
       VALUES (?, ?, ?, ?, ?, ${statusCode("pending")}, 0, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    );
    const marks = Array.from(attemptColumns.split(", "), () => "?").join(", ");
    this.#insertTried = db.prepare(
      `INSERT INTO deliveries (${columns}, turn, ${attemptColumns})
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${turns.open}, ${marks}) ON CONFLICT (id) DO NOTHING`,
    );
  }

  /** False: there is one of this id. */
  insertPending(row: PendingRow): boolean {
    const { seq, id, eventSeq, endpointId, typeId, now, dueAt, leaseUntil, turn, lane } = row;
    const { changes } = this.#insertPending.run(
      seq,
      id,
      eventSeq,
      endpointId,
      typeId,
      now,
      now,
      dueAt,
      leaseUntil,
      turn,
      lane,
    );
    return changes !== 0;
  }

  /** False: there is one of this id. */
  insertTried(planned: PlannedDelivery, { status, now, dueAt, attempt }: FirstResult): boolean {
    const { seq, id, eventSeq, endpointId, typeId, createdAt } = planned;
    const { changes } = this.#insertTried.run(
      seq,
      id,
      eventSeq,
      endpointId,
      typeId,
      status,
      attempt.number,
      createdAt,
      now,
      dueAt,
      ...attemptValues(attempt),
    );
    return changes !== 0;
  }
}
