// The way to a PostgreSQL that is reached with TLS alone, by a role that has its schema and nothing else: made by the SQL
// of docs/store.md. What is wrong on it is said so that an operator knows what to mend.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { eventOf } from "../support/engine-fixture.ts";
import { hasPostgresServer } from "../support/postgres-server.ts";
import { createPrivateCa } from "../support/private-ca.ts";
import { hasPrograms } from "../support/program.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { startTlsPostgres, type TlsPostgres } from "../support/tls-postgres.ts";
import { createEngineRoom, localEndpoint, type RunningEngine } from "../support/running-engine.ts";

const PASSWORD = "of the role / 100 %";
const isThere = hasPostgresServer() && hasPrograms("openssl");

describe.skipIf(!isThere)("a PostgreSQL with TLS and a role of its own", () => {
  const room = createEngineRoom();
  let postgres: TlsPostgres;
  let target: Receiver;

  beforeAll(async () => {
    postgres = await startTlsPostgres(PASSWORD);
    target = await startReceiver();
  });
  afterEach(() => room.clean());
  afterAll(() => Promise.all([postgres.close(), target.close()]));

  interface Way {
    host?: string;
    password?: string;
    ca?: string;
    database?: string;
    schema?: string;
  }

  /** As `readStore` builds it. */
  function start({
    host = "localhost",
    password = PASSWORD,
    ca = postgres.authority.caPath,
    ...rest
  }: Way): RunningEngine {
    const { database = "postgres", schema = "event_webhooks" } = rest;
    const url = new URL(`postgres://event_webhooks@${host}:${postgres.server.port}/${database}`);
    url.password = encodeURIComponent(password);
    const store = { url: url.href, schema, tls: { ca } };
    return room.start([localEndpoint(target.url)], {
      settings: { instanceId: "node-1", store },
    });
  }

  /** What the Gateway's log says, once what is captured is in the spool all the same. */
  async function saidOf(way: Way): Promise<string> {
    const { client } = start(way);
    await client.configured();
    client.capture(eventOf());
    expect(await client.flush(20_000)).toBe(true);
    const { shared } = await client.call("standing", []);
    expect(shared?.spooled).toBeGreaterThan(0);
    return shared?.away ?? "";
  }

  it("is used with the rights that the page names, and no others", async () => {
    const { client, until } = start({});
    await client.configured();
    client.capture(eventOf());
    await until(({ delivered }) => delivered > 0);
    expect((await client.call("standing", [])).shared).toMatchObject({ hears: true, spooled: 0 });
    const [rights] = await postgres.asSuperuser(
      `SELECT has_database_privilege('event_webhooks', 'postgres', 'CREATE') AS makes_schemas,
         has_schema_privilege('event_webhooks', 'public', 'CREATE') AS writes_elsewhere, rolsuper, rolcreatedb, rolcreaterole,
         (SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'event_webhooks') AS tls,
         (SELECT count(*)::int FROM information_schema.table_privileges WHERE table_schema = 'event_webhooks'
            AND grantee <> 'event_webhooks') AS given_to_others
       FROM pg_roles WHERE rolname = 'event_webhooks'`,
    );
    expect(rights).toEqual({
      makes_schemas: false,
      writes_elsewhere: false,
      rolsuper: false,
      rolcreatedb: false,
      rolcreaterole: false,
      tls: true,
      given_to_others: 0,
    });
  });

  it.each([
    [
      "the issuer is another one",
      () => ({ ca: createPrivateCa("Another").caPath }),
      /issuer is not known: put the certificate of the server's issuer into store\.ca$/,
    ],
    [
      "the name is not in the certificate",
      () => ({ host: "127.0.0.1" }),
      /127\.0\.0\.1 is not in the cert's list.*; write the name in store\.url that the server's certificate has/,
    ],
    [
      "the password is wrong",
      () => ({ password: "of-another-role" }),
      /28P01 .*; the role or its password is wrong: .* store\.password$/,
    ],
    ["there is no password", () => ({ password: "" }), /wants a password: set store\.password$/],
    [
      "the database is not there",
      () => ({ database: "nowhere" }),
      /3D000 .*; check the database in store\.url, or make it$/,
    ],
    [
      "the role may not make the schema",
      () => ({ schema: "of_another" }),
      /42501 .*; give the role its schema: /,
    ],
    [
      "the file of the issuer is not there",
      () => ({ ca: "/nowhere/ca.pem" }),
      /^store\.ca: the file \/nowhere\/ca\.pem cannot be read: ENOENT$/,
    ],
  ] as const)(
    "says what is wrong where %s, and keeps what is captured",
    async (_, way, expected) => {
      const said = await saidOf(way());
      expect(said).toMatch(expected);
      expect(said).not.toContain(PASSWORD);
      expect(said).not.toContain("of-another-role");
    },
  );
});
