// No question to the inbox may walk a table: the plan of every statement is asked for.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleRequest } from "../support/inbox-samples.ts";
import { openPlanReader, type PlanReader } from "../support/plan-reader.ts";

const ofInbox = /\b(?:requests|request_contents|request_names|waiting_lines|request_totals)\b/u;

describe("query plans of the inbox", () => {
  let reader: PlanReader;
  beforeAll(async () => {
    reader = await openPlanReader(ofInbox);
    await reader.store.inbox.accept([sampleRequest(1), sampleRequest(2)], 10);
  });
  afterAll(() => reader.dispose());

  test("every statement finds its rows by an index and sorts none in memory", () => {
    const { statements } = reader;
    expect(statements.length).toBeGreaterThan(25);
    const slow = statements
      .map((sql) => [sql, reader.planOf(sql)] as const)
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
    expect(reader.planWith(part)).toContain(index);
  });
});
