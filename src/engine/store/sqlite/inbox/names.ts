// What a repeated request is known by: its names, and the request that had them first. Opens no transaction.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { NewRequest, RequestStatus } from "../../../inbox/inbox.ts";
import { requestStatusCode, requestStatusOf } from "../../rows/requests.ts";

/** Remembers names for as long as their request asked. */
export class InboxNames {
  readonly #find: StatementSync;
  readonly #remember: StatementSync;
  readonly #noteEnd: StatementSync;
  readonly #expired: StatementSync;
  readonly #delete: StatementSync;

  constructor(db: DatabaseSync) {
    this.#find = db.prepare(
      `SELECT n.request_id, ifnull(r.status, n.ended_as) AS status
       FROM request_names n LEFT JOIN requests r ON r.id = n.request_id
       WHERE n.route = ? AND n.name = ? AND n.expires_at > ?`,
    );
    this.#remember = db.prepare(
      `INSERT INTO request_names (route, name, request_id, expires_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (route, name) DO UPDATE SET
         request_id = excluded.request_id, expires_at = excluded.expires_at, ended_as = NULL`,
    );
    this.#noteEnd = db.prepare(
      "UPDATE request_names SET ended_as = ? WHERE route = ? AND name = ? AND request_id = ?",
    );
    this.#expired = db.prepare(
      "SELECT route, name FROM request_names WHERE expires_at <= ? ORDER BY expires_at LIMIT ?",
    );
    this.#delete = db.prepare("DELETE FROM request_names WHERE route = ? AND name = ?");
  }

  /** The request that any of these names belongs to, and what has become of it. */
  find(request: NewRequest): { of: string; status: RequestStatus } | undefined {
    for (const name of request.dedupeKeys) {
      const row = this.#find.get(request.route, name, request.receivedAt);
      if (row !== undefined) {
        return { of: String(row["request_id"]), status: requestStatusOf(row["status"]) };
      }
    }
    return undefined;
  }

  remember({ id, route, dedupeKeys, receivedAt, dedupeForMs }: NewRequest): void {
    const expiresAt = Math.ceil(receivedAt + dedupeForMs);
    for (const name of dedupeKeys) this.#remember.run(route, name, id, expiresAt);
  }

  /** The request is about to be deleted; its names may live on. */
  noteEnd(route: string, id: string, names: readonly string[], status: RequestStatus): void {
    for (const name of names) this.#noteEnd.run(requestStatusCode(status), route, name, id);
  }

  /** Deletes up to `limit` names that nobody has to remember any more. Returns how many. */
  forget(now: number, limit: number): number {
    const rows = this.#expired.all(now, limit);
    for (const row of rows) this.#delete.run(String(row["route"]), String(row["name"]));
    return rows.length;
  }
}
