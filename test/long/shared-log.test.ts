// Engines in their threads and processes on one PostgreSQL: what one of them was told is delivered, whoever dies, and
// whether the server is there or not.
import { fork, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Endpoint } from "../../src/config/settings.ts";
import { eventOf } from "../support/engine-fixture.ts";
import { postgresIsThere, postgresUrl } from "../support/postgres-log.ts";
import { startReceiver, type Receiver, type Script } from "../support/receiver.ts";
import { startRelay, type Relay } from "../support/relay.ts";
import { createEngineRoom, localEndpoint, type RunningEngine } from "../support/running-engine.ts";

interface Mortal {
  /** Of its log. */
  path: string;
  /** Ids of the events once it has said of each that it is durable. */
  capture: (count: number) => Promise<ReadonlySet<string>>;
  kill: () => Promise<void>;
}

const isThere = await postgresIsThere();

describe.skipIf(!isThere)("engines on one PostgreSQL", { timeout: 120_000 }, () => {
  const room = createEngineRoom();
  const receivers: Receiver[] = [];
  const children: ChildProcess[] = [];
  let schema: string;
  let relay: Relay;
  let directory: string;

  beforeEach(async () => {
    schema = `test_${randomUUID().replaceAll("-", "")}`;
    const { hostname, port } = new URL(postgresUrl);
    relay = await startRelay({ host: hostname, port: Number(port || 5432) });
    directory = mkdtempSync(join(tmpdir(), "event-webhooks-test-"));
  });

  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    relay.mend();
    await room.clean();
    await relay.close();
    await Promise.all(receivers.splice(0).map((each) => each.close()));
    await asked(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    rmSync(directory, { recursive: true });
  });

  async function asked(sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: postgresUrl });
    await client.connect();
    const { rows } = await client.query(sql);
    await client.end();
    return rows as Record<string, unknown>[];
  }

  async function receiver(script?: Script): Promise<Receiver> {
    const started = await startReceiver(script);
    receivers.push(started);
    return started;
  }

  /** By the relay. */
  function relayed(): string {
    const url = new URL(postgresUrl);
    url.port = String(relay.port);
    return url.href;
  }

  function start(
    target: Receiver,
    instance: string,
    path?: string,
    settings: Partial<Endpoint> = {},
  ): RunningEngine {
    return room.start([{ ...localEndpoint(target.url), ...settings }], {
      ...(path !== undefined && { path }),
      settings: { instanceId: instance, store: { url: relayed(), schema } },
    });
  }

  /** A Gateway in a process of its own, on the way `url`. */
  async function startMortal(target: Receiver, url: string): Promise<Mortal> {
    const path = join(directory, "log.sqlite");
    const options = { path, url, target: target.url, schema, instance: "node-1" };
    const script = new URL("../support/killed-gateway.ts", import.meta.url);
    const child = fork(script, [JSON.stringify(options)], { execArgv: [] });
    children.push(child);
    const acknowledged = new Set<string>();
    const ready = new Promise<void>((resolve) => {
      child.on("message", (message: { ready?: true; acknowledged?: string }) => {
        if (message.ready) resolve();
        if (message.acknowledged !== undefined) acknowledged.add(message.acknowledged);
      });
    });
    await ready;
    return {
      path,
      async capture(count) {
        child.send(count);
        while (acknowledged.size < count)
          await new Promise<void>((resolve) => child.once("message", () => resolve()));
        return acknowledged;
      },
      async kill() {
        const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
        child.kill("SIGKILL");
        await ended;
      },
    };
  }

  const idsOf = ({ requests }: Receiver): Set<string> =>
    new Set(requests.map(({ headers }) => String(headers["webhook-id"])));

  it("shows each of them what another one sent", async () => {
    const target = await receiver();
    const one = start(target, "node-1");
    const two = start(target, "node-2");
    await Promise.all([one.client.configured(), two.client.configured()]);
    one.client.capture(eventOf());
    await one.until(({ delivered }) => delivered === 1);
    expect(await two.client.call("stats", [])).toMatchObject({ delivered: 1 });
    expect(target.requests).toHaveLength(1);
  });

  it("holds a pause for all of them, and its end", async () => {
    const target = await receiver();
    const one = start(target, "node-1");
    const two = start(target, "node-2");
    await Promise.all([one.client.configured(), two.client.configured()]);
    const stateOf = async (): Promise<string | undefined> =>
      (await two.client.health()).engine?.endpoints[0]?.state;
    const stirredUntil = async (state: string): Promise<void> => {
      while ((await stateOf()) !== state) {
        await new Promise<void>((resolve) => two.client.signals.once("stirred", () => resolve()));
      }
    };
    await one.client.call("pause", ["main", "moving"]);
    await stirredUntil("paused");
    two.client.capture(eventOf());
    expect(await two.client.flush(5000)).toBe(true);
    expect(target.requests).toHaveLength(0);
    await one.client.call("resume", ["main"]);
    await stirredUntil("ok");
    await target.received(1);
  });

  it("keeps the rate of an endpoint for all of them together", async () => {
    const arrived: number[] = [];
    const target = await receiver(() => {
      arrived.push(performance.now());
      return { status: 200 };
    });
    const rateLimits = [{ requests: 10, perMs: 3000 }];
    const both = ["node-1", "node-2"].map((instance) =>
      start(target, instance, undefined, { rateLimits }),
    );
    for (const { client } of both) await client.configured();
    // Each has heard of the other by now.
    for (const { client } of both) {
      while ((await client.call("standing", [])).shared?.instances.length !== 2)
        await new Promise<void>((resolve) => client.signals.once("stirred", () => resolve()));
      await new Promise<void>((resolve) => client.signals.once("stirred", () => resolve()));
    }
    for (const { client } of both)
      for (let number = 0; number < 20; number += 1) client.capture(eventOf());
    await target.received(25);
    const most = Math.max(
      ...arrived.map((from) => arrived.filter((at) => at >= from && at < from + 2500).length),
    );
    expect(most).toBeLessThanOrEqual(10);
    // Neither keeps its part from the other.
    expect((arrived[19] ?? 0) - (arrived[0] ?? 0)).toBeLessThan(6000);
  });

  it("sends what comes while the server is away, without waiting for it", async () => {
    const target = await receiver();
    const { client } = start(target, "node-1");
    await client.configured();
    relay.cut();
    await expect(client.call("stats", [])).rejects.toMatchObject({ code: "away" });
    for (let number = 0; number < 20; number += 1) client.capture(eventOf());
    await target.received(20);
  });

  it("keeps what comes while the server is away, and tells it once it is back", async () => {
    const target = await receiver();
    const { client, notices, until } = start(target, "node-1");
    await client.configured();
    for (const fault of ["cut", "stall"] as const) {
      const before = target.requests.length;
      relay[fault]();
      const events = Array.from({ length: 20 }, () => eventOf());
      for (const event of events) client.capture(event);
      expect(await client.flush(40_000)).toBe(true);
      await expect(client.call("stats", [], 30_000)).rejects.toMatchObject({ code: "away" });
      const back = new Promise<void>((resolve) => {
        client.signals.on("storage", (message) => {
          if (message === undefined) resolve();
        });
      });
      const mendedAt = Date.now();
      relay.mend();
      await back;
      // It is told late, and happened when it did.
      const told = await client.call("list", [{ limit: 20 }]);
      expect(told.filter(({ createdAt }) => createdAt > mendedAt)).toEqual([]);
      await target.received(before + 20);
      await until(({ delivered, pending }) => delivered === before + 20 && pending === 0);
    }
    expect(idsOf(target).size).toBe(40);
    // A connection that breaks ends no thread.
    expect((await client.health()).restarts).toBe(0);
    expect(notices.filter((notice) => notice.includes("cannot be reached"))).toHaveLength(2);
  });

  it("takes up again at once what the server gave while the answer to it was lost", async () => {
    let isRefusing = true;
    const target = await receiver(() => ({ status: isRefusing ? 500 : 200 }));
    const retry = { kind: "schedule", delaysMs: [500, 500, 500, 500] } as const;
    const { client, until } = start(target, "node-1", undefined, { retry });
    await client.configured();
    client.capture(eventOf());
    await target.received(1);
    isRefusing = false;
    await relay.loseAnswer("SKIP LOCKED", "COMMIT");
    await until(({ delivered }) => delivered === 1);
    expect(target.requests).toHaveLength(2);
  });

  it("loses nothing of a time without the server, killed in the middle of it", async () => {
    const target = await receiver(() => ({ status: 500 }));
    const mortal = await startMortal(target, relayed());
    relay.cut();
    const acknowledged = await mortal.capture(50);
    await mortal.kill();
    relay.mend();
    target.script(() => ({ status: 200 }));
    const again = start(target, "node-1", mortal.path);
    await again.client.configured();
    await again.until(({ delivered }) => delivered === 50);
    expect(idsOf(target)).toEqual(acknowledged);
  });

  it("delivers what one had when it was killed, without waiting for it", async () => {
    const target = await receiver(() => ({ status: 500 }));
    const two = start(target, "node-2");
    const mortal = await startMortal(target, postgresUrl);
    const acknowledged = await mortal.capture(50);
    await mortal.kill();
    target.script(() => ({ status: 200 }));
    await two.until(({ delivered }) => delivered === 50);
    expect(idsOf(target)).toEqual(acknowledged);
  });
});
