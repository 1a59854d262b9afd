// A Gateway that listens elsewhere than its config says is still no target of its own deliveries.
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { freePort } from "../../support/gateway.ts";
import { createStage, type Stage } from "../../support/stage.ts";

interface Test {
  sent: boolean;
  status: string;
  attempts: { error?: string }[];
}

describe("a delivery to the Gateway's own port", () => {
  let stage: Stage;
  let port: number;

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    port = await freePort();
    await stage.configure({
      endpoints: [
        stage.endpoint({ name: "itself", url: `http://127.0.0.1:${port}/webhooks/inbound/loop` }),
      ],
      inbound: { endpoints: { loop: { agentId: "main", template: "Again", auth: "none" } } },
    });
  });
  afterAll(() => stage.dispose());

  it.each([
    { by: "OPENCLAW_GATEWAY_PORT", env: true },
    { by: "--port", env: false },
  ])("is refused with its reason and never arrives, where $by sets the port", async ({ env }) => {
    const gateway = await stage.host.start(
      env ? { OPENCLAW_GATEWAY_PORT: String(port) } : {},
      env ? { port } : { port, args: ["--port", String(port)] },
    );
    const test = (await stage.host.call("eventWebhooks.test", { endpoint: "itself" })) as Test;
    const requests = await stage.host.call("eventWebhooks.requests.list", {});
    await gateway.stop();
    expect(JSON.stringify(test)).toContain(`127.0.0.1:${port} is this Gateway itself`);
    expect(requests).toMatchObject({ requests: [] });
  });
});
