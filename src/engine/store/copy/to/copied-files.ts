// Which files were copied into a shared log, so that none is twice, and that one copy goes on at a time.
import type { Ask, Connection } from "../../postgres/server/connection.ts";
import { formatVersion, migrate, readFormat } from "../../postgres/server/migrations.ts";
import { StoreError } from "../../store-error.ts";

/** Of all databases of a server: whoever copies holds it. */
const COPY_LOCK = 0x6f_63_77_6e;

/**
 * Makes the tables where there are none yet. An older format is that of Gateways that may be running: theirs to change.
 * @throws StoreError
 */
export async function prepareSchema(connection: Connection, schema: string): Promise<void> {
  const found = await readFormat(connection, schema);
  if (found > 0 && found < formatVersion) {
    throw new StoreError(
      "config",
      `the schema ${schema} has the older format ${found}: bring its Gateways to this version of the plugin and start ` +
        `one of them, then it becomes format ${formatVersion}; then run this again`,
    );
  }
  await migrate(connection, schema);
  await connection.ask(
    "CREATE TABLE IF NOT EXISTS copied_files (file text PRIMARY KEY, instance text NOT NULL, done_at bigint NOT NULL)",
  );
}

/**
 * Nobody else copies into this schema meanwhile. One transaction stands open for as long and sees nothing.
 * @throws StoreError "locked" where somebody does.
 */
export async function alone<Result>(
  { transaction }: Connection,
  schema: string,
  work: () => Promise<Result>,
): Promise<Result> {
  return transaction(async (ask) => {
    await ask("SET LOCAL idle_in_transaction_session_timeout = 0");
    const [lock] = await ask("SELECT pg_try_advisory_xact_lock($1, hashtext($2)) AS got", [
      COPY_LOCK,
      schema,
    ]);
    if (lock?.["got"] === true) return work();
    throw new StoreError(
      "locked",
      `another \`store migrate\` is copying into the schema ${schema} at this moment; run this again when it is done`,
    );
  });
}

/** When all of this file was there, ms since the epoch by the server's clock; undefined = it is not. */
export async function readDone(ask: Ask, file: string): Promise<number | undefined> {
  const [row] = await ask("SELECT done_at FROM copied_files WHERE file = $1", [file]);
  return row === undefined ? undefined : Number(row["done_at"]);
}

/** With the last of it: what waits in the file is sent from here. */
export async function noteDone(ask: Ask, file: string, instance: string): Promise<void> {
  await ask("INSERT INTO copied_files VALUES ($1, $2, now_ms())", [file, instance]);
}
