// Requests whose run is to come or goes on, locked for a change.
import type { StepVerdict } from "../../../inbox/inbox.ts";
import type { Ask, Row } from "../server/connection.ts";
import { textOf } from "../server/text.ts";

export async function lockActive(ask: Ask, ids: readonly string[]): Promise<Map<string, Row>> {
  const rows = await ask(
    `SELECT seq, id, run_id, verdicts, job, leased_by FROM requests WHERE id = ANY($1) AND wake_at IS NOT NULL
     ORDER BY seq FOR UPDATE`,
    [ids],
  );
  return new Map(rows.map((row) => [String(row["id"]), row]));
}

export function verdictsOf(row: Row): StepVerdict[] {
  return JSON.parse(textOf(row["verdicts"])) as StepVerdict[];
}
