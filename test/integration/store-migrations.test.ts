// A log that an earlier version wrote, opened by this one: nothing of it is lost.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { formatVersion, migrate } from "../../src/engine/store/sqlite/file/migrations.ts";
import { openSqliteStore } from "../../src/engine/store/sqlite/sqlite-store.ts";
import { sampleRequest } from "../support/inbox-samples.ts";
import { arrivals, delivered, deliveryId, group, noon } from "../support/store-samples.ts";

let directory = "";

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "event-webhooks-"));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Status codes and columns as the first format had them: one delivery of each status, for two endpoints. */
const FORMAT_ONE_ROWS = `
  INSERT INTO endpoints (id, name, disabled_reason) VALUES (1, 'crm', NULL), (2, 'slack', 'gone');
  INSERT INTO event_types VALUES (1, 'message.sent');
  INSERT INTO events (seq, id, type_id, at, unheard, json) VALUES
    (1, 'evt_00000001', 1, ${noon}, 0, '{"n":1}'), (2, 'evt_00000002', 1, ${noon}, 0, '{"n":2}');
  INSERT INTO deliveries (seq, id, event_seq, endpoint_id, type_id, status, attempts, created_at, updated_at,
    due_at, blocked) VALUES
    (1, 'dlv_00000001', 1, 1, 1, 0, 0, ${noon}, ${noon}, ${noon}, 0),
    (2, 'dlv_00000002', 1, 2, 1, 1, 1, ${noon}, ${noon}, ${noon}, 0),
    (3, 'dlv_00000003', 2, 1, 1, 2, 1, ${noon}, ${noon}, NULL, 0),
    (4, 'dlv_00000004', 2, 2, 1, 3, 3, ${noon}, ${noon}, NULL, 0);
  UPDATE totals SET pending = 1, failed = 1, delivered = 1, dead = 1, events = 2;
`;

describe("a log of the first format", () => {
  test.each(Array.from({ length: formatVersion }, (_, step) => step + 1))(
    "comes through format %i with its deliveries, counts and states, and takes requests",
    async (format) => {
      const path = join(directory, "log.sqlite");
      const old = new DatabaseSync(path);
      migrate(old, 1);
      old.exec(FORMAT_ONE_ROWS);
      migrate(old, format);
      old.close();

      const store = openSqliteStore({ path, onNotice: () => undefined });
      try {
        expect(await store.stats()).toMatchObject({
          pending: 1,
          failed: 1,
          delivered: 1,
          dead: 1,
          events: 2,
        });
        const rows = await store.list({ limit: 10 });
        expect(rows.map(({ id, endpoint, status }) => [id, endpoint, status])).toEqual([
          ["dlv_00000004", "slack", "dead"],
          ["dlv_00000003", "crm", "delivered"],
          ["dlv_00000002", "slack", "failed"],
          ["dlv_00000001", "crm", "pending"],
        ]);
        expect(await store.endpointStates()).toMatchObject([
          { name: "slack", disabledReason: "gone" },
        ]);
        const claims = await store.claim({
          endpoint: "crm",
          now: noon,
          limit: 10,
          leaseMs: 1000,
          inOrder: false,
        });
        expect(claims.map(({ delivery }) => delivery.id)).toEqual(["dlv_00000001"]);
        expect(await store.inbox.accept([sampleRequest(1)], 10)).toEqual([{ kind: "stored" }]);
      } finally {
        await store.close();
      }
    },
  );
});

test("what was refused before there was a bound counts toward it", async () => {
  const path = join(directory, "log.sqlite");
  const old = new DatabaseSync(path);
  migrate(old, 5);
  const body = "x".repeat(10_000);
  for (const seq of [1, 2, 3]) {
    old.exec(`
      INSERT INTO requests (seq, id, route, status, received_at, updated_at, started, members, method, peer,
        http_status, verdicts)
        VALUES (${seq}, 'req_0000000${seq}', 'alert', 0, ${noon}, ${noon}, 0, 1, 'POST', '::1', 401, '[]');
      INSERT INTO request_contents (seq, headers, query, names, body_encoding, body_bytes, body)
        VALUES (${seq}, '{}', '{}', '[]', 'utf8', 10000, '${body}');
    `);
  }
  old.exec("UPDATE request_totals SET ended = 3");
  old.close();

  const store = openSqliteStore({ path, onNotice: () => undefined });
  try {
    const refused = sampleRequest(9, { status: "rejected", refused: "unproven" });
    await store.inbox.accept([refused], 10, 30_000);
    const left = await store.inbox.listRequests({ limit: 10 });
    expect(left.map(({ id }) => id)).toEqual(["req_00000009", "req_00000003"]);
  } finally {
    await store.close();
  }
});

test("a log of format 7 opens with all that was pending in it, whoever was at work on it", async () => {
  const path = join(directory, "log.sqlite");
  const old = new DatabaseSync(path);
  // Written by the code of that format: of eight deliveries one is settled each way, and three are leased.
  old.exec(readFileSync(new URL("../../fixtures/logs/format-7.sql", import.meta.url), "utf8"));
  old.close();
  const store = openSqliteStore({ path, onNotice: () => undefined });
  try {
    const before = (await store.list({ limit: 20 })).map(({ id, status }) => [id, status]);
    expect(before).toEqual([
      [deliveryId(51), "pending"],
      [deliveryId(8), "pending"],
      [deliveryId(7), "pending"],
      [deliveryId(6), "pending"],
      [deliveryId(5), "pending"],
      [deliveryId(4), "pending"],
      [deliveryId(3), "dead"],
      [deliveryId(2), "failed"],
      [deliveryId(1), "delivered"],
    ]);
    expect(await store.releaseLeases(noon + 10_000)).toBe(3);
    const query = { now: noon + 10_000, limit: 20, leaseMs: 1000 };
    const claim = async (endpoint: string, inOrder: boolean): Promise<string[]> =>
      (await store.claim({ ...query, endpoint, inOrder })).map(({ delivery }) => delivery.id);
    expect(await claim("slack", false)).toEqual([deliveryId(8)]);
    expect(await claim("main", true)).toEqual([4, 5, 6, 2, 51].map(deliveryId));
    // What is new goes beside it.
    await store.commit(arrivals([60], { leaseUntil: noon + 60_000 }));
    await store.commit(group({ settlements: [delivered(60), delivered(4)] }));
    expect(await store.stats()).toMatchObject({ pending: 5, failed: 1, delivered: 3, dead: 1 });
  } finally {
    await store.close();
  }
});
