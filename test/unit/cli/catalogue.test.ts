import { describe, expect, it } from "vitest";
import { events } from "../../../src/cli/commands/events.ts";
import { preview } from "../../../src/cli/commands/preview.ts";
import { routes } from "../../../src/cli/commands/inbound/routes.ts";
import { EVENT_TYPES } from "../../../src/generated/event-types.ts";
import { validateEnvelope } from "../../support/event-schema.ts";
import { recordedCli } from "../../support/recorded-terminal.ts";

describe("events", () => {
  it("names every type, in lines that fit", async () => {
    const cli = recordedCli([]);
    await events(cli, undefined, {});
    const named = cli.printed.filter((line) => !line.startsWith(" "));
    expect(named.map((line) => line.split(" ")[0])).toEqual([...EVENT_TYPES]);
    expect(Math.max(...cli.printed.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("gives with --json a sample of each that is what its schema says", async () => {
    const cli = recordedCli([]);
    await events(cli, undefined, { json: true });
    const rows = cli.printed.map((line) => JSON.parse(line) as { sample: Record<string, unknown> });
    expect(rows.flatMap(({ sample }) => validateEnvelope(sample))).toEqual([]);
    expect(rows).toHaveLength(EVENT_TYPES.length);
  });

  it("shows the sample of one, and names the near one of a mistyped", async () => {
    const cli = recordedCli([]);
    await events(cli, "tool.called", {});
    expect(JSON.parse(cli.printed.at(-1) ?? "")).toMatchObject({ type: "tool.called" });
    await expect(events(cli, "tool.caled", {})).rejects.toThrow(/did you mean "tool.called"/);
  });
});

describe("preview", () => {
  const shown = {
    endpoint: "crm",
    event: { id: "evt_1", type: "message.sent" },
    hears: false,
    checks: [{ at: "filter.agentIds", passed: false, found: ["main"], wanted: ["support"] }],
    headers: { "X-API-Key": "…" },
    body: '{"a":1}',
  };

  it("shows each clause, the headers and the body", async () => {
    const cli = recordedCli([shown]);
    await preview(cli, "crm", { event: "message.sent" });
    const params = { endpoint: "crm", event: "message.sent" };
    expect(cli.asked).toEqual([{ method: "preview", params }]);
    expect(cli.printed).toEqual([
      "message.sent to crm: not sent",
      '  ✗ filter.agentIds: wants support, found "main"',
      "",
      "X-API-Key: …",
      "",
      "{",
      '  "a": 1',
      "}",
      "",
      "Its settings do not let this event through; it is shown all the same.",
    ]);
  });

  it("fails with what holds the endpoint", async () => {
    const cli = recordedCli([{ ...shown, problem: "transform.text: no such filter" }]);
    await expect(preview(cli, "crm", {})).rejects.toThrow(/transform.text: no such filter/);
  });
});

describe("routes", () => {
  it("shows each with its URL whole, and why one is held", async () => {
    const url =
      "http://127.0.0.1:18789/webhooks/inbound/a-name-that-is-longer-than-a-column-of-eighty";
    const base = { path: "/", auth: "github", agentId: "main", mode: "agent" };
    const held = { ...base, route: "one", state: "held", reason: "auth.secret: A is not set", url };
    const cli = recordedCli([{ routes: [held] }]);
    await routes(cli, {});
    expect(cli.printed).toEqual([
      "ROUTE  STATE  AUTH    AGENT  LAST   STATUS",
      "one    held   github  main   never",
      `  ${url}`,
      "  auth.secret: A is not set",
    ]);
  });
});
