// A Gateway that listens elsewhere than its config says is still no target of its own deliveries, and no stranger's
// page reaches it by a name that was pointed here.
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { freePort, type Gateway } from "../../support/gateway.ts";
import { createStage, type Stage } from "../../support/stage.ts";

describe("a delivery to the Gateway's own port", () => {
  let stage: Stage;
  let port: number;
  let gateway: Gateway;

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    port = await freePort();
    await stage.configure({
      endpoints: [
        stage.endpoint({ name: "itself", url: `http://127.0.0.1:${port}/webhooks/inbound/loop` }),
      ],
      inbound: {
        hosts: ["gateway.lan"],
        endpoints: {
          loop: { agentId: "main", template: "Again", auth: "none" },
          here: { agentId: "main", template: "Hello" },
        },
      },
    });
  });
  // In order it would wait for runs, and a loop has always one more.
  afterEach(() => gateway.stop("SIGKILL"));
  afterAll(() => stage.dispose());

  it.each([
    { by: "OPENCLAW_GATEWAY_PORT", env: true },
    { by: "--port", env: false },
  ])("is refused with its reason and never arrives, where $by sets the port", async ({ env }) => {
    gateway = await stage.host.start(
      env ? { OPENCLAW_GATEWAY_PORT: String(port) } : {},
      env ? { port } : { port, args: ["--port", String(port)] },
    );
    const test = await stage.host.call("eventWebhooks.test", { endpoint: "itself" });
    const requests = await stage.host.call("eventWebhooks.requests.list", {});
    expect(JSON.stringify(test)).toContain(`127.0.0.1:${port} is this Gateway itself`);
    expect(requests).toMatchObject({ requests: [] });
  });

  it("on routes without auth by a foreign Host is refused without a word of why", async () => {
    gateway = await stage.host.start();
    const evil = { host: "evil.example", origin: "http://evil.example" };
    const answers = [
      await post("here", { host: "evil.example" }),
      await post("here", { host: "gateway.lan" }),
      await post("loop", evil),
      await post("loop", { host: "hooks.example.com" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 200, 401, 200]);
    expect(answers[0]?.body).not.toMatch(/host|evil/i);
  });

  /** To the Gateway on loopback, with whatever `Host` is given. */
  async function post(
    route: string,
    headers: Record<string, string>,
  ): Promise<{ status: number | undefined; body: string }> {
    const asking = request({
      host: "127.0.0.1",
      port: stage.host.port,
      path: `/webhooks/inbound/${route}`,
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      // A socket of its own: one that is kept would belong to another Host.
      agent: false,
    });
    asking.end("{}");
    const [response] = (await once(asking, "response")) as [IncomingMessage];
    return { status: response.statusCode, body: await text(response) };
  }
});
