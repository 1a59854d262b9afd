// No question to the inbox may walk a table: the plan of every statement is asked for.
import type { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openOwned } from "../../src/engine/store/open.ts";
import { storeOn, type SqliteStore } from "../../src/engine/store/sqlite-store.ts";
import { sampleRequest } from "../support/inbox-samples.ts";
import { temporaryLog } from "../support/sqlite-log.ts";

const ofInbox = /\b(?:requests|request_contents|request_names|waiting_lines|request_totals)\b/u;

describe("query plans of the inbox", () => {
  let store: SqliteStore;
  let remove: () => Promise<void>;
  let db: DatabaseSync;
  const statements: string[] = [];

  beforeAll(async () => {
    const log = await temporaryLog();
    ({ remove } = log);
    const file = openOwned(log.path, () => undefined);
    ({ db } = file);
    const prepare = db.prepare.bind(db);
    db.prepare = (sql) => {
      if (/^\s*(?:SELECT|UPDATE|DELETE)/u.test(sql) && ofInbox.test(sql)) statements.push(sql);
      return prepare(sql);
    };
    store = storeOn(log.path, file);
    db.prepare = prepare;
    await store.inbox.accept([sampleRequest(1), sampleRequest(2)], 10);
  });
  afterAll(async () => {
    await store.close();
    await remove();
  });

  const planOf = (sql: string): string[] =>
    db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((row) => String(row["detail"]));

  test("every statement finds its rows by an index and sorts none in memory", () => {
    expect(statements.length).toBeGreaterThan(25);
    const slow = statements
      .map((sql) => [sql, planOf(sql)] as const)
      .filter(([, plan]) =>
        plan.some(
          (line) =>
            (line.startsWith("SCAN") && !line.includes("VIRTUAL TABLE")) ||
            line.includes("TEMP B-TREE"),
        ),
      );
    expect(slow).toEqual([]);
  });

  test.each([
    ["claim", "WHERE wake_at <= ?", "requests_waking (wake_at<?)"],
    ["the next due time", "min(wake_at)", "requests_waking (wake_at>?)"],
    ["release", "SELECT seq, route FROM requests", "requests_by_status (status=?)"],
    ["what may be joined", "head.open_key = ?", "requests_open (route=? AND open_key=?)"],
    [
      "what was merged",
      "r.seq < ? ORDER BY r.seq DESC",
      "requests_group (group_seq=? AND rowid<?)",
    ],
    ["into what it was merged", "AS merged_into", "requests_group (group_seq=?)"],
    ["a name", "n.expires_at > ?", "SEARCH n USING PRIMARY KEY (route=? AND name=?)"],
    ["names to forget", "expires_at <= ?", "request_names_expiry (expires_at<?)"],
    ["the waiting line", "SELECT waiting", "PRIMARY KEY (route=?)"],
    [
      "list by route and status",
      "requests_listed WHERE route = ?",
      "requests_listed (route=? AND status=? AND rowid>? AND rowid<?)",
    ],
    [
      "list by status",
      "requests_by_status WHERE status = ? AND seq",
      "requests_by_status (status=? AND rowid>? AND rowid<?)",
    ],
    [
      "search looks up the rows it is given, one by one,",
      "asked.value",
      "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)\nSEARCH c USING INTEGER PRIMARY KEY (rowid=?)",
    ],
    ["list since a time", "FROM requests WHERE seq >= ?", "PRIMARY KEY (rowid>? AND rowid<?)"],
    ["prune", "r.updated_at < ?", "requests_ended (status=? AND updated_at<?)"],
  ])("%s uses the index made for it", (_name, part, index) => {
    const sql = statements.find((statement) => statement.includes(part));
    expect(planOf(sql ?? "").join("\n")).toContain(index);
  });
});
