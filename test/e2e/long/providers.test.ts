import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { createConnection } from "node:net";
import { sign } from "@octokit/webhooks-methods";
import fc from "fast-check";
import { Stripe } from "stripe";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Gateway } from "../../support/gateway.ts";
import { createStage, type Stage } from "../../support/stage.ts";

// The package is one JSON file.
const require = createRequire(import.meta.url);
const examples = require("@octokit/webhooks-examples") as { name: string; examples: object[] }[];

const GITHUB_SECRET = "It's a Secret to Everybody";
const STRIPE_SECRET = "whsec_test_secret";
const SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

describe("what providers send to the genuine Gateway", () => {
  let stage: Stage;
  let gateway: Gateway;

  const send = (route: string, init: RequestInit): Promise<Response> =>
    fetch(`http://127.0.0.1:${stage.host.port}/webhooks/inbound/${route}`, {
      method: "POST",
      ...init,
    });
  const json = { "content-type": "application/json" };
  const completed = (): number =>
    stage.receiver.received.filter(({ event }) => event.type === "inbound.completed").length;

  beforeAll(async () => {
    stage = await createStage(inject("tarball"), ["alert-handler", "devops-agent", "support-bot"]);
    const agentId = "alert-handler";
    await stage.configure({
      endpoints: [stage.endpoint({ events: ["inbound.*"] })],
      inbound: {
        concurrency: 8,
        endpoints: {
          alert: { agentId, template: "Alert: {{body.title}} - severity {{body.severity}}" },
          deploy: {
            agentId: "devops-agent",
            template: "{{body.repo}} {{body.branch}} deploy {{body.status}}",
          },
          "ticket-update": {
            agentId: "support-bot",
            template: "Ticket #{{body.ticketId}} is now {{body.status}}",
          },
          github: {
            agentId,
            template: "{{headers.x-github-event}} by {{body.sender.login}}",
            auth: { preset: "github", secret: GITHUB_SECRET },
            coalesce: { key: "all", windowMs: 300 },
            maxBodyBytes: 200_000,
          },
          stripe: {
            agentId,
            template: "{{body.type}}",
            auth: { preset: "stripe", secret: STRIPE_SECRET },
          },
          slack: {
            agentId,
            template: "{{body.command}} {{body.text}}",
            auth: { preset: "slack", secret: SLACK_SECRET },
          },
          nobody: { agentId: "alert-handlr", template: "x" },
        },
      },
    });
    gateway = await stage.host.start();
  });
  afterAll(() => stage.dispose());

  it("starts the tutorial's three routes", async () => {
    const bodies = {
      alert: { title: "disk", severity: 2 },
      deploy: { repo: "my-app", branch: "main", status: "success", commit: "abc123" },
      "ticket-update": { ticketId: 42, status: "closed" },
    };
    for (const [route, body] of Object.entries(bodies))
      expect((await send(route, { headers: json, body: JSON.stringify(body) })).status).toBe(200);
    await stage.receiver.until(() => completed() >= 3, 120_000);
    const prompts = JSON.stringify(stage.model.requests);
    expect(prompts).toContain("Alert: disk - severity 2");
    expect(prompts).toContain("my-app main deploy success");
    expect(prompts).toContain("Ticket #42 is now closed");
  });

  it("is taken from GitHub: an example of each event, a storm that becomes a run", async () => {
    const before = completed();
    const sent: Promise<Response>[] = [];
    for (const { name, examples: payloads } of examples) {
      const body = JSON.stringify(payloads[0]);
      if (Buffer.byteLength(body) > 200_000) continue;
      const headers = {
        ...json,
        "x-github-event": name,
        "x-github-delivery": `delivery-${name}`,
        "x-hub-signature-256": await sign(GITHUB_SECRET, body),
      };
      sent.push(send("github", { headers, body }));
    }
    const statuses = (await Promise.all(sent)).map(({ status }) => status);
    expect(statuses.length).toBeGreaterThan(50);
    expect(new Set(statuses)).toEqual(new Set([200]));
    await stage.receiver.until(() => completed() > before, 120_000);
    expect(completed() - before).toBeLessThan(10);
  });

  it("is taken from Stripe, and refused when another secret signed it", async () => {
    const payload = JSON.stringify({ id: "evt_1", object: "event", type: "charge.failed" });
    const signed = (secret: string): RequestInit => ({
      headers: {
        ...json,
        "stripe-signature": Stripe.webhooks.generateTestHeaderString({ payload, secret }),
      },
      body: payload,
    });
    const before = completed();
    expect((await send("stripe", signed(STRIPE_SECRET))).status).toBe(200);
    await stage.receiver.until(() => completed() > before);
    expect((await send("stripe", signed("whsec_other"))).status).toBe(401);
  });

  it("is taken from Slack: the handshake is answered, a command starts a run", async () => {
    const signed = (body: string, type: string): RequestInit => {
      const timestamp = String(Math.floor(Date.now() / 1000));
      const mac = createHmac("sha256", SLACK_SECRET)
        .update(`v0:${timestamp}:${body}`)
        .digest("hex");
      return {
        headers: {
          "content-type": type,
          "x-slack-request-timestamp": timestamp,
          "x-slack-signature": `v0=${mac}`,
        },
        body,
      };
    };
    const asked = stage.model.requests.length;
    const challenge =
      '{"type":"url_verification","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}';
    const greeting = await send("slack", signed(challenge, "application/json"));
    expect(await greeting.text()).toContain("3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P");
    expect(stage.model.requests).toHaveLength(asked);
    const command = "command=%2Fdeploy&text=my-app";
    const answer = await send("slack", signed(command, "application/x-www-form-urlencoded"));
    expect(answer.status).toBe(200);
    await stage.model.asked(asked + 1);
  });

  it("meets 503 where the route's agent does not exist, and the log says which is near", async () => {
    expect((await send("nobody", { headers: json, body: "{}" })).status).toBe(503);
    expect(gateway.log()).toContain(
      'there is no agent "alert-handlr", did you mean "alert-handler"?',
    );
  });

  it.each([
    ["GET", "deploy", 405],
    ["POST", "deploy/", 200],
    ["POST", "deploy//", 404],
    ["POST", "/deploy", 404],
    ["POST", "%64eploy", 404],
    ["POST", "deploy%2f..", 404],
    // The host keeps session keys in lower case, and so do we: this is the same route.
    ["POST", "DEPLOY", 200],
    ["POST", "deploy/req_1/more", 404],
    ["POST", "__proto__", 404],
  ])("meets one answer for each path and method: %s %s", async (method, path, status) => {
    const response = await send(path, {
      method,
      headers: json,
      body: method === "GET" ? undefined : "{}",
    });
    expect(response.status).toBe(status);
    if (status === 405) expect(response.headers.get("allow")).toBe("POST");
  });

  it("stays up, and starts nothing, whatever bytes come", async () => {
    const asked = stage.model.requests.length;
    const head = "POST /webhooks/inbound/deploy HTTP/1.1\r\nHost: x\r\n";
    const anything = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));
    const almost = fc
      .tuple(
        fc.constantFrom(
          "Content-Length: 5\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Content-Length: -1\r\n",
          "",
        ),
        fc.constantFrom(
          "Content-Type: application/json\r\n",
          "Content-Type: multipart/form-data\r\n",
          "",
        ),
        fc.uint8Array({ maxLength: 200 }),
      )
      .map(([length, type, body]) =>
        Buffer.concat([
          Buffer.from(`${head}${length}${type}X-Forwarded-For: 1.2.3.4\r\n\r\n`),
          Buffer.from(body),
        ]),
      );
    await fc.assert(
      fc.asyncProperty(fc.oneof(anything, almost), async (bytes) => {
        await throwAt(stage.host.port, bytes);
      }),
      { numRuns: 150 },
    );
    expect((await send("deploy", { headers: json, body: '{"repo":"still here"}' })).status).toBe(
      200,
    );
    await stage.model.asked(asked + 1);
    expect(stage.model.requests).toHaveLength(asked + 1);
    expect(gateway.log()).not.toMatch(/unhandled|uncaught/i);
  });
});

/** Resolves when the other end has answered or hung up, or the bytes were too few to be answered. */
function throwAt(port: number, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = createConnection(port, "127.0.0.1", () => socket.end(bytes));
    socket.resume();
    socket.on("error", () => resolve());
    socket.on("close", () => resolve());
  });
}
