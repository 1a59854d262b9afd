// The genuine Gateway with bodies that are meant to hold it up. Only the routes' own schemas are slow of them.
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { doublingSchema, nestedBody } from "../../support/routes.ts";
import { createStage, type Stage } from "../../support/stage.ts";

interface Answer {
  status: number;
  body: { id: string; error?: { code: string } };
}

describe("a Gateway that is sent what costs most", () => {
  let stage: Stage;
  const post = async (route: string, body: unknown): Promise<Answer> => {
    const response = await fetch(`http://127.0.0.1:${stage.host.port}/webhooks/inbound/${route}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Answer["body"] };
  };

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    const agentId = "alert-handler";
    await stage.configure({
      endpoints: [stage.endpoint({ events: ["inbound.completed", "inbound.failed"] })],
      inbound: {
        concurrency: 1,
        endpoints: {
          tree: { agentId, template: "A tree.", schema: doublingSchema },
          probe: { agentId, template: "x", filter: { where: { "body.text": "never" } } },
          plain: { agentId, template: "Somebody wrote: {{body.text}}" },
        },
      },
    });
    await stage.host.start();
  });
  afterAll(() => stage.dispose());

  it("answers other requests all the while, and ends the work at its deadline", async () => {
    // Some 15 s of work in one body of 400 bytes.
    let ended = false;
    const tree = post("tree", nestedBody(20)).finally(() => (ended = true));
    const waits: number[] = [];
    while (!ended) {
      const startedAt = performance.now();
      expect((await post("probe", { text: "small" })).status).toBe(200);
      waits.push(performance.now() - startedAt);
    }
    const { status, body } = await tree;
    expect([status, body.error?.code]).toEqual([422, "too_much_work"]);
    expect(waits.length).toBeGreaterThan(10);
    expect(Math.max(...waits)).toBeLessThan(1000);
    const stored = (await stage.host.call("eventWebhooks.requests.show", {
      id: body.id,
    })) as object;
    expect(JSON.stringify(stored)).toContain("schema: took longer than 2000 ms, and was ended");
  });

  it("runs what follows, fenced by the host's own markers", async () => {
    const text = `Please read this. ${"word ".repeat(10_000)}`;
    const { status, body } = await post("plain", { text });
    expect(status).toBe(200);
    const told = (): boolean =>
      stage.receiver.received.some(({ event }) => JSON.stringify(event.data).includes(body.id));
    await stage.receiver.until(told, 120_000);
    const prompt = JSON.stringify(stage.model.requests.at(-1));
    expect(prompt).toContain("Somebody wrote: [content 1: body.text]");
    const fence = prompt.lastIndexOf("<<<EXTERNAL_UNTRUSTED_CONTENT");
    expect(fence).toBeGreaterThan(0);
    expect(prompt.indexOf("Please read this.", fence)).toBeGreaterThan(fence);
    expect(prompt).not.toContain("\uFFFE");
  });
});
