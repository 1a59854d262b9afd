// Deliveries that are due again because somebody says so. Opens no transaction.
import { statusCode, statusOf, turns } from "../../rows/deliveries.ts";
import type { Ask } from "../server/connection.ts";
import type { CountChanges } from "./counts.ts";
import { arrangeLanes, lockLanes, type Lane } from "./lanes.ts";

/** Makes them pending and due; those that are unknown, being sent at this moment, or of a feed stay. Returns how many. */
export async function revive(
  ask: Ask,
  ids: readonly string[],
  counts: CountChanges,
): Promise<number> {
  const rows = await ask(
    `SELECT seq, endpoint, lane, status, wake_at IS NULL AS settled FROM deliveries
     WHERE id = ANY($1) AND (leased_by IS NULL OR wake_at <= now_ms()) AND turn < ${turns.feed} ORDER BY seq
     FOR UPDATE`,
    [ids],
  );
  if (rows.length === 0) return 0;
  const lanes = rows.flatMap((row): Lane[] =>
    row["settled"] === true && typeof row["lane"] === "string"
      ? [{ endpoint: String(row["endpoint"]), lane: row["lane"] }]
      : [],
  );
  await lockLanes(ask, lanes);
  await ask(
    `UPDATE deliveries SET status = ${statusCode("pending")}, updated_at = now_ms(), leased_by = NULL,
       due_at = least(coalesce(due_at, now_ms()), now_ms()), wake_at = least(coalesce(due_at, now_ms()), now_ms())
     WHERE seq = ANY($1)`,
    [rows.map(({ seq }) => seq)],
  );
  for (const row of rows) {
    counts.move(String(row["endpoint"]), statusOf(Number(row["status"])), "pending");
  }
  await arrangeLanes(ask, lanes);
  return rows.length;
}
