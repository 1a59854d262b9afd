// How much there is in the file, and how much of that the shared log has. Changes nothing on either side.
import type { DatabaseSync } from "node:sqlite";
import type { Ask } from "../postgres/server/connection.ts";
import { partsOf } from "./from/parts.ts";
import type { Part } from "./report.ts";

const IN_FILE: Record<Part, string> = {
  events: "SELECT count(*) AS count FROM events",
  deliveries: "SELECT count(*) AS count FROM deliveries",
  attempts:
    "SELECT (SELECT count(*) FROM attempts) + (SELECT count(*) FROM deliveries WHERE attempts > 0) AS count",
  requests: "SELECT count(*) AS count FROM requests",
  names: "SELECT count(*) AS count FROM request_names",
  sessions: "SELECT count(*) AS count FROM session_limits",
  figures: "SELECT count(*) AS count FROM figures",
  endpoints: `SELECT count(*) AS count FROM endpoints WHERE disabled_reason IS NOT NULL OR paused_reason IS NOT NULL
     OR not_before IS NOT NULL OR pauses IS NOT NULL OR failing_since IS NOT NULL`,
};

export const PARTS = Object.keys(IN_FILE) as readonly Part[];

export function countFile(db: DatabaseSync): Record<Part, number> {
  const count = (part: Part): number => Number(db.prepare(IN_FILE[part]).get()?.["count"]);
  return Object.fromEntries(PARTS.map((part) => [part, count(part)])) as Record<Part, number>;
}

const IDS_AT_ONCE = 2000;

/** Of those that have an id: how many of the file's are in the shared log. */
export async function countShared(
  db: DatabaseSync,
  ask: Ask,
): Promise<Pick<Record<Part, number>, "events" | "deliveries" | "attempts" | "requests">> {
  const sums = { events: 0, deliveries: 0, attempts: 0, requests: 0 };
  for (const part of ["events", "deliveries", "requests"] as const) {
    for (const ids of partsOf(idsIn(db, part), IDS_AT_ONCE)) {
      const [row] = await ask(`SELECT ${SHARED[part]} WHERE id = ANY($1)`, [ids]);
      sums[part] += Number(row?.["count"]);
      sums.attempts += Number(row?.["attempts"] ?? 0);
    }
  }
  return sums;
}

const SHARED = {
  events: "count(*) FROM events",
  deliveries: `count(*), coalesce(sum((attempts > 0)::integer
    + (SELECT count(*) FROM attempts a WHERE a.delivery_seq = d.seq)), 0)::bigint AS attempts FROM deliveries d`,
  requests: "count(*) FROM requests",
} as const;

function* idsIn(db: DatabaseSync, table: "events" | "deliveries" | "requests"): Generator<string> {
  for (const row of db.prepare(`SELECT id FROM ${table}`).iterate()) yield String(row["id"]);
}
