import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { EndpointRow } from "../../../src/view/endpoint.ts";
import type { DeliveryPage } from "../../../src/view/questions.ts";
import type { Gateway } from "../../support/gateway.ts";
import { createStage, SECRET, type Stage } from "../../support/stage.ts";
import {
  startVerifyingReceiver,
  type VerifyingReceiver,
} from "../../support/verifying-receiver.ts";

describe("an endpoint that fails, in the genuine Gateway", () => {
  let stage: Stage;
  let gateway: Gateway;
  let ops: VerifyingReceiver;
  let messages = 0;

  const say = async (message: string): Promise<void> => {
    const idempotencyKey = `g-${(messages += 1)}`;
    await stage.host.call("chat.send", { sessionKey: "agent:main:main", message, idempotencyKey });
  };
  const ask = (method: string, params: object): Promise<unknown> =>
    stage.host.call(`eventWebhooks.${method}`, params);
  const told = (type: string): boolean => ops.received.some(({ event }) => event.type === type);

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    ops = await startVerifyingReceiver(SECRET);
    await stage.configure({
      endpoints: [
        stage.endpoint({
          events: ["message.received"],
          retry: { maxAttempts: 100, backoffMs: 100, maxBackoffMs: 500 },
        }),
        stage.endpoint({
          name: "ops",
          url: ops.url,
          events: ["endpoint.*", "delivery.dead", "backlog.growing"],
        }),
      ],
    });
    gateway = await stage.host.start();
  });
  afterAll(async () => {
    await stage.dispose();
    await ops.close();
  });

  it("is parked after five failures, which the log, the page's rows and the operator's endpoint tell", async () => {
    stage.receiver.answerNext(...Array<number>(200).fill(503));
    await say("is anybody there?");
    await ops.until(() => told("endpoint.failing"));
    await gateway.logged(/endpoint "main-webhook" is parked: HTTP 503/);
    const failing = ops.received.find(({ event }) => event.type === "endpoint.failing");
    expect(failing?.verified).toBe(true);
    expect(failing?.event.data["endpoint"]).toMatchObject({
      name: "main-webhook",
      state: "parked",
    });

    const { endpoints } = (await ask("endpoints", {})) as { endpoints: EndpointRow[] };
    expect(endpoints[0]).toMatchObject({
      endpoint: "main-webhook",
      state: "parked",
      reason: "HTTP 503",
      failingSince: expect.any(String) as string,
      concurrency: { now: 1, max: 32 },
    });
    expect(endpoints[1]).toMatchObject({ endpoint: "ops", state: "ok" });
  });

  it("burns no attempts of what waits, and shows so on the command line", async () => {
    await say("and now?");
    const shown = await stage.host.run(["webhook", "endpoints"]);
    expect(shown.stdout).toMatch(/^main-webhook +parked/m);
    expect(shown.stdout).toMatch(/^ {2}HTTP 503; failing since .*; next try /m);
    const page = (await ask("list", { endpoint: "main-webhook" })) as DeliveryPage;
    const attempts = page.deliveries.reduce((sum, { attempts: made }) => sum + made, 0);
    expect(attempts).toBeLessThanOrEqual(stage.receiver.received.length);
    // At half a second between retries an unparked endpoint would have made many more.
    const [first, last] = [stage.receiver.received[0], stage.receiver.received.at(-1)];
    const seconds = ((last?.at ?? 0) - (first?.at ?? 0)) / 1000;
    expect(stage.receiver.received.length).toBeLessThanOrEqual(5 + 2 + Math.log2(seconds + 1));
  });

  it("recovers by itself, sends what waited, and says so", async () => {
    const before = stage.receiver.received.length;
    stage.receiver.forgetAnswers();
    await stage.receiver.until((all) => {
      const arrived = all.slice(before).map(({ event }) => JSON.stringify(event.data["message"]));
      return ["is anybody there?", "and now?"].every((text) =>
        arrived.some((message) => message.includes(text)),
      );
    }, 400_000);
    await ops.until(() => told("endpoint.recovered"));
    const about = ops.received.map(({ event }) => event.type);
    expect(about).toEqual(["endpoint.failing", "endpoint.recovered"]);
    // Each of them under its own name only: nothing of the operator's own endpoint.
    expect(JSON.stringify(ops.received.map(({ event }) => event.data))).not.toContain('"ops"');
  }, 480_000);
});
