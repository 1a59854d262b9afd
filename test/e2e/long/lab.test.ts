import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { DeliveryPage } from "../../../src/view/questions.ts";
import { freePort } from "../../support/gateway.ts";
import { createStage, SECRET, type Stage } from "../../support/stage.ts";

const OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const QUICK_RETRY = { maxAttempts: 100, backoffMs: 200, factor: 1 };

describe("openclaw webhook lab, beside the genuine Gateway", () => {
  let stage: Stage;
  let port: number;

  const listens = (): Promise<void> =>
    // A GET is no delivery, and shows that it is the lab that answers.
    expect
      .poll(async () => (await fetch(`http://127.0.0.1:${port}/`)).status, { timeout: 120_000 })
      .toBe(405);
  const say = (message: string): Promise<unknown> =>
    stage.host.call("chat.send", {
      sessionKey: "agent:main:main",
      message,
      idempotencyKey: message,
    });
  const delivered = async (): Promise<number> => {
    const page = (await stage.host.call("eventWebhooks.list", {
      endpoint: "lab",
      status: ["delivered"],
    })) as DeliveryPage;
    return page.deliveries.length;
  };

  beforeAll(async () => {
    [stage, port] = await Promise.all([createStage(inject("tarball")), freePort()]);
    const url = `http://127.0.0.1:${port}/`;
    const events = ["message.*"];
    await stage.configure({
      endpoints: [stage.endpoint({ name: "lab", url, events, retry: QUICK_RETRY })],
    });
    await stage.host.start();
  });
  afterAll(() => stage.dispose());

  it("verifies a conversation with the endpoint's own secret, and fails once as it was told", async () => {
    const answers = ["--answer", "503*1,200", "--once", "3"];
    const lab = stage.host.run(["webhook", "lab", "--port", `${port}`, ...answers]);
    await listens();
    await say("hello lab");
    const { code, stdout, stderr } = await lab;
    expect(code).toBe(0);
    expect(stderr).toContain('Verifying with the secret of endpoint "lab".');
    expect(stderr).toContain("3 received: 3 verified, 0 not verified; 2 distinct events, 1 again.");
    expect(stdout).toMatch(/^\d\d:\d\d:\d\d {2}message\.received +try 1 {2}✓ verified .* 503$/m);
    expect(stdout).toMatch(/^\d\d:\d\d:\d\d {2}message\.received +try 2 {2}✓ verified .* 200$/m);
    expect(stdout).toMatch(/^\d\d:\d\d:\d\d {2}message\.sent +try \d {2}✓ verified .* 200$/m);
    expect(stdout + stderr).not.toContain(SECRET);
  });

  it("says why a signature is wrong, and sums up at Ctrl-C", async () => {
    await expect.poll(delivered, { timeout: 120_000 }).toBe(2);
    let interrupt: () => void = () => {};
    const lab = stage.host.run(
      ["webhook", "lab", "--port", `${port}`, "--secret-env", "LAB_SECRET", "--body"],
      { env: { LAB_SECRET: OTHER }, interrupt: new Promise((resolve) => (interrupt = resolve)) },
    );
    await listens();
    await say("hello again");
    await expect.poll(delivered, { timeout: 120_000 }).toBe(4);
    interrupt();
    const { code, stdout, stderr } = await lab;
    expect(code).toBe(1);
    expect(stdout).toMatch(/message\.sent +try 1 {2}✗ NOT verified/);
    expect(stdout).toContain("secret: the signature does not fit");
    expect(stdout).toContain('"content": "hello again"');
    expect(stderr).toContain("2 received: 0 verified, 2 not verified");
    expect(stdout + stderr).not.toContain(OTHER);
  });
});
