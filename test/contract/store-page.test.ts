// The role of docs/store.md, made as the page says: it may make the tables of a log, and no more.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { connect } from "../../src/engine/store/postgres/server/connection.ts";
import { migrate } from "../../src/engine/store/postgres/server/migrations.ts";
import { blocksOf } from "../support/pages.ts";
import { postgresIsThere, postgresUrl } from "../support/postgres-log.ts";

const [sample = ""] = blocksOf("docs/store.md")
  .filter(({ kind }) => kind === "sql")
  .map(({ text }) => text);

describe.skipIf(!(await postgresIsThere()))("the role of the page", () => {
  it("may make the tables of its schema, and nothing beside it", async () => {
    const name = `test_${randomUUID().replaceAll("-", "")}`;
    const admin = new pg.Client({ connectionString: postgresUrl });
    await admin.connect();
    try {
      await admin.query(sample.replaceAll("event_webhooks", name).replace("…", name));
      const url = new URL(postgresUrl);
      [url.username, url.password] = [name, name];
      const own = connect({ url: url.href, schema: name, applicationName: "tests" });
      try {
        await migrate(own, name);
        expect(await own.ask("SELECT count(*) AS count FROM deliveries")).toEqual([{ count: 0 }]);
        await expect(own.ask(`CREATE SCHEMA ${name}_other`)).rejects.toThrow("permission denied");
      } finally {
        await own.close();
      }
    } finally {
      await admin.query(`DROP SCHEMA IF EXISTS ${name} CASCADE; DROP ROLE IF EXISTS ${name}`);
      await admin.end();
    }
  });
});
