import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { DeliveryPage } from "../../../src/view/questions.ts";
import type { RequestReplayView } from "../../../src/view/request-replay.ts";
import type { CommandResult } from "../../support/gateway.ts";
import { createStage, SECRET, type Stage } from "../../support/stage.ts";
import {
  startVerifyingReceiver,
  type VerifyingReceiver,
} from "../../support/verifying-receiver.ts";

const TEMPLATE = "Deploy of {{body.repo}}";
const CHANGED = "Say what the deploy of {{body.repo}} changed";

describe("replay, in the genuine Gateway", () => {
  let stage: Stage;
  let later: VerifyingReceiver;

  const webhook = (...args: string[]): Promise<CommandResult> =>
    stage.host.run(["webhook", ...args]);
  const ask = (method: string, params: object): Promise<unknown> =>
    stage.host.call(`eventWebhooks.${method}`, params);
  const configOf = (template: string, ...endpoints: object[]): object => ({
    endpoints: [stage.endpoint({ events: ["message.*", "inbound.completed"] }), ...endpoints],
    inbound: { endpoints: { deploy: { agentId: "alert-handler", template } } },
  });
  const told = (requestId: string): boolean =>
    stage.receiver.received.some(
      ({ event }) =>
        event.type === "inbound.completed" &&
        (event.data["request"] as { id?: string } | undefined)?.id === requestId,
    );

  let requestId = "";

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    later = await startVerifyingReceiver(SECRET);
    await stage.configure(configOf(TEMPLATE));
    await stage.host.start();
    await stage.host.call("chat.send", {
      sessionKey: "agent:main:main",
      message: "hello there",
      idempotencyKey: "replay-1",
    });
    await stage.receiver.until((all) => all.some(({ event }) => event.type === "message.sent"));
    const response = await fetch(`http://127.0.0.1:${stage.host.port}/webhooks/inbound/deploy`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ repo: "my-app" }),
    });
    ({ id: requestId } = (await response.json()) as { id: string });
    await stage.receiver.until(() => told(requestId), 120_000);
    await stage.configure(
      configOf(
        CHANGED,
        stage.endpoint({ name: "later", url: later.url, events: ["message.received"] }),
      ),
    );
    await untilConfigured("later");
  });
  afterAll(async () => {
    await stage.dispose();
    await later.close();
  });

  /** The host replaces the plugin in its own time. */
  async function untilConfigured(endpoint: string): Promise<void> {
    for (;;) {
      const answer = await ask("endpoints", {}).catch(() => undefined);
      if (JSON.stringify(answer)?.includes(`"${endpoint}"`)) return;
    }
  }

  it("sends an endpoint that was added later what it never saw, marked, under the same id", async () => {
    const order = ["replay", "--since", "1h", "--to", "later", "--missing"];
    const counted = await webhook(...order, "--dry-run", "--json");
    const { matched } = JSON.parse(counted.stdout) as { matched: number };
    expect(matched).toBeGreaterThan(0);
    expect(later.received).toHaveLength(0);

    const done = await webhook(...order);
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining("will be replayed") });
    await later.until((all) => all.length === matched);
    const sent = stage.receiver.received.find(({ event }) => event.type === "message.received");
    const replayed = later.received.find(({ event }) => event.id === sent?.event.id);
    expect(replayed).toMatchObject({ verified: true, event: sent?.event });
    expect(replayed?.headers["x-openclaw-replay"]).toBe("true");
    expect(sent?.headers).not.toHaveProperty("x-openclaw-replay");
    const { deliveries } = (await ask("list", { endpoint: "later" })) as DeliveryPage;
    expect(deliveries.every(({ replay }) => replay === true)).toBe(true);
    expect(
      await ask("replay", { filter: { since: "2026-01-01" }, to: "later", missing: true }),
    ).toEqual({
      events: expect.any(Number),
      matched: 0,
      replayed: 0,
    });
  });

  it("shows a request by a template that changed, and then runs it", async () => {
    const asked = stage.model.requests.length;
    const shown = await webhook("requests", "replay", requestId, "--dry-run");
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain("Different: prompt.");
    expect(shown.stdout).toMatch(/^- Deploy of my-app$/m);
    expect(shown.stdout).toMatch(/^\+ Say what the deploy of my-app changed$/m);
    expect(stage.model.requests).toHaveLength(asked);

    const again = (await ask("requests.replay", { id: requestId })) as RequestReplayView;
    if (!again.replayed) throw new Error("not replayed");
    expect(again).toMatchObject({ replayOf: requestId, status: "waiting" });
    await stage.receiver.until(() => told(again.id), 120_000);
    expect(JSON.stringify(stage.model.requests.at(-1))).toContain(
      "Say what the deploy of my-app changed",
    );
    expect(await ask("requests.show", { id: again.id })).toMatchObject({
      request: { replayOf: requestId, status: "completed" },
    });
  });
});
