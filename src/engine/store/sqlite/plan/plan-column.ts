// `events.plan`: who gets an event, as it was decided when it was committed. Written once and never changed.
import type { DatabaseSync } from "node:sqlite";
import type { PlannedDelivery } from "./planned-delivery.ts";

/** For the column; null where nothing is planned. */
export function writePlan(planned: readonly PlannedDelivery[]): string | null {
  if (planned.length === 0) return null;
  return JSON.stringify(
    planned.map(({ seq, id, endpointId, createdAt, leaseUntil }) => [
      seq,
      id,
      endpointId,
      createdAt,
      leaseUntil,
    ]),
  );
}

const planOf = (index: number): string => `json_extract(p.value, '$[${index}]')`;

// In the order of the tables: the newest events are few.
const unplaced = `SELECT e.seq AS event_seq, e.type_id, ${planOf(0)} AS seq, ${planOf(1)} AS id,
    ${planOf(2)} AS endpoint_id, ${planOf(3)} AS created_at, ${planOf(4)} AS lease_until
  FROM events e CROSS JOIN json_each(e.plan) p
  WHERE e.seq > (SELECT placed FROM totals) AND NOT EXISTS (SELECT 1 FROM deliveries WHERE id = ${planOf(1)})
  ORDER BY e.seq`;

/** What is planned and has no row, by event. */
export function readPlans(db: DatabaseSync): PlannedDelivery[] {
  return db
    .prepare(unplaced)
    .all()
    .map((row) => ({
      seq: Number(row["seq"]),
      id: String(row["id"]),
      eventSeq: Number(row["event_seq"]),
      endpointId: Number(row["endpoint_id"]),
      typeId: Number(row["type_id"]),
      createdAt: Number(row["created_at"]),
      leaseUntil: Number(row["lease_until"]),
    }));
}

/** All events up to this number have their rows. */
export function readPlaced(db: DatabaseSync): number {
  return Number(db.prepare("SELECT placed FROM totals").get()?.["placed"]);
}
