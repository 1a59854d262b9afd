// What the runs of a session may use, as the last request said that began one. Opens no transaction.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { RunJob } from "../../../inbox/inbox.ts";

/** Outlives the request: what goes on in its session later is held to the same. */
export class SessionLimits {
  readonly #note: StatementSync;
  readonly #find: StatementSync;
  readonly #forget: StatementSync;

  constructor(db: DatabaseSync) {
    this.#note = db.prepare(
      `INSERT INTO session_limits (session_key, tools, noted_at)
       SELECT json_extract(c.job, '$.sessionKey'), ifnull(json_extract(c.job, '$.tools'), '{}'), ?
       FROM requests r JOIN request_contents c ON c.seq = r.seq
       WHERE r.id = ? AND r.wake_at IS NOT NULL AND c.job IS NOT NULL
       ON CONFLICT (session_key) DO UPDATE SET tools = excluded.tools, noted_at = excluded.noted_at`,
    );
    this.#find = db.prepare("SELECT tools FROM session_limits WHERE session_key = ?");
    this.#forget = db.prepare(
      `DELETE FROM session_limits WHERE session_key IN (
         SELECT session_key FROM session_limits WHERE noted_at < ? ORDER BY noted_at LIMIT ?)`,
    );
  }

  /** `id`: of a request that is about to run. */
  note(id: string, now: number): void {
    this.#note.run(now, id);
  }

  find(sessionKey: string): RunJob["tools"] {
    const row = this.#find.get(sessionKey);
    return row === undefined ? undefined : (JSON.parse(String(row["tools"])) as RunJob["tools"]);
  }

  /** Those noted before; returns how many went, at most `limit`. */
  forget(notedBefore: number, limit: number): number {
    return Number(this.#forget.run(notedBefore, limit).changes);
  }
}
