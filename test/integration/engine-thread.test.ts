import { afterEach, describe, expect, it } from "vitest";
import { endpointOf, eventOf } from "../support/engine-fixture.ts";
import { startReceiver } from "../support/receiver.ts";
import type { Receiver, Script } from "../support/receiver.ts";
import { createEngineRoom, localEndpoint } from "../support/running-engine.ts";

const room = createEngineRoom();
const receivers: Receiver[] = [];

async function receiver(script?: Script): Promise<Receiver> {
  const started = await startReceiver(script);
  receivers.push(started);
  return started;
}

afterEach(async () => {
  await room.clean();
  await Promise.all(receivers.splice(0).map((each) => each.close()));
});

describe("the engine in its thread", () => {
  it("sends the same id three times when the receiver answers 500, 500, 200", async () => {
    const target = await receiver((_request, index) => ({ status: index < 2 ? 500 : 200 }));
    const { client, until } = room.start([localEndpoint(target.url)]);
    const event = eventOf();
    expect(client.capture(event)).toBe(true);
    await until(({ delivered }) => delivered === 1);
    const { requests } = target;
    expect(requests.map(({ headers }) => headers["webhook-id"])).toEqual(Array(3).fill(event.id));
    expect(requests.map(({ headers }) => headers["x-openclaw-attempt"])).toEqual(["1", "2", "3"]);
    expect(new Set(requests.map(({ body }) => body))).toEqual(new Set([event.json]));
    expect(requests[0]?.headers).toMatchObject({
      "content-type": "application/json",
      "user-agent": "openclaw-event-webhooks/0.0.0-test",
      "x-openclaw-event": event.type,
      "x-openclaw-signature": expect.stringMatching(/^sha256=[0-9a-f]{64}$/),
      "webhook-signature": expect.stringMatching(/^v1,/),
    });
    const [row] = await client.call("list", [{ limit: 1 }]);
    const shown = await client.call("show", [row?.id ?? ""]);
    expect(shown?.attempts.map(({ httpStatus }) => httpStatus)).toEqual([500, 500, 200]);
  });

  it("honours Retry-After of a real answer", async () => {
    const target = await receiver((_request, index) =>
      index === 0 ? { status: 503, headers: { "retry-after": "1" } } : { status: 200 },
    );
    const { client } = room.start([localEndpoint(target.url)]);
    client.capture(eventOf());
    const [first, second] = await target.received(2);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  it("disables an endpoint that answers 410 and remembers it after a restart", async () => {
    const target = await receiver(() => ({ status: 410 }));
    const first = room.start([localEndpoint(target.url)]);
    first.client.capture(eventOf());
    await first.until(({ failed }) => failed === 1);
    await first.client.stop(2000);
    const second = room.start([localEndpoint(target.url)], { path: first.path });
    await second.client.configured();
    expect((await second.client.health()).engine?.endpoints).toMatchObject([{ state: "disabled" }]);
    expect(target.requests).toHaveLength(1);
  });

  it("goes on after a restart where it stopped", async () => {
    const target = await receiver(() => ({ status: 500 }));
    const endpoint = localEndpoint(target.url, {
      retry: { kind: "schedule", delaysMs: [2000, 300] },
    });
    const first = room.start([endpoint]);
    const event = eventOf();
    first.client.capture(event);
    await first.until(({ failed }) => failed === 1);
    await first.client.stop(2000);
    target.script(() => ({ status: 200 }));
    const second = room.start([endpoint], { path: first.path });
    await second.until(({ delivered }) => delivered === 1);
    expect(target.requests.map(({ headers }) => headers["webhook-id"])).toEqual([
      event.id,
      event.id,
    ]);
    expect(target.requests[1]?.headers["x-openclaw-attempt"]).toBe("2");
  });

  it("delays no endpoint when another one hangs", async () => {
    const hanging = await receiver(() => undefined);
    const healthy = await receiver();
    const { client } = room.start([
      localEndpoint(hanging.url, { name: "hanging", concurrency: 4 }),
      localEndpoint(healthy.url, { name: "healthy" }),
    ]);
    for (let count = 0; count < 200; count += 1) client.capture(eventOf());
    const received = await healthy.received(200);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(200);
    expect(hanging.requests.length).toBeLessThanOrEqual(4);
  });

  it("stops within its budget while requests hang, and sends them after the next start", async () => {
    const target = await receiver(() => undefined);
    const first = room.start([localEndpoint(target.url)]);
    first.client.capture(eventOf());
    await target.received(1);
    const started = performance.now();
    await first.client.stop(800);
    expect(performance.now() - started).toBeLessThan(1600);
    target.script(() => ({ status: 200 }));
    const second = room.start([localEndpoint(target.url)], { path: first.path });
    await second.until(({ delivered }) => delivered === 1);
  });

  it("flushes what was captured before it stops, also when it has only just begun to start", async () => {
    const target = await receiver();
    const first = room.start([localEndpoint(target.url)]);
    for (let count = 0; count < 1000; count += 1) first.client.capture(eventOf());
    await first.client.stop(3000);
    const second = room.start([localEndpoint(target.url)], { path: first.path });
    await second.until(({ delivered }) => delivered === 1000);
    expect(first.notices).toEqual([]);
  });

  it("refuses what it cannot hold, says so once, and counts it", async () => {
    const limits = { maxEventBytes: 16_384, maxQueuedEvents: 10, maxQueuedBytes: 1_048_576 };
    const { client, notices } = room.start([endpointOf({ held: "test" })], {
      settings: { limits },
    });
    const taken = Array.from({ length: 15 }, () => client.capture(eventOf()));
    expect(taken.filter(Boolean)).toHaveLength(10);
    expect(notices).toEqual([expect.stringContaining("is full (10 events")]);
    expect(await client.flush(5000)).toBe(true);
    expect(client.capture(eventOf())).toBe(true);
    expect((await client.health()).lost).toBe(5);
    expect(notices[1]).toContain("5 were lost");
  });
});
