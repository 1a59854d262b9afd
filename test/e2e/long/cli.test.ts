import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { DeliveryRow } from "../../../src/view/delivery.ts";
import type { DeliveryPage } from "../../../src/view/questions.ts";
import type { Stats } from "../../../src/view/stats.ts";
import type { CommandResult, Gateway } from "../../support/gateway.ts";
import { createStage, type Stage } from "../../support/stage.ts";

const SHORT_RETRY = { maxAttempts: 2, backoffMs: 100 };

describe("openclaw webhook, in the genuine Gateway", () => {
  let stage: Stage;
  let gateway: Gateway;
  let dead: DeliveryRow | undefined;

  const webhook = (...args: string[]): Promise<CommandResult> =>
    stage.host.run(["webhook", ...args]);
  const ask = (method: string, params: object): Promise<unknown> =>
    stage.host.call(`eventWebhooks.${method}`, params);
  const listed = async (params: object): Promise<DeliveryRow[]> =>
    ((await ask("list", params)) as DeliveryPage).deliveries;

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    await stage.configure({
      endpoints: [
        stage.endpoint({ events: ["message.*"] }),
        stage.endpoint({ name: "narrow", events: ["message.*"], filter: { agentIds: ["other"] } }),
        stage.endpoint({ name: "nobody", url: "http://127.0.0.1:9/", retry: SHORT_RETRY }),
      ],
      inbound: { endpoints: { alert: { agentId: "alert-handler", template: "{{body.title}}" } } },
    });
    gateway = await stage.host.start();
    await stage.host.call("chat.send", {
      sessionKey: "agent:main:main",
      message: "hello there",
      idempotencyKey: "cli-1",
    });
    await stage.receiver.until((all) => all.some(({ event }) => event.type === "message.sent"));
  });
  afterAll(() => stage.dispose());

  // A command takes seconds, most of them the host's own start; each is run once, two at a time.
  it("lists the last 20, and with --status failed those that did not arrive", async () => {
    const [all, failed] = await Promise.all([
      webhook("list", "--recent", "20"),
      webhook("list", "--status", "failed", "--json"),
    ]);
    expect(all.code).toBe(0);
    expect(all.stdout).toMatch(/^TIME +STATUS +ENDPOINT +EVENT +TRIES +MS$/m);
    expect(all.stdout).toMatch(/^\d\d:\d\d:\d\d +delivered +main-webhook +message\.sent +1 +\d+$/m);
    expect(all.stdout).toMatch(/^ {2}dlv_[0-9a-f]{32} 127\.0\.0\.1:9: connection refused/m);
    expect(Math.max(...all.stdout.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
    const rows = failed.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as DeliveryRow);
    expect(rows.every(({ endpoint }) => endpoint === "nobody")).toBe(true);
    expect(rows.some(({ status }) => status === "dead")).toBe(true);
  });

  it("explains who got an event and which clause kept it from the others, and shows attempts", async () => {
    const rows = await listed({});
    const sent = rows.find(
      ({ endpoint, event }) => endpoint === "main-webhook" && event === "message.received",
    );
    dead = rows.find(({ status }) => status === "dead");
    const [explained, shown] = await Promise.all([
      webhook("explain", sent?.eventId ?? ""),
      webhook("show", dead?.id ?? ""),
    ]);
    expect(explained.stdout).toMatch(/^main-webhook: delivered$/m);
    expect(explained.stdout).toMatch(/^narrow: not sent$/m);
    expect(explained.stdout).toContain('✗ filter.agentIds: wants ["other"], found "main"');
    expect(explained.stdout).not.toContain("hello there");
    expect(shown.stdout).toMatch(/^2 +\d\d:\d\d:\d\d +connect/m);
    const whole = await ask("explain", { id: sent?.id, body: true });
    expect(whole).toMatchObject({
      endpoints: [
        {
          reach: { allowed: true },
          sends: { text: { text: expect.stringContaining("hello there") } },
        },
      ],
      body: { text: expect.stringContaining("hello there") },
    });
  });

  it("sends again and sends samples, and fails where they do not arrive", async () => {
    const [retried, good] = await Promise.all([
      webhook("retry", dead?.id ?? ""),
      webhook("test", "main-webhook", "--event", "error.occurred"),
    ]);
    expect(retried).toMatchObject({ code: 0, stdout: "1 delivery retried.\n" });
    expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining("HTTP 200") });
    const sample = stage.receiver.received.find(({ event }) => event.type === "error.occurred");
    expect(sample?.verified).toBe(true);
  });

  it("pauses an endpoint and shows how all of them stand", async () => {
    expect((await webhook("pause", "main-webhook", "--reason", "moving")).code).toBe(0);
    const [endpoints, bad] = await Promise.all([webhook("endpoints"), webhook("test", "nobody")]);
    expect(endpoints.stdout).toMatch(/^main-webhook +paused/m);
    expect(endpoints.stdout).toContain("  moving");
    expect(bad).toMatchObject({ code: 1, stderr: expect.stringContaining("It did not arrive") });
    expect(await ask("resume", { endpoint: "main-webhook" })).toMatchObject({ state: "ok" });
  });

  it("shows what came in, and ends with 2 when the command line is wrong", async () => {
    const url = `http://127.0.0.1:${stage.host.port}/webhooks/inbound/alert`;
    await fetch(url, { method: "POST", body: JSON.stringify({ title: "disk full" }) });
    const { requests } = (await ask("requests.list", {})) as { requests: { id: string }[] };
    const [shown, wrong] = await Promise.all([
      webhook("requests", "show", requests[0]?.id ?? ""),
      webhook("list", "--nonsense"),
    ]);
    expect(shown.stdout).toContain("✓ authenticity");
    expect(shown.stdout).not.toContain("disk full");
    expect(wrong.code).toBe(2);
  });

  it("reads the log when no Gateway runs, and says so", async () => {
    const endpoint = "main-webhook";
    const toldMore = async (): Promise<number> => {
      const { total } = (await ask("stats", { range: "hour", endpoint })) as Stats;
      return total.delivered - stage.receiver.received.length;
    };
    await expect.poll(toldMore, { timeout: 30_000 }).toBe(0);
    await gateway.stop();
    const [read, stats] = await Promise.all([
      webhook("list", "--event", "message.sent"),
      webhook("stats", "--endpoint", endpoint, "--json"),
    ]);
    expect(read.code).toBe(0);
    expect(read.stdout).toMatch(/delivered +main-webhook +message\.sent/);
    expect(read.stderr).toContain("No Gateway answers");
    expect(JSON.parse(stats.stdout)).toMatchObject({
      range: "day",
      total: { delivered: stage.receiver.received.length, failed: 0, successRate: 1 },
      endpoints: [{ endpoint, delivered: stage.receiver.received.length, waiting: 0 }],
    });
  });
});
