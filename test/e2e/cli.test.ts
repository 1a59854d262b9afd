import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { CommandResult, Gateway } from "../support/gateway.ts";
import { createStage, type Stage } from "../support/stage.ts";

interface Row {
  id: string;
  eventId: string;
  event: string;
  endpoint: string;
  status: string;
}

const SHORT_RETRY = { maxAttempts: 2, backoffMs: 100 };

describe("openclaw webhook, in the genuine Gateway", () => {
  let stage: Stage;
  let gateway: Gateway;

  const webhook = (...args: string[]): Promise<CommandResult> =>
    stage.host.run(["webhook", ...args]);
  const rows = async (...args: string[]): Promise<Row[]> => {
    const { stdout } = await webhook("list", "--json", ...args);
    return stdout
      .trim()
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Row);
  };

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
  }, 120_000);
  afterAll(() => stage.dispose());

  it("list --recent 20 shows what was sent, and what was not with its reason", async () => {
    const { code, stdout } = await webhook("list", "--recent", "20");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^TIME +STATUS +ENDPOINT +EVENT +TRIES +MS$/m);
    expect(stdout).toMatch(/^\d\d:\d\d:\d\d +delivered +main-webhook +message\.sent +1 +\d+$/m);
    expect(stdout).toMatch(/^ {2}dlv_[0-9a-f]{32} 127\.0\.0\.1:9: connection refused/m);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  }, 60_000);

  it("list --status failed shows failed and dead ones alone; --json is one row per line", async () => {
    const failed = await rows("--status", "failed");
    expect(failed.length).toBeGreaterThan(0);
    expect(new Set(failed.map(({ endpoint }) => endpoint))).toEqual(new Set(["nobody"]));
    expect(Object.keys(failed[0] ?? {})).toEqual(
      expect.arrayContaining(["id", "eventId", "event", "endpoint", "status", "attempts"]),
    );
  }, 60_000);

  it("explain says who got an event, and which clause kept it from the others", async () => {
    const [sent] = await rows("--endpoint", "main-webhook", "--event", "message.received");
    const { stdout } = await webhook("explain", sent?.eventId ?? "");
    expect(stdout).toMatch(/^main-webhook: delivered$/m);
    expect(stdout).toMatch(/^narrow: not sent$/m);
    expect(stdout).toContain('✗ filter.agentIds: wants ["other"], found "main"');
    expect(stdout).not.toContain("hello there");
    const { stdout: whole } = await webhook("explain", sent?.id ?? "", "--body");
    expect(whole).toContain("hello there");
    expect(whole).toContain("127.0.0.1, which may be reached");
  }, 60_000);

  it("show gives every attempt, and retry sends again", async () => {
    const [dead] = await rows("--status", "dead");
    const { stdout } = await webhook("show", dead?.id ?? "");
    expect(stdout).toMatch(/^ +2 +\d\d:\d\d:\d\d +connect/m);
    expect((await webhook("retry", dead?.id ?? "")).stdout).toBe("1 delivery retried.\n");
    const counted = await webhook("retry", "--endpoint", "nobody", "--dry-run", "--json");
    expect(JSON.parse(counted.stdout)).toMatchObject({ retried: 0 });
  }, 60_000);

  it("test sends a signed sample and tells what came of it", async () => {
    const good = await webhook("test", "main-webhook", "--event", "error.occurred");
    expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining("HTTP 200") });
    const sample = stage.receiver.received.find(({ event }) => event.type === "error.occurred");
    expect(sample?.verified).toBe(true);
    const bad = await webhook("test", "nobody");
    expect(bad).toMatchObject({ code: 1, stderr: expect.stringContaining("It did not arrive") });
  }, 60_000);

  it("pause and resume an endpoint", async () => {
    expect((await webhook("pause", "main-webhook", "--reason", "moving")).code).toBe(0);
    const { stdout } = await webhook("endpoints");
    expect(stdout).toMatch(/^main-webhook +disabled/m);
    expect(stdout).toContain("  moving");
    expect((await webhook("resume", "main-webhook")).stdout).toBe("main-webhook is open\n");
  }, 60_000);

  it("requests show what came in", async () => {
    const url = `http://127.0.0.1:${stage.host.port}/webhooks/inbound/alert`;
    await fetch(url, { method: "POST", body: JSON.stringify({ title: "disk full" }) });
    const { stdout } = await webhook("requests", "list", "--json");
    const { id } = JSON.parse(stdout) as { id: string };
    const shown = await webhook("requests", "show", id);
    expect(shown.stdout).toContain("✓ authenticity");
    expect(shown.stdout).not.toContain("disk full");
  }, 60_000);

  it("end with 2 when the command line is wrong", async () => {
    expect((await webhook("list", "--status", "broken")).code).toBe(2);
    expect((await webhook("list", "--nonsense")).code).toBe(2);
    expect((await webhook("pause", "no-such-endpoint")).code).toBe(1);
  }, 60_000);

  it("reads the log when no Gateway runs, and says so", async () => {
    await gateway.stop();
    const { code, stdout, stderr } = await webhook("list", "--event", "message.sent");
    expect(code).toBe(0);
    expect(stdout).toMatch(/delivered +main-webhook +message\.sent/);
    expect(stderr).toContain("No Gateway answers");
    const refused = await webhook("resume", "main-webhook");
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("running Gateway") });
  }, 60_000);
});
