// A schema of its own on the PostgreSQL of this machine, which goes with the test; its clock is the test's.
import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Inbox } from "../../src/engine/inbox/inbox.ts";
import { connect, type Connection } from "../../src/engine/store/postgres/server/connection.ts";
import { migrate } from "../../src/engine/store/postgres/server/migrations.ts";
import { postgresInbox } from "../../src/engine/store/postgres/inbox/postgres-inbox.ts";
import { postgresStore } from "../../src/engine/store/postgres/postgres-store.ts";
import type { Store } from "../../src/engine/store/store.ts";
import type { InboxHarness } from "../contract/inbox-suite.ts";
import type { StoreHarness } from "../contract/store-suite.ts";
import { noon } from "./store-samples.ts";

/** `EVENT_WEBHOOKS_TEST_POSTGRES`, or Debian's server with its database `test`. */
export const postgresUrl =
  process.env["EVENT_WEBHOOKS_TEST_POSTGRES"] ?? "postgres://postgres@127.0.0.1:5432/test";

/** Whether there is a server to test against. In CI there must be one. */
export async function postgresIsThere(): Promise<boolean> {
  const client = new pg.Client({ connectionString: postgresUrl, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch (error) {
    if (process.env["CI"] !== undefined) throw error;
    return false;
  }
}

/** The server's clock as the test sets it: its `now_ms` reads a table. */
export interface TestClock {
  now: () => number;
  set: (now: number) => Promise<void>;
}

export interface TestSchema {
  schema: string;
  connection: Connection;
  clock: TestClock;
  /** As it was at first. */
  empty: () => Promise<void>;
  drop: () => Promise<void>;
}

export async function openTestSchema(): Promise<TestSchema> {
  const schema = `test_${randomUUID().replaceAll("-", "")}`;
  const connection = connect({ url: postgresUrl, schema, applicationName: "tests" });
  await migrate(connection, schema);
  let now = noon;
  await connection.ask("CREATE TABLE test_clock (now double precision)");
  await connection.ask("INSERT INTO test_clock VALUES ($1)", [now]);
  await connection.ask(
    `CREATE OR REPLACE FUNCTION now_ms() RETURNS bigint LANGUAGE sql VOLATILE AS
     'SELECT floor(now)::bigint FROM test_clock'`,
  );
  return {
    schema,
    connection,
    clock: {
      now: () => now,
      async set(next) {
        if (next === now) return;
        now = next;
        await connection.ask("UPDATE test_clock SET now = $1", [next]);
      },
    },
    async empty() {
      const rows = await connection.ask(
        "SELECT relname FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind = 'r'",
        [schema],
      );
      const kept = ["format", "refused_bytes", "test_clock"];
      const names = rows
        .map((row) => String(row["relname"]))
        .filter((name) => !kept.includes(name));
      // Events after what refers to them.
      const tables = names.toSorted(
        (one, other) => Number(one === "events") - Number(other === "events"),
      );
      now = noon;
      await connection.transaction(async (ask) => {
        for (const table of tables) await ask(`DELETE FROM ${table} WHERE true`);
        await ask("UPDATE refused_bytes SET bytes = 0");
        await ask("UPDATE test_clock SET now = $1", [now]);
      });
    },
    async drop() {
      await connection.ask(`DROP SCHEMA ${schema} CASCADE`);
      await connection.close();
    },
  };
}

/** An inbox on an empty schema, for the contract. */
export function postgresInboxHarness({ connection, clock, empty }: TestSchema): InboxHarness {
  const open = (): Inbox =>
    inboxInTestTime(postgresInbox({ connection, clock, instance: "node-1" }), clock);
  return { inbox: open(), reopen: async () => open(), dispose: empty, instance: "node-1" };
}

/** A store on an empty schema, for the contract. */
export function postgresStoreHarness({ connection, clock, empty }: TestSchema): StoreHarness {
  const kept = { ...connection, close: async () => undefined };
  const open = (): Store =>
    storeInTestTime(postgresStore({ connection: kept, clock, instance: "node-1" }), clock);
  return { store: open(), reopen: async () => open(), dispose: empty };
}

/** Sets the server's clock to what a call says is now. */
function inboxInTestTime(inbox: Inbox, clock: TestClock): Inbox {
  return {
    ...inbox,
    async claimRuns(query) {
      await clock.set(query.now);
      return inbox.claimRuns(query);
    },
    async settleRuns(settlements, now) {
      await clock.set(now);
      return inbox.settleRuns(settlements, now);
    },
    async noteRun(id, runId, now) {
      await clock.set(now);
      return inbox.noteRun(id, runId, now);
    },
    async releaseRuns(now) {
      await clock.set(now);
      return inbox.releaseRuns(now);
    },
    async pruneRequests(query) {
      await clock.set(query.now);
      return inbox.pruneRequests(query);
    },
  };
}

function storeInTestTime(store: Store, clock: TestClock): Store {
  return {
    ...store,
    async commit(group) {
      await clock.set(group.now);
      return store.commit(group);
    },
    async claim(query) {
      await clock.set(query.now);
      return store.claim(query);
    },
    async releaseLeases(now) {
      await clock.set(now);
      return store.releaseLeases(now);
    },
    async retry(ids, now) {
      await clock.set(now);
      return store.retry(ids, now);
    },
    async discard(ids, now) {
      await clock.set(now);
      return store.discard(ids, now);
    },
    async acknowledge(order) {
      await clock.set(order.now);
      return store.acknowledge(order);
    },
    async giveUpUnread(order) {
      await clock.set(order.now);
      return store.giveUpUnread(order);
    },
    async ageFigures(query) {
      await clock.set(query.now);
      return store.ageFigures(query);
    },
  };
}
