// A store on a fresh log, every statement it prepares, and how SQLite would run each of them.
import { openOwned } from "../../src/engine/store/sqlite/file/open.ts";
import { storeOn, type SqliteStore } from "../../src/engine/store/sqlite/sqlite-store.ts";
import { temporaryLog } from "./sqlite-log.ts";

export interface PlanReader {
  store: SqliteStore;
  /** The statements that look for rows: SELECT, UPDATE and DELETE. */
  statements: readonly string[];
  /** Lines of its plan (https://www.sqlite.org/eqp.html). */
  planOf: (sql: string) => string[];
  /** The plan of the first statement that contains `part`. */
  planWith: (part: string) => string;
  dispose: () => Promise<void>;
}

/** `about`: only statements that match it are kept. */
export async function openPlanReader(about = /./u): Promise<PlanReader> {
  const { path, remove } = await temporaryLog();
  const file = openOwned(path, () => undefined);
  const { db } = file;
  const statements: string[] = [];
  const prepare = db.prepare.bind(db);
  db.prepare = (sql) => {
    if (/^\s*(?:SELECT|UPDATE|DELETE)/u.test(sql) && about.test(sql)) statements.push(sql);
    return prepare(sql);
  };
  const store = storeOn(path, file);
  db.prepare = prepare;
  const planOf = (sql: string): string[] =>
    prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((row) => String(row["detail"]));
  return {
    store,
    statements,
    planOf,
    planWith: (part) => planOf(statements.find((sql) => sql.includes(part)) ?? "").join("\n"),
    dispose: async () => {
      await store.close();
      await remove();
    },
  };
}
