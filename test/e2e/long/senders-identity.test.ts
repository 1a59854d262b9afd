// What senders send, in the genuine Gateway: every number as it was written, every event that a sender calls new as a
// run and every repeat as none, batches as one run for each item or as one block.
import { createHmac } from "node:crypto";
import { sign } from "@octokit/webhooks-methods";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createStage, type Stage } from "../../support/stage.ts";

const SECRET = "a-secret-of-the-test";
const [ONE, OTHER] = ["8202522731445525542", "8202522731445525543"] as const;
const json = { "content-type": "application/json" };
const bearer = { authorization: `Bearer ${SECRET}` };

describe("what senders send to the genuine Gateway", () => {
  let stage: Stage;

  async function post(route: string, body: string, headers: object): Promise<string> {
    const response = await fetch(`http://127.0.0.1:${stage.host.port}/webhooks/inbound/${route}`, {
      method: "POST",
      headers: { ...json, ...headers },
      body,
    });
    const text = await response.text();
    const { status = "", id } = (text === "" ? {} : JSON.parse(text)) as Record<string, string>;
    if (id !== undefined) lastId = id;
    return `${response.status} ${status}`.trim();
  }
  let lastId = "";
  /** What became of several requests, in their order. */
  async function posts(route: string, sent: readonly [string, object][]): Promise<string[]> {
    const answers: string[] = [];
    for (const [body, headers] of sent) answers.push(await post(route, body, headers));
    return answers;
  }
  const hmac = (body: string, encoding: "hex" | "base64"): string =>
    createHmac("sha256", SECRET).update(body).digest(encoding);
  const told = (type: string, route: string): Record<string, unknown>[] =>
    stage.receiver.received
      .map(({ event }) => event as unknown as { type: string; data: Record<string, unknown> })
      .filter((event) => event.type === type)
      .map(({ data }) => data)
      .filter(({ request }) => (request as { route: string } | undefined)?.route === route);
  const runs = (route: string, count: number): Promise<unknown> =>
    stage.receiver.until(() => told("inbound.completed", route).length >= count, 120_000);
  const prompts = (): string => JSON.stringify(stage.model.requests);

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    const agentId = "alert-handler";
    const preset = (name: string, template = name): object => ({
      agentId,
      template: `${template} has sent something.`,
      auth: { preset: name, secret: SECRET },
    });
    await stage.configure({
      endpoints: [stage.endpoint({ events: ["inbound.*", "message.received"] })],
      inbound: {
        concurrency: 8,
        endpoints: {
          order: {
            agentId,
            template: "Order {{body.id}} of {{body.customer}}.",
            idempotency: { key: "body.id" },
            session: { key: "body.id" },
          },
          chosen: {
            agentId,
            template: "Chosen {{body.id}}",
            filter: { where: { "body.id": ONE } },
            schema: { properties: { id: { type: "integer", multipleOf: 2 } } },
          },
          dropbox: preset("dropbox"),
          github: preset("github"),
          woocommerce: preset("woocommerce"),
          cloudevents: preset("cloudevents"),
          "event-grid": preset("event-grid"),
          "microsoft-graph": preset("microsoft-graph"),
          strict: { ...preset("github", "strict"), replay: "strict" },
          each: {
            agentId,
            template: "{{item.labels.alertname}} is {{item.status}}.",
            forEach: "body.alerts",
            filter: { where: { "item.status": "firing" } },
            idempotency: { key: "item.fingerprint" },
          },
          all: {
            agentId,
            template:
              "{% for alert in body.alerts %}{{alert.labels.alertname}} on {{alert.labels.instance}}: {{alert.annotations.summary}}\n{% endfor %}",
          },
        },
      },
    });
    await stage.host.start();
  });
  afterAll(() => stage.dispose());

  it("keeps two orders apart whose ids differ in what a double cannot hold", async () => {
    const body = (id: string): string => `{"id":${id},"customer":1.10}`;
    expect(
      await posts("order", [
        [body(ONE), {}],
        [body(OTHER), {}],
        [body(ONE), {}],
      ]),
    ).toEqual(["200 accepted", "200 accepted", "200 duplicate"]);
    expect(
      await posts("chosen", [
        [body(ONE), {}],
        [body(OTHER), {}],
        [body("8202522731445525544"), {}],
      ]),
    ).toEqual(["200 accepted", "422", "200 filtered"]);
    await runs("order", 2);
    await runs("chosen", 1);
    expect(prompts()).toContain(`Order ${ONE} of 1.1.`);
    expect(prompts()).toContain(`Order ${OTHER} of 1.1.`);
    expect(prompts()).toContain(`Chosen ${ONE}`);
    const sessions = told("inbound.completed", "order").map(({ sessionKey }) => sessionKey);
    expect(new Set(sessions)).toEqual(
      new Set([ONE, OTHER].map((id) => `agent:alert-handler:webhook:order:${id}`)),
    );
    const shown = await stage.host.call("eventWebhooks.requests.show", { id: lastId, body: true });
    expect(JSON.stringify(shown)).toContain("8202522731445525544");
  });

  it("runs what a sender calls new, and what it repeats once", async () => {
    const change = '{"list_folder":{"accounts":["dbid:AAH4f99T0taONIb"]},"delta":{"users":[1]}}';
    const dropbox = { "x-dropbox-signature": hmac(change, "hex") };
    expect(
      await posts("dropbox", [
        [change, dropbox],
        [change, dropbox],
        [change, dropbox],
      ]),
    ).toEqual(["200 accepted", "200 accepted", "200 accepted"]);

    const dispatch = '{"action":"deploy","client_payload":{}}';
    const signature = await sign(SECRET, dispatch);
    const github = (guid: string): [string, object] => [
      dispatch,
      { "x-hub-signature-256": signature, "x-github-delivery": guid },
    ];
    expect(await posts("github", [github("guid-1"), github("guid-2"), github("guid-2")])).toEqual([
      "200 accepted",
      "200 accepted",
      "200 duplicate",
    ]);
    expect(await posts("strict", [github("guid-1"), github("guid-2")])).toEqual([
      "200 accepted",
      "200 duplicate",
    ]);

    const order = (id: number): [string, object] => {
      const body = `{"id":${id},"status":"processing"}`;
      const signed = { "x-wc-webhook-signature": hmac(body, "base64") };
      return [body, { ...signed, "x-wc-webhook-delivery-id": "b8a0bd0fe9b1" }];
    };
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect(await posts("woocommerce", [["webhook_id=5", form], order(1), order(2)])).toEqual([
      "200",
      "200 accepted",
      "200 accepted",
    ]);

    const event = '{"specversion":"1.0","source":"/orders","id":"1","type":"t","data":1}';
    const structured = { ...bearer, "content-type": "application/cloudevents+json" };
    const change2 = `{"value":[{"id":"n-1","clientState":"${SECRET}","changeType":"updated"}]}`;
    const twice: [string, string, object][] = [
      ["cloudevents", event, structured],
      ["event-grid", '[{"id":"e-1","eventType":"t"}]', { authorization: SECRET }],
      ["microsoft-graph", change2, {}],
    ];
    for (const [route, body, headers] of twice)
      expect(
        await posts(route, [
          [body, headers],
          [body, headers],
        ]),
      ).toEqual(["200 accepted", "200 duplicate"]);
    await runs("dropbox", 3);
    await runs("github", 2);
    await runs("woocommerce", 2);
    for (const [route] of twice) await runs(route, 1);
    expect(told("inbound.completed", "dropbox")).toHaveLength(3);
    expect(told("inbound.completed", "strict").length).toBeLessThanOrEqual(1);
  });

  it("runs each item of a batch, tells of each and of all; and holds a batch in one block", async () => {
    const alerts = Array.from({ length: 20 }, (_, index) => ({
      status: index % 10 === 0 ? "firing" : "resolved",
      labels: { alertname: `High CPU ${index}`, instance: `host ${index}:9100` },
      annotations: { summary: `${index}: the load is over ninety percent` },
      fingerprint: `fp${index}`,
    }));
    const body = JSON.stringify({ alerts });
    expect(await post("each", body, {})).toBe("200 accepted");
    const of = lastId;
    await runs("each", 3);
    const data = told("inbound.completed", "each");
    const items = data.filter((each) => each["items"] === undefined);
    expect(items.map(({ request }) => (request as { batch?: object }).batch).sort(byIndex)).toEqual(
      [
        { of, index: 0, count: 20 },
        { of, index: 10, count: 20 },
      ],
    );
    const all = data.find((each) => each["items"] !== undefined);
    expect(all).toMatchObject({
      request: { id: of, route: "each" },
      reply: "2 of 2 items are done.",
      items: [{ status: "completed" }, { status: "completed" }],
    });
    const shown = await stage.host.call("eventWebhooks.requests.show", { id: of });
    expect(shown).toMatchObject({
      request: { status: "completed" },
      items: items.map(() => ({
        id: expect.stringMatching(/^req_[0-9a-f]{32}$/) as string,
        status: "completed",
      })),
    });
    // A repeat of the batch: each item is known by the operator's key.
    expect(await post("each", body, {})).toBe("200 accepted");
    await runs("each", 4);
    expect(told("inbound.completed", "each").at(-1)).toMatchObject({
      items: [{ status: "duplicate" }, { status: "duplicate" }],
    });

    const asked = stage.model.requests.length;
    expect(await post("all", body, {})).toBe("200 accepted");
    await runs("all", 1);
    const prompt = JSON.stringify(stage.model.requests.slice(asked));
    expect(prompt).not.toContain("[left out]");
    expect(prompt).toContain(
      String.raw`\n60: 19: the load is over ninety percent\n<<<END_EXTERNAL`,
    );
    const heard = stage.receiver.received
      .map(
        ({ event }) =>
          event as unknown as { type: string; data: { message?: { content: string } } },
      )
      .filter(({ type }) => type === "message.received")
      .map((event) => event.data.message?.content ?? "");
    expect(heard).toContain(
      alerts
        .map(
          ({ labels, annotations }) =>
            `${labels.alertname} on ${labels.instance}: ${annotations.summary}`,
        )
        .join("\n"),
    );
  });
});

function byIndex(one?: object, other?: object): number {
  return (one as { index: number }).index - (other as { index: number }).index;
}
