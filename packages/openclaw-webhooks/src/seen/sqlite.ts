import { KEEP_MS, LEASE_MS, type Seen, type SeenOptions } from "./seen.ts";

/** What `node:sqlite`, `bun:sqlite` and `better-sqlite3` have in common. */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): {
    run(...values: (string | number)[]): unknown;
    get(...values: (string | number)[]): unknown;
  };
}

/** For all processes that open the same file. Makes the table `webhooks_seen` where it is missing. */
export function sqliteSeen(
  database: SqliteDatabase,
  {
    keepMs = KEEP_MS,
    leaseMs = LEASE_MS,
    now = Date.now,
  }: SeenOptions & { now?: () => number } = {},
): Seen {
  database.exec("PRAGMA busy_timeout = 5000");
  database.exec(
    "CREATE TABLE IF NOT EXISTS webhooks_seen (id TEXT PRIMARY KEY, state TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID",
  );
  database.exec("CREATE INDEX IF NOT EXISTS webhooks_seen_until ON webhooks_seen (until)");
  // One statement, so that of two processes one alone gets a row back.
  const claim = database.prepare(
    "INSERT INTO webhooks_seen (id, state, until) VALUES (?, 'running', ?) ON CONFLICT (id) DO UPDATE SET state = 'running', until = excluded.until WHERE until <= ? RETURNING id",
  );
  const read = database.prepare("SELECT state FROM webhooks_seen WHERE id = ?");
  const done = database.prepare("UPDATE webhooks_seen SET state = 'done', until = ? WHERE id = ?");
  const forget = database.prepare("DELETE FROM webhooks_seen WHERE id = ?");
  const prune = database.prepare("DELETE FROM webhooks_seen WHERE until <= ? AND id <> ?");
  return {
    begin(id) {
      const at = now();
      // Absent is `undefined` in one of the three and `null` in another.
      if ((claim.get(id, at + leaseMs, at) ?? undefined) !== undefined) {
        prune.run(at, id);
        return "new";
      }
      const row = read.get(id) as { state: "running" | "done" } | null | undefined;
      // Gone in between: its handling just failed, and the next attempt will do it.
      return row?.state ?? "running";
    },
    end(id, handled) {
      if (handled) done.run(now() + keepMs, id);
      else forget.run(id);
    },
  };
}
