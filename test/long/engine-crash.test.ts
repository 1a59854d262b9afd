import { fork } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it, vi } from "vitest";
import { eventOf } from "../support/engine-fixture.ts";
import { startReceiver } from "../support/receiver.ts";
import type { Receiver } from "../support/receiver.ts";
import { createEngineRoom, localEndpoint } from "../support/running-engine.ts";

const room = createEngineRoom();
let receiver: Receiver | undefined;

async function startTarget(): Promise<Receiver> {
  receiver = await startReceiver();
  return receiver;
}

afterEach(async () => {
  await room.clean();
  await receiver?.close();
});

const idsOf = (target: Receiver): Set<unknown> =>
  new Set(target.requests.map(({ headers }) => headers["webhook-id"]));

describe("a crash", () => {
  it.each([
    {
      of: "thread",
      options: { workerUrl: new URL("../support/crashing-thread.ts", import.meta.url) },
      why: "exit code 70",
      times: 3,
    },
    {
      of: "log's thread",
      options: { logWorkerUrl: new URL("../support/crashing-log-thread.ts", import.meta.url) },
      why: "the thread of the delivery log: exit code 71",
      times: 1,
    },
  ])(
    "of the $of loses no event and doubles no delivery, even when acknowledgements are lost",
    async ({ options, why, times }) => {
      const target = await startTarget();
      const { client, until } = room.start([localEndpoint(target.url)], options);
      const told: (string | undefined)[] = [];
      client.signals.on("storage", (message) => told.push(message));
      const events = Array.from({ length: 900 }, () => eventOf());
      for (const event of events) client.capture(event);
      expect(await client.flush(45_000)).toBe(true);
      const restarts = async (): Promise<number> => (await client.health()).restarts;
      await vi.waitFor(async () => expect(await restarts()).toBe(times), 20_000);
      await until(({ delivered }) => delivered === events.length);
      expect(idsOf(target)).toEqual(new Set(events.map(({ id }) => id)));
      const health = await client.health();
      expect(health).toMatchObject({ restarts: times, lost: 0, queuedEvents: 0 });
      expect(health).not.toHaveProperty("down");
      expect((await client.call("stats", [])).events).toBe(events.length);
      expect(told[0]).toContain(why);
      expect(told.at(-1)).toBeUndefined();
    },
    60_000,
  );

  it("of the thread at any moment, under load, loses no event", async () => {
    const target = await startTarget();

    const { client, until } = room.start([localEndpoint(target.url)], {
      workerUrl: new URL("../support/mortal-thread.ts", import.meta.url),
    });
    const ids: string[] = [];
    const captureSome = (): void => {
      for (let count = 0; count < 20; count += 1) {
        const event = eventOf();
        ids.push(event.id);
        client.capture(event);
      }
    };
    // Each death and each commit brings new events, so that every life has work.
    client.signals.on("settled", () => void (ids.length < 800 && captureSome()));
    client.signals.on("storage", captureSome);
    captureSome();
    for (let restarts = 0; restarts < 4;) {
      await new Promise<void>((resolve) => client.signals.once("storage", () => resolve()));
      ({ restarts } = await client.health());
    }
    expect(await client.flush(45_000)).toBe(true);
    await until(({ pending, failed, delivered }) => {
      return pending + failed === 0 && delivered >= ids.length;
    });
    expect(idsOf(target)).toEqual(new Set(ids));
    expect(await client.call("stats", [])).toMatchObject({ events: ids.length, dead: 0 });
    expect((await client.health()).lost).toBe(0);
  }, 60_000);

  it("of the whole process loses nothing that was acknowledged", async () => {
    const target = await startTarget();
    const { client, path } = room.start([]);
    await client.stop(2000);
    const script = new URL("../support/killed-engine.ts", import.meta.url);
    const child = fork(script, [path, target.url, "500"], { execArgv: [] });
    const [acknowledged] = (await once(child, "message")) as [string[]];
    child.kill("SIGKILL");
    await once(child, "exit");
    const again = room.start([localEndpoint(target.url)], { path });
    await again.until(({ delivered }) => delivered === 500);
    expect(idsOf(target)).toEqual(new Set(acknowledged));
  });
});
