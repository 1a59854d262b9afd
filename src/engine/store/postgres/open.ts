// One Gateway's store on PostgreSQL, with its spool beside it: opened at once, whether the server is there or not.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Clock } from "../../clock.ts";
import { openJournal } from "../spool/journal.ts";
import { spooled, type SpooledStore } from "../spool/spooled-store.ts";
import { StoreError } from "../store-error.ts";
import { releaseLeases } from "./deliveries/leases.ts";
import { postgresStore, type PostgresStore } from "./postgres-store.ts";
import { connect } from "./server/connection.ts";
import {
  giveSign,
  GONE_AFTER_MS,
  join,
  leave,
  readInstances,
  SIGN_MS,
} from "./server/instances.ts";
import { migrate } from "./server/migrations.ts";

export interface SharedStoreOptions {
  url: string;
  schema: string;
  /** `ca`: a PEM, or the path of a file. The name of the server is always checked. */
  tls?: { ca?: string };
  /** Why it cannot be used as it is: it stays away. */
  refused?: StoreError;
  /** Of this Gateway's own file, for what is captured while the server is away. */
  spoolPath: string;
  /** Name of this Gateway among those that share the schema. */
  instance: string;
  version: string;
  clock: Clock;
  /** `undefined`: the server is back, and all that was kept is told. */
  onAway: (message: string | undefined) => void;
  onLost: (message: string) => void;
}

/** @throws StoreError when the spool cannot be opened. */
export function openSharedStore(options: SharedStoreOptions): PostgresStore & SpooledStore {
  const { url, schema, tls, instance, version, clock } = options;
  const connection = connect({
    url,
    schema,
    ...(tls !== undefined && { ssl: { rejectUnauthorized: true, ...issuersOf(tls) } }),
    applicationName: `openclaw-event-webhooks ${instance}`.slice(0, 63),
  });
  const session = { instance, session: randomUUID(), version };
  const remote = postgresStore({ connection, clock, instance });
  const { host, pathname } = new URL(url);
  const described = { server: `${host}${pathname}`, schema, instance, instances: [] };
  let { refused } = options;
  let arrivedAt = 0;
  let sharers = 1;
  return spooled({
    remote: {
      ...remote,
      sharers: () => sharers,
      async close() {
        await leave(connection.ask, session).catch(() => undefined);
        await connection.close();
      },
    },
    journal: openJournal(options.spoolPath),
    clock,
    signMs: SIGN_MS,
    described,
    describe: async () => ({ ...described, instances: await readInstances(connection.ask) }),
    onAway: options.onAway,
    onLost: options.onLost,
    async arrive() {
      if (refused !== undefined) throw refused;
      await migrate(connection, schema);
      sharers = await join(connection.ask, session);
      arrivedAt = performance.now();
    },
    takeBack: async () => void (await releaseLeases(connection.ask, instance)),
    async sign() {
      // After the server was away, the others need the same time to be back.
      const mayJudge = performance.now() - arrivedAt > GONE_AFTER_MS;
      const sign = await giveSign(connection, session, mayJudge);
      ({ sharers } = sign);
      if (!sign.replaced) return;
      // For good: to take the name back would be a quarrel without end.
      refused = new StoreError(
        "config",
        `another Gateway shares this log under the name ${JSON.stringify(instance)}: give each Gateway an instanceId of its own, and restart this one`,
      );
      throw refused;
    },
  });
}

function issuersOf({ ca }: { ca?: string }): { ca?: string } {
  if (ca === undefined) return {};
  return { ca: ca.includes("-----BEGIN") ? ca : readFileSync(ca, "utf8") };
}
