// Requests whose run is to come or goes on, locked for a change, and whose they are.
import type { StepVerdict } from "../../../inbox/inbox.ts";
import { StoreError } from "../../store-error.ts";
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

/**
 * The request that this Gateway is about to do something for; undefined = it is unknown, or ended here.
 * @throws StoreError "taken" when another Gateway has it, or has ended it: nothing may be begun for it here.
 */
export async function lockOwn(ask: Ask, id: string, instance: string): Promise<Row | undefined> {
  const [row] = await ask(
    `SELECT seq, verdicts, job, leased_by, wake_at IS NULL AS ended FROM requests WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (row === undefined) return undefined;
  if (row["leased_by"] === instance) return row["ended"] === true ? undefined : row;
  const by = textOf(row["leased_by"]) || "nobody any more";
  throw new StoreError("taken", `the request ${id} went to another Gateway: ${by}`);
}

/** Whether another Gateway has it at this moment. */
export function isOthers(row: Row, instance: string): boolean {
  return row["leased_by"] !== null && row["leased_by"] !== instance;
}

export function verdictsOf(row: Row): StepVerdict[] {
  return JSON.parse(textOf(row["verdicts"])) as StepVerdict[];
}
