// Planned deliveries as if they had rows: for the questions of `read/`. Reads only.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { eventColumns } from "../write/rows.ts";
import { statusCode, turns, type Row } from "../../rows/deliveries.ts";
import type { PlannedDeliveries, PlannedDelivery } from "./planned-delivery.ts";

export class PlannedRows {
  readonly #planned: PlannedDeliveries;
  readonly #read: StatementSync;
  readonly #eventId: StatementSync;

  constructor(db: DatabaseSync, planned: PlannedDeliveries) {
    this.#planned = planned;
    this.#read = db.prepare(
      `SELECT ?1 AS id, e.id AS event_id, e.type_id, ?2 AS endpoint_id, ${statusCode("pending")} AS status,
         0 AS attempts, NULL AS lane, ${turns.open} AS turn, ?3 AS created_at, ?3 AS updated_at, ?3 AS due_at,
         ${eventColumns}
       FROM events e WHERE e.seq = ?4`,
    );
    this.#eventId = db.prepare("SELECT id FROM events WHERE seq = ?");
  }

  /** With all columns of a delivery and of its event. */
  row({ id, endpointId, createdAt, eventSeq }: PlannedDelivery): Row | undefined {
    return this.#read.get(id, endpointId, createdAt, eventSeq);
  }

  all(): readonly PlannedDelivery[] {
    return this.#planned.all();
  }

  find(deliveryId: string): PlannedDelivery | undefined {
    return this.#planned.find(deliveryId);
  }

  /** Whether it is a delivery of this event. */
  isOf({ eventSeq }: PlannedDelivery, eventId: string): boolean {
    return this.#eventId.get(eventSeq)?.["id"] === eventId;
  }

  bySequence(): ReadonlyMap<number, PlannedDelivery> {
    return new Map(this.#planned.all().map((each) => [each.seq, each]));
  }
}
