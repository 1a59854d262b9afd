// What a database was made to write: bytes of its log (WAL) and transactions. Of a server that does nothing else.
import { setTimeout } from "node:timers/promises";
import pg from "pg";

export interface Written {
  walBytes: number;
  commits: number;
}

/** A connection tells its counts when it ends: ask once all others have. */
const TELL_MS = 1500;

export async function readWritten(url: string): Promise<Written> {
  await setTimeout(TELL_MS);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    `SELECT pg_current_wal_lsn() - '0/0' AS wal, xact_commit AS commits FROM pg_stat_database
     WHERE datname = current_database()`,
  );
  await client.end();
  const row = rows[0] as { wal: string; commits: string };
  return { walBytes: Number(row.wal), commits: Number(row.commits) };
}
