// A PostgreSQL that is reached with TLS alone, and on it the role and the schema that docs/store.md tells to make.
import { readFileSync } from "node:fs";
import pg from "pg";
import { startPostgresServer, type PostgresServer } from "./postgres-server.ts";
import { createPrivateCa, type PrivateCa } from "./private-ca.ts";

export interface TlsPostgres {
  /** Who vouches for the server, whose name is `localhost`. */
  authority: PrivateCa;
  server: PostgresServer;
  asSuperuser: (sql: string) => Promise<Record<string, unknown>[]>;
  close: () => Promise<void>;
}

/** `password`: of the role `event_webhooks`; without a quotation mark. */
export async function startTlsPostgres(password: string): Promise<TlsPostgres> {
  const authority = createPrivateCa();
  const server = await startPostgresServer({
    tls: authority.issue("localhost"),
    rules: [
      "hostssl all event_webhooks 127.0.0.1/32 scram-sha-256",
      "hostnossl all event_webhooks all reject",
    ],
  });
  const asSuperuser = async (sql: string): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const { rows } = await client.query(sql);
    await client.end();
    return rows as Record<string, unknown>[];
  };
  await asSuperuser(sqlOfThePage().replace("…", password));
  return {
    authority,
    server,
    asSuperuser,
    async close() {
      await server.close();
      authority.dispose();
    },
  };
}

function sqlOfThePage(): string {
  const page = readFileSync(new URL("../../docs/store.md", import.meta.url), "utf8");
  const [, sql] = /```sql\n([\s\S]*?)```/.exec(page) ?? [];
  if (sql === undefined) throw new Error("docs/store.md has no SQL");
  return sql;
}
