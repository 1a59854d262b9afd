// A genuine Gateway on a PostgreSQL that is reached with TLS alone: a private issuer, the password by SecretRef, and a
// role that has its schema and nothing else, made by the SQL of docs/store.md.
import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import {
  hasPostgresServer,
  startPostgresServer,
  type PostgresServer,
} from "../../support/postgres-server.ts";
import { createPrivateCa, type PrivateCa } from "../../support/private-ca.ts";
import { hasPrograms } from "../../support/program.ts";
import { createStage, type Stage } from "../../support/stage.ts";

const PASSWORD = "of the role / 100 %";

describe.skipIf(!hasPostgresServer() || !hasPrograms("openssl"))("a Gateway's way to it", () => {
  let authority: PrivateCa;
  let server: PostgresServer;
  let stage: Stage;

  beforeAll(async () => {
    authority = createPrivateCa();
    server = await startPostgresServer({
      tls: authority.issue("localhost"),
      rules: [
        "hostssl all event_webhooks 127.0.0.1/32 scram-sha-256",
        "hostnossl all event_webhooks all reject",
      ],
    });
    const page = readFileSync(new URL("../../../docs/store.md", import.meta.url), "utf8");
    const [, sql = ""] = /```sql\n([\s\S]*?)```/.exec(page) ?? [];
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(sql.replace("…", PASSWORD));
    await client.end();
    stage = await createStage(inject("tarball"));
  });
  afterAll(async () => {
    await stage.dispose();
    await server.close();
    authority.dispose();
  });

  const configure = (host: string, ca: string): Promise<void> =>
    stage.configure({
      instanceId: "node-1",
      store: {
        url: `postgres://event_webhooks@${host}:${server.port}/postgres?sslmode=verify-full`,
        password: { source: "env", provider: "default", id: "WEBHOOKS_STORE_PASSWORD" },
        ca,
      },
      endpoints: [stage.endpoint({ name: "main" })],
    });
  const store = async (): Promise<{ away?: string; spooled?: number; hears?: boolean }> =>
    JSON.parse((await stage.host.run(["webhook", "store", "--json"])).stdout) as object;

  it("works with what the page says, and delivers", async () => {
    await configure("localhost", authority.caPath);
    const gateway = await stage.host.start({ WEBHOOKS_STORE_PASSWORD: PASSWORD });
    const tested = await stage.host.run(["webhook", "test", "main", "--json"]);
    expect(tested.code).toBe(0);
    expect(stage.receiver.received.map(({ event }) => event.type)).toContain("webhook.test");
    expect(await store()).toMatchObject({ kind: "postgres", hears: true, spooled: 0 });
    expect(gateway.log()).not.toContain("cannot be reached");
    await gateway.stop();
  });

  it.each([
    ["issuer", PASSWORD, "localhost", "put the certificate of the server's issuer into store.ca"],
    [
      "name",
      PASSWORD,
      "127.0.0.1",
      "write the name in store.url that the server's certificate has",
    ],
    ["password", "another", "localhost", "check the role in store.url, and store.password"],
  ] as const)("says what to mend where the %s is wrong", async (wrong, password, host, remedy) => {
    const stranger = createPrivateCa("Another");
    await configure(host, wrong === "issuer" ? stranger.caPath : authority.caPath);
    const gateway = await stage.host.start({ WEBHOOKS_STORE_PASSWORD: password });
    await gateway.logged(remedy);
    expect((await store()).away).toContain(remedy);
    expect(gateway.log()).not.toContain(PASSWORD);
    await gateway.stop();
    stranger.dispose();
  });
});
