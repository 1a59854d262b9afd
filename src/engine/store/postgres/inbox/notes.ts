// What is remembered of a run while it goes on.
import type { StepVerdict } from "../../../inbox/inbox.ts";
import { withVerdicts } from "../../../inbox/verdicts.ts";
import type { Ask } from "../server/connection.ts";
import { textOf } from "../server/text.ts";
import { lockOwn, verdictsOf } from "./active.ts";

/**
 * The run id that the host is about to be asked under, and what its session is held to.
 * @throws StoreError "taken"
 */
export async function noteRun(
  ask: Ask,
  id: string,
  runId: string,
  instance: string,
): Promise<void> {
  const row = await lockOwn(ask, id, instance);
  if (row === undefined) return;
  await ask("UPDATE requests SET run_id = $2 WHERE seq = $1", [row["seq"], runId]);
  await ask(
    `INSERT INTO session_limits (session_key, tools, noted_at)
     SELECT session_key, coalesce(job::json ->> 'tools', '{}'), now_ms() FROM requests
     WHERE seq = $1 AND job IS NOT NULL
     ON CONFLICT (session_key) DO UPDATE SET tools = excluded.tools, noted_at = excluded.noted_at`,
    [row["seq"]],
  );
}

/** @throws StoreError "taken" */
export async function noteReading(
  ask: Ask,
  id: string,
  { prompt, verdict }: { prompt: string; verdict: StepVerdict },
  instance: string,
): Promise<void> {
  const row = await lockOwn(ask, id, instance);
  if (row === undefined) return;
  const job = row["job"] === null ? null : { ...JSON.parse(textOf(row["job"])), prompt };
  await ask("UPDATE requests SET verdicts = $2, job = $3 WHERE seq = $1", [
    row["seq"],
    JSON.stringify(withVerdicts(verdictsOf(row), [verdict])),
    job === null ? null : JSON.stringify(job),
  ]);
}
