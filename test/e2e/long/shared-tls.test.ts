// A genuine Gateway on a PostgreSQL that is reached with TLS alone: a private issuer, the password by SecretRef, and a
// role that has its schema and nothing else, made by the SQL of docs/store.md.
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { hasPostgresServer } from "../../support/postgres-server.ts";
import { createPrivateCa } from "../../support/private-ca.ts";
import { hasPrograms } from "../../support/program.ts";
import { startTlsPostgres, type TlsPostgres } from "../../support/tls-postgres.ts";
import { createStage, type Stage } from "../../support/stage.ts";

const PASSWORD = "of the role / 100 %";

describe.skipIf(!hasPostgresServer() || !hasPrograms("openssl"))("a Gateway's way to it", () => {
  let postgres: TlsPostgres;
  let stage: Stage;

  beforeAll(async () => {
    postgres = await startTlsPostgres(PASSWORD);
    stage = await createStage(inject("tarball"));
  });
  afterAll(async () => {
    await stage.dispose();
    await postgres.close();
  });

  const configure = (host: string, ca: string): Promise<void> =>
    stage.configure({
      instanceId: "node-1",
      store: {
        url: `postgres://event_webhooks@${host}:${postgres.server.port}/postgres?sslmode=verify-full`,
        password: { source: "env", provider: "default", id: "WEBHOOKS_STORE_PASSWORD" },
        ca,
      },
      endpoints: [stage.endpoint({ name: "main" })],
    });
  const store = async (): Promise<{ away?: string; spooled?: number; hears?: boolean }> =>
    JSON.parse((await stage.host.run(["webhook", "store", "--json"])).stdout) as object;

  it("works with what the page says, and delivers", async () => {
    await configure("localhost", postgres.authority.caPath);
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
    await configure(host, wrong === "issuer" ? stranger.caPath : postgres.authority.caPath);
    const gateway = await stage.host.start({ WEBHOOKS_STORE_PASSWORD: password });
    await gateway.logged(remedy);
    expect((await store()).away).toContain(remedy);
    expect(gateway.log()).not.toContain(PASSWORD);
    await gateway.stop();
    stranger.dispose();
  });
});
