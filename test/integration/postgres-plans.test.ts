// What the shared log asks of a large database is answered by its indexes, however much is settled in it.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  postgresStore,
  type PostgresStore,
} from "../../src/engine/store/postgres/postgres-store.ts";
import type { Ask } from "../../src/engine/store/postgres/server/connection.ts";
import { joiningRequest, requestId, sampleRequest } from "../support/inbox-samples.ts";
import { openTestSchema, postgresIsThere, type TestSchema } from "../support/postgres-log.ts";
import { arrivals, delivered, deliveryId, eventId, group, noon } from "../support/store-samples.ts";

const LARGE = ["attempts", "deliveries", "events", "names", "requests"];
const ROWS = 100_000;

interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  Plans?: Plan[];
}

describe.skipIf(!(await postgresIsThere()))("plans of a log with many rows", () => {
  let schema: TestSchema;
  let store: PostgresStore;
  const asked: { sql: string; values: readonly unknown[] }[] = [];

  beforeAll(async () => {
    schema = await openTestSchema();
    const { connection, clock } = schema;
    const noting =
      (ask: Ask): Ask =>
      (sql, values = []) => {
        asked.push({ sql, values });
        return ask(sql, values);
      };
    store = postgresStore({
      connection: {
        ...connection,
        ask: noting(connection.ask),
        transaction: (work) => connection.transaction((ask) => work(noting(ask))),
      },
      clock,
      instance: "node-1",
    });
    await connection.ask(
      `INSERT INTO events (id, type, at, unheard, instance, json)
       SELECT 'evt_9' || lpad(n::text, 7, '0'), 'message.sent', ${noon}, false, 'node-1', '{}' FROM generate_series(1, ${ROWS}) n`,
    );
    await connection.ask(
      `INSERT INTO deliveries (id, event_seq, endpoint, type, status, attempts, created_at, updated_at, due_at, wake_at, turn,
         instance)
       SELECT 'dlv_9' || lpad(seq::text, 7, '0'), seq, 'main', 'message.sent', 2, 1, ${noon} - seq, ${noon} - seq, NULL, NULL,
         0, 'node-1' FROM events`,
    );
    await connection.ask(
      `INSERT INTO attempts (delivery_seq, number, at, total_ms) SELECT seq, 1, ${noon}, 1 FROM deliveries`,
    );
    await connection.ask(
      `INSERT INTO requests (id, route, status, received_at, updated_at, members, method, peer, http_status, verdicts,
         instance, headers, query, names)
       SELECT 'req_9' || lpad(n::text, 7, '0'), 'alert', 7, ${noon} - n, ${noon} - n, 1, 'POST', '127.0.0.1', 202, '[]',
         'node-1', '{}', '{}', '[]' FROM generate_series(1, ${ROWS}) n`,
    );
    await connection.ask(
      `INSERT INTO names SELECT 'alert', sha256(n::text::bytea), 'req_' || n, 7, ${noon} + 1000000 + n
       FROM generate_series(1, ${ROWS}) n`,
    );
    for (const table of LARGE) await connection.ask(`ANALYZE ${table}`);
  }, 120_000);
  afterAll(() => schema.drop());

  /** Of everything that was asked since: which large tables are read from end to end. */
  async function readWhole(): Promise<string[]> {
    const found: string[] = [];
    for (const { sql, values } of asked.splice(0)) {
      if (!/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)/.test(sql)) continue;
      const rows = await schema.connection.ask(`EXPLAIN (FORMAT JSON) ${sql}`, values);
      const plans = (rows[0]?.["QUERY PLAN"] ?? []) as { Plan: Plan }[];
      for (const node of plans.flatMap((each) => nodesOf(each.Plan))) {
        const name = node["Relation Name"] ?? "";
        if (node["Node Type"] === "Seq Scan" && LARGE.includes(name)) {
          found.push(`${name}: ${sql.replaceAll(/\s+/g, " ").slice(0, 160)}`);
        }
      }
    }
    return found;
  }

  const lease = { leaseMs: 1000, limit: 50 };
  const scenes: Record<string, () => Promise<unknown>> = {
    "commits of events, deliveries and settlements": async () => {
      await store.commit(arrivals([1, 2, 3], { lane: "session" }));
      await store.commit(group({ settlements: [delivered(1), delivered(2)] }));
    },
    feeds: async () => {
      const endpoint = "read";
      await store.commit(arrivals([11, 12, 13], { endpoint, feed: true }));
      await store.readFeed({ endpoint, after: 0, limit: 10, maxBytes: 1e6 });
      const { newest: through } = await store.feedStanding(endpoint);
      const rest = { endpoint, limit: 1, now: noon };
      await store.acknowledge({ ...rest, through, tookMs: 0 });
      await store.giveUpUnread({ ...rest, createdBefore: Infinity, error: "nobody read it" });
      await store.turnWaiting({ feeds: [], sent: [endpoint], limit: 10 });
      await store.turnWaiting({ feeds: [endpoint], sent: [], limit: 10 });
      await store.discard([deliveryId(13)], noon);
    },
    claims: async () => {
      await store.claim({ endpoint: "main", now: noon, inOrder: true, ...lease });
      await store.claim({ endpoint: "main", now: noon, inOrder: false, ...lease });
    },
    "due times": () => store.dueTimes(),
    "leases that are given back": () => store.releaseLeases(noon),
    "a retry": () => store.retry([deliveryId(1)], noon),
    "lists and searches": async () => {
      await store.list({ limit: 20 });
      await store.list({ limit: 20, endpoint: "main", status: ["dead"] });
      await store.list({ limit: 20, eventId: eventId(1) });
      await store.show(deliveryId(1));
      await store.findEvent(eventId(1));
      await store.listEvents({ limit: 20 });
      await store.search({ limit: 5, text: "nothing" });
    },
    "what stands": async () => {
      await store.stats();
      await store.figures({ from: noon, to: noon + 60_000, stepMs: 60_000 });
      await store.backlog([]);
      await store.space();
    },
    pruning: async () => {
      await store.prune({ olderThan: 0, maxRows: 1e6, stepRows: 100 });
      await store.prune({ olderThan: noon - ROWS + 50, maxRows: 1e6, stepRows: 100 });
    },
    "requests that come": () =>
      store.inbox.accept([sampleRequest(1), joiningRequest(2), joiningRequest(3)], 1000),
    "runs that are claimed, noted and settled": async () => {
      await store.inbox.claimRuns({ now: noon, ...lease });
      await store.inbox.noteRun(requestId(1), "run-1", noon);
      await store.inbox.settleRuns([{ id: requestId(1), status: "completed" }], noon);
      await store.inbox.nextRunDue();
      await store.inbox.releaseRuns(noon);
    },
    "lists of requests": async () => {
      await store.inbox.listRequests({ limit: 20 });
      await store.inbox.listRequests({ limit: 20, route: "alert", status: ["failed"] });
      await store.inbox.findRequest(requestId(1));
      await store.inbox.searchRequests({ limit: 5, text: "nothing" });
      await store.inbox.oldestEnded();
    },
  };

  test.each(Object.entries(scenes))("%s read no large table whole", async (_name, scene) => {
    asked.length = 0;
    await scene();
    expect(await readWhole()).toEqual([]);
  });

  test("what has ended is counted at a pruning alone, by one Gateway at a time", async () => {
    asked.length = 0;
    await store.inbox.pruneRequests({ olderThan: 0, maxRows: 1e6, stepRows: 10, now: noon });
    const counting = "requests: SELECT count(*) AS ended FROM requests WHERE wake_at IS NULL";
    expect(await readWhole()).toEqual([counting]);
  });
});

function nodesOf(plan: Plan | undefined): Plan[] {
  return plan === undefined ? [] : [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}
