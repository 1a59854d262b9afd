// Connections to one PostgreSQL: questions, and work that is done whole or not at all. Knows no table.
import pg from "pg";
import { asStoreError, isAnswer, isWorthAnother } from "./failure.ts";

export type Row = Record<string, unknown>;

/** Rows of one statement; failures come as they are. */
export type Ask = (sql: string, values?: readonly unknown[]) => Promise<Row[]>;

export interface Connection {
  /** One statement, a transaction of its own. Throws StoreError. */
  ask: Ask;
  /** Gives back what `work` gave, once it is committed; done again where the server asks for that. Throws StoreError. */
  transaction: <Result>(work: (ask: Ask) => Promise<Result>) => Promise<Result>;
  close: () => Promise<void>;
}

export interface ConnectionOptions {
  /** `postgres://user:password@host:port/database?…` */
  url: string;
  /** Of our own tables; a lower-case name of letters, digits and `_`. */
  schema: string;
  /** What `pg_stat_activity` shows. */
  applicationName: string;
  ssl?: pg.ClientConfig["ssl"];
  maxConnections?: number;
}

/** Ms. */
export const CONNECT_TIMEOUT_MS = 5000;
/** A server that takes a question and never answers is away. */
const ANSWER_TIMEOUT_MS = 15_000;
const TRIES = 4;

const INT8 = 20;

/** Opens nothing until it is first asked. */
export function connect(options: ConnectionOptions): Connection {
  const { schema } = options;
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.maxConnections ?? 4,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
    allowExitOnIdle: true,
    ...(options.ssl !== undefined && { ssl: options.ssl }),
    types: { getTypeParser: typeParser as typeof pg.types.getTypeParser },
  });
  // A connection that breaks while nobody uses it is replaced at the next question.
  pool.on("error", () => undefined);
  // With the transaction, not with the connection: a pooler such as pgbouncer gives each one another connection.
  const begin = `BEGIN; SET LOCAL search_path = ${schema}; SET LOCAL statement_timeout = ${ANSWER_TIMEOUT_MS};
    SET LOCAL idle_in_transaction_session_timeout = ${ANSWER_TIMEOUT_MS}`;

  async function once<Result>(work: (ask: Ask) => Promise<Result>): Promise<Result> {
    const client = await pool.connect();
    let broken: Error | undefined;
    // One that breaks between two questions says so by an event, which nobody else listens to.
    const noteBreak = (error: Error): void => {
      broken = error;
    };
    client.on("error", noteBreak);
    const ask: Ask = async (sql, values = []) => (await client.query(sql, [...values])).rows;
    try {
      await client.query(begin);
      const result = await work(ask);
      await client.query("COMMIT");
      return result;
    } catch (error) {
      // One that says nothing any more is closed: to ask it for a rollback would wait once more.
      if (isAnswer(error)) {
        await client.query("ROLLBACK").catch((failure: Error) => {
          broken = failure;
        });
      } else broken = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      client.off("error", noteBreak);
      client.release(broken);
    }
  }

  async function transaction<Result>(work: (ask: Ask) => Promise<Result>): Promise<Result> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await once(work);
      } catch (error) {
        if (tried < TRIES && isWorthAnother(error)) continue;
        throw asStoreError(error);
      }
    }
  }

  return {
    ask: (sql, values) => transaction((ask) => ask(sql, values)),
    transaction,
    close: () => pool.end(),
  };
}

/** Our numbers are times and counts, all of them exact as a double. */
function typeParser(oid: number, format?: "text" | "binary"): (value: string) => unknown {
  if (oid === INT8) return Number;
  return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
}
