// Receivers over real sockets: an engine with its own transport, and what arrives at a server.
import { describe, expect, it, onTestFinished } from "vitest";
import { createEngine } from "../../src/engine/engine.ts";
import { systemClock } from "../../src/engine/clock.ts";
import { createTransport } from "../../src/engine/transport/transport.ts";
import type { Endpoint } from "../../src/config/settings.ts";
import type { EventRecord } from "../../src/engine/record.ts";
import { endpointOf, eventOf, settingsOf } from "../support/engine-fixture.ts";
import { openMemoryInbox } from "../support/memory-inbox.ts";
import { openMemoryStore } from "../support/memory-store.ts";
import { startReceiver, type Received, type Script } from "../support/receiver.ts";

async function deliver(
  script: Script,
  settings: (origin: string) => Partial<Endpoint>,
  events: EventRecord[],
) {
  const receiver = await startReceiver(script);
  const store = openMemoryStore();
  const transport = createTransport();
  const ports = { store, inbox: openMemoryInbox(), transport, clock: systemClock };
  const engine = createEngine({ ...ports, random: () => 0, userAgent: "test/1" });
  onTestFinished(async () => {
    await engine.stop(1000);
    await transport.close();
    await receiver.close();
  });
  await engine.start();
  const { origin } = new URL(receiver.url);
  const common = { secrets: [], allowPrivateNetwork: true };
  await engine.configure(settingsOf(endpointOf({ ...common, ...settings(origin) })));
  await engine.capture(events);
  await expect
    .poll(async () => (await store.list({ limit: 10 })).every(({ status }) => status !== "pending"))
    .toBe(true);
  return { requests: receiver.requests, deliveries: await store.list({ limit: 10 }) };
}

const accept = (): { status: number } => ({ status: 200 });
const heads = ({ method, path, headers, body }: Received) => ({
  method,
  path,
  body,
  length: headers["content-length"],
  type: headers["content-type"],
});

describe("what goes over the wire", () => {
  it("is for GET and DELETE a request without a body, its values in the query", async () => {
    for (const method of ["GET", "DELETE"] as const) {
      const { requests, deliveries } = await deliver(
        accept,
        (origin) => ({
          method,
          url: `${origin}/lamp?said={{ data.message.content }}&by={{ data.agentId }}`,
        }),
        [eventOf()],
      );
      expect(requests.map(heads)).toEqual([
        { method, path: "/lamp?said=Hello&by=main", body: "", length: undefined, type: undefined },
      ]);
      expect(deliveries).toMatchObject([{ status: "delivered" }]);
    }
  });

  it("is for PUT and PATCH the body with its length", async () => {
    for (const method of ["PUT", "PATCH"] as const) {
      const { requests } = await deliver(
        accept,
        (origin) => ({ method, url: `${origin}/a`, contentType: "form", transform: { a: "ü" } }),
        [eventOf()],
      );
      expect(requests.map(heads)).toEqual([
        {
          method,
          path: "/a",
          body: "a=%C3%BC",
          length: "8",
          type: "application/x-www-form-urlencoded",
        },
      ]);
    }
  });

  it("is refused by DingTalk with a 200, and failed with its reason", async () => {
    const body = JSON.stringify({ errcode: 310_000, errmsg: "keywords not in content" });
    const { requests, deliveries } = await deliver(
      () => ({ status: 200, body }),
      (origin) => ({ format: "dingtalk", url: `${origin}/robot/send?access_token=abc` }),
      [eventOf()],
    );
    expect(JSON.parse(requests[0]?.body ?? "")).toMatchObject({ msgtype: "text" });
    expect(deliveries).toMatchObject([
      { status: "failed", httpStatus: 200, error: "DingTalk 310000: keywords not in content" },
    ]);
  });

  it("is judged by no more of an answer than is read of it", async () => {
    const body = `{"errcode":0,"errmsg":"${"x".repeat(100_000)}"}`;
    const { deliveries } = await deliver(
      () => ({ status: 200, body }),
      (origin) => ({ url: `${origin}/a`, success: { where: { "body.errcode": 0 } } }),
      [eventOf()],
    );
    expect(deliveries).toMatchObject([{ status: "failed" }]);
    expect(deliveries[0]?.error?.length).toBeLessThanOrEqual(300);
  });

  it("is one request for a batch, and halves of it while something in it is refused", async () => {
    const events = [eventOf(), eventOf(), eventOf(), eventOf()];
    const poison = events[2]?.id ?? "";
    const { requests, deliveries } = await deliver(
      ({ body }) => ({ status: body.includes(poison) ? 400 : 200 }),
      (origin) => ({
        url: `${origin}/bulk`,
        contentType: "ndjson",
        batch: { maxEvents: 4, maxWaitMs: 5000 },
        giveUpOn: { status: [400] },
      }),
      events,
    );
    expect(requests.map(({ body }) => body.trim().split("\n").length)).toEqual([4, 2, 2, 1, 1]);
    const status = (id: string) => deliveries.find(({ eventId }) => eventId === id)?.status;
    expect(events.map(({ id }) => status(id))).toEqual([
      "delivered",
      "delivered",
      "dead",
      "delivered",
    ]);
  });
});
