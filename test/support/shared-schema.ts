// A schema on the PostgreSQL of this machine that nobody has made yet, by the server's own clock.
import { randomUUID } from "node:crypto";
import { systemClock } from "../../src/engine/clock.ts";
import {
  postgresStore,
  type PostgresStore,
} from "../../src/engine/store/postgres/postgres-store.ts";
import { connect, type Connection } from "../../src/engine/store/postgres/server/connection.ts";
import { postgresUrl } from "./postgres-log.ts";

export interface SharedSchema {
  schema: string;
  connection: Connection;
  /** One Gateway's store; it stays open. */
  open: (instance: string) => PostgresStore;
  drop: () => Promise<void>;
}

export function sharedSchema(): SharedSchema {
  const schema = `test_${randomUUID().replaceAll("-", "")}`;
  const connection = connect({ url: postgresUrl, schema, applicationName: "tests" });
  return {
    schema,
    connection,
    open: (instance) => postgresStore({ connection, clock: systemClock, instance }),
    async drop() {
      await connection.ask(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
      await connection.close();
    },
  };
}
