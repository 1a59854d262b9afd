import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { OWN_COMMAND_HINT } from "../../src/host/own-command.ts";
import type { DeliveryRow } from "../../src/view/delivery.ts";
import type { DeliveryPage } from "../../src/view/questions.ts";
import { validateEnvelope } from "../support/event-schema.ts";
import { SCENES } from "../support/conversation.ts";
import type { Gateway } from "../support/gateway.ts";
import { callGateway } from "../support/rpc.ts";
import { createStage, SECRET, type Stage } from "../support/stage.ts";
import type { Received } from "../support/verifying-receiver.ts";

interface Envelope {
  type: string;
  data: Record<string, Record<string, unknown>>;
}

/** What the recorded scene became, by its fixture. */
function expectedOf(scene: string): Envelope[] {
  const file = new URL(`../../fixtures/events/${scene}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Envelope[];
}

const typesOf = (deliveries: readonly Received[]): string[] =>
  deliveries.map(({ event }) => event.type).sort();
const contentOf = ({ type, data }: Envelope): string =>
  JSON.stringify([
    type,
    data["channel"],
    data["message"]?.["content"],
    data["tool"]?.["name"],
    data["error"]?.["kind"],
  ]);

const environment = { WEBHOOK_SECRET: SECRET, CRM_API_KEY: "crm-key-1" };

describe("a conversation in the genuine Gateway", () => {
  let stage: Stage;
  let gateway: Gateway;

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    // The secret is a SecretRef and a header a variable: valid signatures show that both were resolved.
    const secret = { source: "env", provider: "default", id: "WEBHOOK_SECRET" };
    const headers = { "X-API-Key": "${CRM_API_KEY}" };
    await stage.configure({ endpoints: [stage.endpoint({ secret, headers })] });
    gateway = await stage.host.start(environment);
  });
  afterAll(() => stage.dispose());

  it.each(SCENES.map(({ name }) => name))("tells each fact of %s once", async (name) => {
    const scene = SCENES.find((candidate) => candidate.name === name);
    const expected = expectedOf(name);
    const before = stage.receiver.received.length;
    await scene?.play(stage);
    const all = await stage.receiver.until(
      (received) => received.length >= before + expected.length,
    );
    const told = all.slice(before).map(({ event }) => event as unknown as Envelope);
    expect(told.map(contentOf).sort()).toEqual(expected.map(contentOf).sort());
  });

  it("carries model and usage in every reply", () => {
    const replies = stage.receiver.received.filter(({ event }) => event.type === "message.sent");
    expect(replies.length).toBeGreaterThan(0);
    for (const { event } of replies) {
      expect(event.data).toMatchObject({ model: "mock-1", provider: "mock" });
      expect(event.data["usage"]).toMatchObject({ inputTokens: expect.any(Number) as number });
    }
  });

  it("is listed for an operator, newest first, by RPC and on the command line alike", async () => {
    const recent = (await stage.host.call("eventWebhooks.list", { limit: 20 })) as DeliveryPage;
    const printed = await stage.host.run(["webhook", "list", "--recent", "20", "--json"]);
    expect(printed.code).toBe(0);
    const rows = printed.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as DeliveryRow);
    expect(rows.map(({ id }) => id)).toEqual(recent.deliveries.map(({ id }) => id));
    expect(rows).toHaveLength(20);
    const ids = new Set(stage.receiver.received.map(({ event }) => event.id));
    expect(rows.every(({ eventId, status }) => ids.has(eventId) && status === "delivered")).toBe(
      true,
    );
  });

  it("lets a connection do no more than its scopes say", async () => {
    const { port, token } = stage.host;
    const reader = { port, token, scopes: ["operator.read"] };
    const change = { endpoint: "main-webhook" };
    await expect(callGateway(reader, "eventWebhooks.pause", change)).rejects.toThrow(
      "missing scope: operator.write",
    );
    await expect(callGateway(reader, "eventWebhooks.endpoints", {})).resolves.toMatchObject({
      endpoints: [{ endpoint: "main-webhook", state: "ok" }],
    });
  });

  it("tells the end of every session at shutdown, and nothing twice", async () => {
    await gateway.stop();
    const scenes = [...SCENES.map(({ name }) => name), "shutdown"];
    const expected = scenes.flatMap((name) => expectedOf(name).map(({ type }) => type));
    // What the Gateway could not send any more while it stopped goes out after its next start.
    if (stage.receiver.received.length < expected.length) {
      gateway = await stage.host.start(environment);
      await stage.receiver.until((received) => received.length >= expected.length);
      await gateway.stop();
    }
    expect(typesOf(stage.receiver.received)).toEqual(expected.sort());
  });

  it("signs every delivery, as the tutorial and as Standard Webhooks verify it", () => {
    expect(stage.receiver.received.filter(({ verified }) => !verified)).toEqual([]);
    const ids = stage.receiver.received.map(({ event }) => event.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("sends what the schemas describe, with the headers of the contract", () => {
    for (const { event, headers } of stage.receiver.received) {
      expect(validateEnvelope({ ...event })).toEqual([]);
      expect(headers).toMatchObject({
        "content-type": "application/json",
        "user-agent": "openclaw-event-webhooks/0.1.0",
        "x-api-key": "crm-key-1",
        "x-openclaw-event": event.type,
        "x-openclaw-delivery": expect.stringMatching(/^dlv_/) as string,
        "x-openclaw-attempt": "1",
        "webhook-id": event.id,
        "webhook-timestamp": headers["x-openclaw-timestamp"],
      });
    }
  });

  it("passes on the trace of a run", () => {
    const traced = stage.receiver.received.filter(
      ({ headers }) => headers["traceparent"] !== undefined,
    );
    expect(traced.length).toBeGreaterThan(0);
    for (const { headers } of traced)
      expect(headers["traceparent"]).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/);
  });

  it("leaves nothing of ours in the Gateway's log but the hint of its first start", () => {
    const told = gateway
      .log()
      .split("\n")
      .filter((line) => line.includes("[plugins]"));
    expect(told.filter((line) => !line.includes("memory-core"))).toEqual([
      expect.stringContaining(OWN_COMMAND_HINT),
    ]);
  });
});
