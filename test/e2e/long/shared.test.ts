// Two genuine Gateways on one PostgreSQL: a repeat is one run wherever it comes, and what one had when it was killed is
// delivered by the other.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { EndpointList } from "../../../src/view/endpoint.ts";
import type { Gateway } from "../../support/gateway.ts";
import { postgresIsThere, postgresUrl } from "../../support/postgres-log.ts";
import { createStage, type Stage } from "../../support/stage.ts";

const instanceOf = (line: string): unknown =>
  (JSON.parse(line) as { instanceId?: string }).instanceId;
const NAMES = ["node-1", "node-2"] as const;

describe.skipIf(!(await postgresIsThere()))("two Gateways on one PostgreSQL", () => {
  const schema = `test_${randomUUID().replaceAll("-", "")}`;
  const stages: Stage[] = [];
  const gateways: Gateway[] = [];

  beforeAll(async () => {
    for (const instanceId of NAMES) {
      const stage = await createStage(inject("tarball"));
      stages.push(stage);
      await stage.configure({
        instanceId,
        store: { url: postgresUrl, schema },
        // The same receiver for both, as it would be.
        endpoints: [stageOf(0).endpoint({ name: "main", events: ["*"], timeoutMs: 5000 })],
        inbound: {
          endpoints: {
            deploy: {
              agentId: "alert-handler",
              template: "deploy {{body.mark}}",
              idempotency: { key: "body.id" },
            },
          },
        },
      });
      gateways.push(await stage.host.start());
    }
  });

  afterAll(async () => {
    for (const stage of stages) await stage.dispose();
    const client = new pg.Client({ connectionString: postgresUrl });
    await client.connect();
    await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    await client.end();
  });

  function stageOf(index: number): Stage {
    const stage = stages[index];
    if (stage === undefined) throw new Error("no such Gateway");
    return stage;
  }

  async function post(index: number, body: object): Promise<{ id: string; status: string }> {
    const url = `http://127.0.0.1:${stageOf(index).host.port}/webhooks/inbound/deploy`;
    const headers = { "content-type": "application/json" };
    const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
    return (await answer.json()) as { id: string; status: string };
  }

  it("runs a request once that its sender repeats to the other one", async () => {
    const first = await post(0, { id: 1, mark: "mark-a" });
    const again = await post(1, { id: 1, mark: "mark-a" });
    expect(again).toMatchObject({ status: "duplicate" });
    const { receiver } = stageOf(0);
    const ended = () => receiver.received.filter(({ event }) => event.type === "inbound.completed");
    await receiver.until(() => ended().length > 0, 120_000);
    expect(ended().map(({ event }) => (event.data["request"] as { id: string }).id)).toEqual([
      first.id,
    ]);
    const asked = stages.flatMap(({ model }) =>
      model.requests.map(({ messages }) => JSON.stringify(messages)),
    );
    expect(asked.filter((text) => text.includes("mark-a"))).toHaveLength(1);
  });

  it("shows in each what the other did, and who shares the log", async () => {
    for (const index of [0, 1]) {
      const { stdout } = await stageOf(index).host.run(["webhook", "store", "--json"]);
      expect(JSON.parse(stdout)).toMatchObject({
        kind: "postgres",
        schema,
        hears: true,
        instances: NAMES.map((instanceId, at) => ({ instanceId, gone: false, self: at === index })),
      });
      const requests = await stageOf(index).host.run(["webhook", "requests", "list", "--json"]);
      const rows = requests.stdout.trim().split("\n");
      expect(rows.map(instanceOf)).toEqual(NAMES.toReversed());
      const own = ["webhook", "requests", "list", "--json", "--instance", "node-1"];
      const { stdout: ofOne } = await stageOf(index).host.run(own);
      expect(ofOne.trim().split("\n").map(instanceOf)).toEqual(["node-1"]);
    }
  });

  it("holds a pause of one for the other, and its end", async () => {
    const stateAt = async (index: number): Promise<string | undefined> => {
      const listed = await stageOf(index).host.call("eventWebhooks.endpoints", {});
      return (listed as EndpointList).endpoints[0]?.state;
    };
    await stageOf(0).host.call("eventWebhooks.pause", { endpoint: "main" });
    await expect.poll(() => stateAt(1)).toBe("paused");
    await stageOf(1).host.call("eventWebhooks.resume", { endpoint: "main" });
    await expect.poll(() => stateAt(0)).toBe("ok");
  });

  it("delivers by the other one what a killed one had", async () => {
    const { receiver } = stageOf(0);
    receiver.answerNext(...Array<number>(500).fill(503));
    const before = receiver.received.length;
    await post(0, { id: 2, mark: "mark-b" });
    await receiver.until(() => receiver.received.length > before, 120_000);
    const ids = new Set(receiver.received.slice(before).map(({ event }) => event.id));
    await gateways[0]?.stop("SIGKILL");
    receiver.forgetAnswers();
    const at = receiver.received.length;
    const delivered = () => new Set(receiver.received.slice(at).map(({ event }) => event.id));
    await receiver.until(() => [...ids].every((id) => delivered().has(id)), 120_000);
    const { stdout } = await stageOf(1).host.run(["webhook", "store", "--json"]);
    expect((JSON.parse(stdout) as { instances: object[] }).instances).toMatchObject([
      { instanceId: "node-1", gone: true },
      { instanceId: "node-2", gone: false },
    ]);
  });
});
