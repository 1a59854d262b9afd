// Every preset in the genuine Gateway: one route for each, and one request as its sender makes it.
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { PRESETS } from "../../../src/inbound/proof/presets/presets.ts";
import { SENDERS, withOtherWords, type Sender } from "../../oracles/senders.ts";
import type { Gateway } from "../../support/gateway.ts";
import { createStage, type Stage } from "../../support/stage.ts";

/** They publish their keys at an address that is not there: the sender is asked to come again. */
const UNREACHABLE = SENDERS.filter(
  ({ preset }) => PRESETS.find(({ name }) => name === preset)?.published !== undefined,
).map(({ preset }) => preset);

describe("a route for every preset in the genuine Gateway", () => {
  let stage: Stage;
  let gateway: Gateway;

  const send = async (sender: Sender, change = (bytes: Uint8Array) => bytes): Promise<Response> => {
    const { headers, url, rawBody } = await sender.request(Date.now());
    const query = url.includes("?") ? url.slice(url.indexOf("?")) : "";
    const target = `http://127.0.0.1:${stage.host.port}/webhooks/inbound/${sender.preset}${query}`;
    return fetch(target, { method: "POST", headers, body: Buffer.from(change(rawBody)) });
  };

  beforeAll(async () => {
    stage = await createStage(inject("tarball"), ["alert-handler", "devops-agent", "support-bot"]);
    const routes = SENDERS.map(({ preset, secret, url, more }) => [
      preset,
      {
        agentId: "alert-handler",
        template: `From ${preset}: {{body.type}}`,
        auth: { preset, secret, ...(url !== undefined && { url }), ...more },
      },
    ]);
    await stage.configure({
      endpoints: [stage.endpoint({ events: ["inbound.*"] })],
      inbound: { concurrency: 8, endpoints: Object.fromEntries(routes) as object },
    });
    gateway = await stage.host.start();
  });
  afterAll(() => stage.dispose());

  it("lets in what each sender signs, and starts its run", { timeout: 500_000 }, async () => {
    const refused: string[] = [];
    for (const sender of SENDERS) {
      const response = await send(sender);
      if (!response.ok) refused.push(`${sender.preset}: ${response.status}`);
    }
    expect(refused).toEqual(UNREACHABLE.map((preset) => `${preset}: 503`));
    const reached = SENDERS.map(({ preset }) => preset).filter(
      (preset) => !UNREACHABLE.includes(preset),
    );
    const completed = () =>
      stage.receiver.received
        .filter(({ event }) => event.type === "inbound.completed")
        .map(({ event }) => (event.data as { request: { route: string } }).request.route);
    await stage.receiver.until(() => completed().length >= reached.length, 450_000);
    expect([...new Set(completed())].sort()).toEqual(reached.toSorted());
    const prompts = JSON.stringify(stage.model.requests);
    expect(reached.filter((preset) => !prompts.includes(`From ${preset}:`))).toEqual([]);
  });

  it("refuses the same once another word stands in it, where a signature covers the body", async () => {
    const taken: string[] = [];
    const bound = SENDERS.filter(({ preset, isBound }) => isBound && !UNREACHABLE.includes(preset));
    for (const sender of bound) {
      const response = await send(sender, withOtherWords);
      if (response.status !== 401) taken.push(`${sender.preset}: ${response.status}`);
    }
    expect(taken).toEqual([]);
    expect(gateway).toBeDefined();
  });
});
