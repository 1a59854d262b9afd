// No question to the log may walk a whole table: the plan of every statement is asked for.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPlanReader, type PlanReader } from "../support/plan-reader.ts";
import { arrivals } from "../support/store-samples.ts";

/** Tables of a handful of rows and lists that were given may be walked, and the index of leases once per start. */
const allowedScan =
  /^SCAN (?:endpoints|event_types|totals|feeds|pragma_\w+|\w+ VIRTUAL TABLE|CONSTANT ROW|deliveries USING INDEX deliveries_waiting)\b/u;

describe("query plans", () => {
  let reader: PlanReader;
  beforeAll(async () => {
    reader = await openPlanReader();
    await reader.store.commit(arrivals([1, 2, 3]));
  });
  afterAll(() => reader.dispose());

  test("every statement finds its rows by an index", () => {
    const plans = reader.statements.map((sql) => [sql, reader.planOf(sql)]);
    expect(plans.length).toBeGreaterThan(15);
    const scans = plans.filter(([, plan]) =>
      (plan as string[]).some((line) => line.startsWith("SCAN") && !allowedScan.test(line)),
    );
    expect(scans).toEqual([]);
  });

  test("no statement sorts rows in memory but the few attempts of one delivery", () => {
    const sorting = reader.statements
      .filter((sql) => !sql.includes("FROM attempts") && !sql.includes("FROM endpoints"))
      .filter((sql) => reader.planOf(sql).some((line) => line.includes("TEMP B-TREE")));
    expect(sorting).toEqual([]);
  });

  test.each([
    ["claim", "wake_at <= ?", "deliveries_waiting (endpoint_id=? AND turn=? AND wake_at<?)"],
    ["due times", "min(wake_at)", "deliveries_waiting (endpoint_id=? AND turn=? AND wake_at>?)"],
    [
      "list by endpoint, status and type",
      "deliveries_listed\n       WHERE endpoint_id = ? AND status = ? AND type_id = ? AND seq >= ?",
      "deliveries_listed (endpoint_id=? AND status=? AND type_id=? AND seq>? AND seq<?)",
    ],
    [
      "list by event",
      "event_seq = (SELECT",
      "deliveries_of_event (event_seq=? AND rowid>? AND rowid<?)",
    ],
    [
      "list since a time",
      "FROM deliveries WHERE seq >= ?",
      "INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
    ],
    [
      "the next of a lane",
      "lane = ? AND due_at IS NOT NULL",
      "deliveries_lane (endpoint_id=? AND lane=?)",
    ],
    ["events by time", "FROM events WHERE id > ?", "sqlite_autoindex_events_1 (id>? AND id<?)"],
    [
      "search looks up the rows it is given, one by one,",
      "asked.value",
      "SEARCH d USING INTEGER PRIMARY KEY (rowid=?)\nSEARCH e USING INTEGER PRIMARY KEY (rowid=?)",
    ],
    [
      "figures of a span",
      "FROM figures WHERE width = ? AND at >= ?",
      "PRIMARY KEY (width=? AND at>? AND at<?)",
    ],
    ["figures to age", "ORDER BY at, endpoint_id", "PRIMARY KEY (width=? AND at<?)"],
    [
      "a page of a feed",
      "d.turn >= 3 AND d.seq > ? ORDER BY d.seq",
      "SEARCH d USING INDEX deliveries_feed (endpoint_id=? AND seq>?)\nSEARCH e USING INTEGER PRIMARY KEY (rowid=?)",
    ],
    [
      "what an acknowledgement delivers",
      "turn >= 3 AND seq > ? AND seq <= ?",
      "deliveries_feed (endpoint_id=? AND seq>? AND seq<?)",
    ],
    [
      "the last of a feed",
      "max(seq) AS seq FROM deliveries INDEXED BY deliveries_feed",
      "deliveries_feed (endpoint_id=?)",
    ],
    [
      "the oldest unread of a feed",
      "d.turn = ? AND d.wake_at < ?",
      "deliveries_waiting (endpoint_id=? AND turn=? AND wake_at<?)",
    ],
    ["prune", "updated_at < ?", "deliveries_settled (status=? AND updated_at<?)"],
  ])("%s uses the index made for it", (_name, part, index) => {
    expect(reader.planWith(part)).toContain(index);
  });
});
