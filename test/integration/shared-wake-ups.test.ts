// Word among Gateways that share a log: heard at once, also after the connection broke; through a pooler that keeps it
// back, that is known and everything else works.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/engine/clock.ts";
import { connect, type Connection } from "../../src/engine/store/postgres/server/connection.ts";
import { createWakeUps, type WakeUps } from "../../src/engine/store/postgres/server/wake-ups.ts";
import { eventOf } from "../support/engine-fixture.ts";
import { startPgBouncer, type PgBouncer } from "../support/pgbouncer.ts";
import { postgresIsThere, postgresUrl } from "../support/postgres-log.ts";
import { hasPrograms } from "../support/program.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { startRelay, type Relay } from "../support/relay.ts";
import { createEngineRoom, localEndpoint } from "../support/running-engine.ts";

const isThere = await postgresIsThere();

interface Ear extends WakeUps {
  /** Resolves with the next word of another one. */
  word: () => Promise<void>;
  words: () => number;
}

describe.skipIf(!isThere)("word among Gateways", () => {
  let schema: string;
  const connections: Connection[] = [];
  const ears: Ear[] = [];

  beforeEach(() => {
    schema = `test_${randomUUID().replaceAll("-", "")}`;
  });
  afterEach(async () => {
    await Promise.all(ears.splice(0).map((each) => each.stop()));
    await Promise.all(connections.splice(0).map((connection) => connection.close()));
  });

  function ear(url = postgresUrl): Ear {
    const options = { url, schema, applicationName: "tests" };
    const connection = connect(options);
    connections.push(connection);
    let count = 0;
    let heard: (() => void)[] = [];
    const made = createWakeUps({
      clock: systemClock,
      options,
      session: randomUUID(),
      ask: connection.ask,
      onWord: () => {
        count += 1;
        for (const each of heard.splice(0)) each();
      },
    });
    const whole = {
      ...made,
      word: () => new Promise<void>((resolve) => (heard = [...heard, resolve])),
      words: () => count,
    };
    ears.push(whole);
    return whole;
  }

  it("is heard by the others and not by who said it; much of it at once is said once", async () => {
    const [one, two] = [ear(), ear()] as const;
    await Promise.all([one.listen(), two.listen()]);
    expect([one.hears(), two.hears()]).toEqual([true, true]);
    const word = two.word();
    for (let number = 0; number < 50; number += 1) one.tell();
    await word;
    const back = one.word();
    two.tell();
    await back;
    expect([one.words(), two.words()]).toEqual([1, 1]);
  });

  it("leads to one look, however much comes together", async () => {
    const [one, two] = [ear(), ear()] as const;
    await Promise.all([one.listen(), two.listen()]);
    const word = two.word();
    const { ask } = connect({ url: postgresUrl, schema, applicationName: "tests" });
    await ask("SELECT pg_notify($1, number::text) FROM generate_series(1, 20) AS number", [
      `event_webhooks ${schema}`,
    ]);
    await word;
    const next = two.word();
    one.tell();
    await next;
    expect(two.words()).toBe(2);
  });

  it("holds up no end while the server hangs", async () => {
    const { hostname, port } = new URL(postgresUrl);
    const relay = await startRelay({ host: hostname, port: Number(port || 5432) });
    const url = new URL(postgresUrl);
    url.port = String(relay.port);
    const lone = ear(url.href);
    await lone.listen();
    expect(lone.hears()).toBe(true);
    relay.stall();
    await lone.stop();
    expect(lone.hears()).toBe(false);
    relay.mend();
    await relay.close();
  });

  it("is heard again once a broken connection was noticed and listened on anew", async () => {
    const { hostname, port } = new URL(postgresUrl);
    const relay: Relay = await startRelay({ host: hostname, port: Number(port || 5432) });
    const url = new URL(postgresUrl);
    url.port = String(relay.port);
    const [one, two] = [ear(), ear(url.href)] as const;
    await Promise.all([one.listen(), two.listen()]);
    expect(two.hears()).toBe(true);
    relay.cut();
    await expect.poll(() => two.hears()).toBe(false);
    await two.listen();
    expect(two.hears()).toBe(false);
    relay.mend();
    await two.listen();
    expect(two.hears()).toBe(true);
    const word = two.word();
    one.tell();
    await word;
    await two.stop();
    await relay.close();
  });

  describe.skipIf(!hasPrograms("pgbouncer"))("with PgBouncer in transaction mode", () => {
    let pooler: PgBouncer;
    let target: Receiver;
    const room = createEngineRoom();

    beforeEach(async () => {
      [pooler, target] = await Promise.all([startPgBouncer(), startReceiver()]);
    });
    afterEach(async () => {
      await room.clean();
      await Promise.all([pooler.close(), target.close()]);
      const client = new pg.Client({ connectionString: postgresUrl });
      await client.connect();
      await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
      await client.end();
    });

    it("is known not to arrive, and what is captured does", async () => {
      const { client, until } = room.start([localEndpoint(target.url)], {
        settings: { instanceId: "node-1", store: { url: pooler.url, schema } },
      });
      await client.configured();
      for (let number = 0; number < 30; number += 1) client.capture(eventOf());
      await until(({ delivered }) => delivered === 30);
      const { shared } = await client.call("standing", []);
      expect(shared).toMatchObject({ hears: false, spooled: 0 });
      expect(shared?.away).toBeUndefined();
      const lone = ear(pooler.url);
      await lone.listen();
      expect(lone.hears()).toBe(false);
    });
  });
});
