// One Gateway's store on PostgreSQL, with its spool beside it: opened at once, whether the server is there or not.
import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { openJournal } from "../spool/journal.ts";
import { spooled, type SpooledStore } from "../spool/spooled-store.ts";
import { StoreError } from "../store-error.ts";
import { releaseLeases } from "./deliveries/leases.ts";
import { postgresStore, type PostgresStore } from "./postgres-store.ts";
import { connect, type ConnectionOptions } from "./server/connection.ts";
import {
  giveSign,
  GONE_AFTER_MS,
  join,
  leave,
  readInstances,
  SIGN_MS,
} from "./server/instances.ts";
import { migrate } from "./server/migrations.ts";
import { createWakeUps } from "./server/wake-ups.ts";
import { wayTo, type SharedWay } from "./server/way.ts";

export interface SharedStoreOptions extends SharedWay {
  /** Why it cannot be used as it is: it stays away. */
  refused?: StoreError;
  /** Of this Gateway's own file, for what is captured while the server is away. */
  spoolPath: string;
  version: string;
  clock: Clock;
  /** `undefined`: the server is back, and all that was kept is told. */
  onAway: (message: string | undefined) => void;
  onLost: (message: string) => void;
}

/** @throws StoreError when the spool cannot be opened. */
export function openSharedStore(options: SharedStoreOptions): PostgresStore & SpooledStore {
  const { url, schema, instance, version, clock } = options;
  const { way, refused: unreadable } = wayOrRefusal(options);
  const connection = connect(way);
  const session = { instance, session: randomUUID(), version };
  let onWord = (): void => undefined;
  const wakeUps = createWakeUps({
    clock,
    options: way,
    session: session.session,
    ask: connection.ask,
    onWord: () => onWord(),
  });
  const remote = telling(postgresStore({ connection, clock, instance }), wakeUps.tell);
  const { host, pathname } = new URL(url);
  const described = { server: `${host}${pathname}`, schema, instance, instances: [], hears: false };
  let refused = options.refused ?? unreadable;
  let arrivedAt = 0;
  let sharers = 1;
  return spooled({
    remote: {
      ...remote,
      sharers: () => sharers,
      async close() {
        await wakeUps.stop();
        await leave(connection.ask, session).catch(() => undefined);
        await connection.close();
      },
    },
    journal: openJournal(options.spoolPath),
    clock,
    signMs: SIGN_MS,
    described,
    describe: async () => ({
      ...described,
      instances: await readInstances(connection.ask),
      hears: wakeUps.hears(),
    }),
    onWord: (look) => {
      onWord = look;
    },
    onAway: options.onAway,
    onLost: options.onLost,
    async arrive() {
      if (refused !== undefined) throw refused;
      await migrate(connection, schema);
      sharers = await join(connection.ask, session);
      await remote.giveBackLost();
      arrivedAt = performance.now();
      void wakeUps.listen();
    },
    takeBack: async () => void (await releaseLeases(connection.ask, instance)),
    async sign() {
      // After the server was away, the others need the same time to be back.
      const mayJudge = performance.now() - arrivedAt > GONE_AFTER_MS;
      void wakeUps.listen();
      const sign = await giveSign(connection, session, mayJudge);
      ({ sharers } = sign);
      if (!sign.replaced) return remote.giveBackLost();
      // For good: to take the name back would be a quarrel without end.
      refused = new StoreError(
        "config",
        `another Gateway shares this log under the name ${JSON.stringify(instance)}: give each Gateway an instanceId of its own, and restart this one`,
      );
      throw refused;
    },
  });
}

/** What the others should look at soon is told to them. */
function telling(remote: PostgresStore, tell: () => void): PostgresStore {
  const told =
    <Given extends unknown[], Result>(act: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      const result = await act(...given);
      tell();
      return result;
    };
  return {
    ...remote,
    saveEndpointState: told(remote.saveEndpointState),
    retry: told(remote.retry),
    discard: told(remote.discard),
    async commit(group) {
      await remote.commit(group);
      // A receiver may wait for it at another Gateway.
      if (group.deliveries.some(({ feed }) => feed)) tell();
    },
  };
}

/** A file of `store.ca` that cannot be read is a wrong setting: what is captured is kept until it is mended. */
function wayOrRefusal(options: SharedWay): { way: ConnectionOptions; refused?: StoreError } {
  try {
    return { way: wayTo(options) };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { way: wayTo({ ...options, tls: {} }), refused: error };
  }
}
