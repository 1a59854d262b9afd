// What was accepted when the Gateway was killed.
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Gateway } from "../../support/gateway.ts";
import { createStage, type Stage } from "../../support/stage.ts";

describe("requests that the genuine Gateway accepted", () => {
  let stage: Stage;
  let gateway: Gateway;

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    await stage.configure({
      endpoints: [stage.endpoint({ events: ["inbound.*"] })],
      inbound: {
        concurrency: 1,
        endpoints: { deploy: { agentId: "alert-handler", template: "deploy {{body.commit}}" } },
      },
    });
    gateway = await stage.host.start();
  });
  afterAll(() => stage.dispose());

  const post = async (commit: string): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${stage.host.port}/webhooks/inbound/deploy`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ commit }),
    });
    return ((await response.json()) as { id: string }).id;
  };
  /** Ids of the events that tell how a request ended. */
  const told = (id: string, types: readonly string[]): Set<string> =>
    new Set(
      stage.receiver.received
        .map(({ event }) => event)
        .filter(
          ({ type, data }) =>
            types.includes(type) && (data["request"] as { id?: string } | undefined)?.id === id,
        )
        .map((event) => event.id),
    );
  const ENDS = ["inbound.completed", "inbound.failed"];

  it("are run after kill -9, each once", async () => {
    // The first run hangs in the model, the others wait behind it.
    let release = (): void => {};
    stage.model.delay(
      new Promise<void>((resolve) => {
        release = resolve;
      }),
    );
    const asked = stage.model.requests.length;
    const accepted: string[] = [];
    for (let index = 0; index < 4; index += 1) accepted.push(await post(`c${index}`));
    await stage.model.asked(asked + 1);
    await gateway.stop("SIGKILL");
    release();
    gateway = await stage.host.start();
    await stage.receiver.until(() => accepted.every((id) => told(id, ENDS).size > 0), 120_000);
    expect(accepted.map((id) => told(id, ENDS).size)).toEqual([1, 1, 1, 1]);
    const completed = accepted.map((id) => told(id, ["inbound.completed"]).size);
    expect(completed.slice(1)).toEqual([1, 1, 1]);
  });
});
