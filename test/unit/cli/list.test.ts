import { describe, expect, it } from "vitest";
import { Failure } from "../../../src/cli/failure.ts";
import { list } from "../../../src/cli/commands/list.ts";
import type { DeliveryRow } from "../../../src/view/delivery.ts";
import { recordedCli } from "../../support/recorded-terminal.ts";

function rowOf(number: number, overrides: Partial<DeliveryRow> = {}): DeliveryRow {
  const digits = String(number).padStart(32, "0");
  return {
    id: `dlv_${digits}`,
    eventId: `evt_${digits}`,
    event: "message.received",
    endpoint: "an-endpoint-with-a-rather-long-name",
    status: "delivered",
    attempts: 1,
    httpStatus: 200,
    durationMs: 12,
    createdAt: "2026-03-14T10:29:00.000Z",
    updatedAt: `2026-03-14T10:29:00.${String(number).padStart(3, "0")}Z`,
    ...overrides,
  };
}

const dead = rowOf(2, {
  status: "dead",
  attempts: 3,
  error: "HTTP 500 and a receiver that has a great deal to say about why that is so",
});
const failed = rowOf(3, {
  status: "failed",
  error: "HTTP 503",
  nextAttemptAt: "2026-03-14T10:32:00.000Z",
});

describe("list", () => {
  it.each([80, 100, 120, 160])("fits %d columns", async (columns) => {
    const cli = recordedCli([{ deliveries: [failed, dead, rowOf(1)] }], columns);
    await list(cli, {});
    expect(Math.max(...cli.printed.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it("says of what did not arrive why, when it goes on, and its id", async () => {
    const cli = recordedCli([{ deliveries: [failed, dead, rowOf(1)] }]);
    await list(cli, {});
    expect(cli.printed).toHaveLength(7);
    expect(cli.printed[0]).toMatch(/^TIME +STATUS +ENDPOINT +EVENT +TRIES +MS$/);
    expect(cli.printed[2]).toBe(`  ${failed.id} HTTP 503, again in 2 min`);
    expect(cli.printed[4]).toContain(`${dead.id} HTTP 500 and`);
  });

  it.each([80, 100, 160])(
    "has a column for the Gateway where several share the log, in %d columns",
    async (columns) => {
      const rows = [rowOf(2, { instanceId: "gateway-eu-1" }), rowOf(1, { instanceId: "node-2" })];
      const cli = recordedCli([{ deliveries: rows }], columns);
      await list(cli, { instance: "gateway-eu-1" });
      expect(cli.asked[0]?.params).toMatchObject({ instanceId: "gateway-eu-1" });
      expect(cli.printed[0]).toMatch(/^TIME +STATUS +ENDPOINT +EVENT +TRIES +MS +GATEWAY/);
      const shown = cli.printed.filter((line) => line.includes("delivered"));
      // Cut where the terminal is narrow.
      expect(shown.map((line) => /gate|node/.exec(line)?.[0])).toEqual(["gate", "node"]);
      expect(Math.max(...cli.printed.map((line) => line.length))).toBeLessThanOrEqual(columns);
    },
  );

  it("gives a reason and an id their columns where there is room", async () => {
    const cli = recordedCli([{ deliveries: [dead] }], 160);
    await list(cli, {});
    expect(cli.printed).toHaveLength(2);
    expect(cli.printed[1]).toContain("HTTP 500 and a receiver");
    expect(cli.printed[1]?.endsWith(dead.id)).toBe(true);
  });

  it("prints with --json one object per line and nothing else", async () => {
    const cli = recordedCli([{ deliveries: [failed, dead] }]);
    await list(cli, { json: true });
    expect(cli.printed.map((line) => JSON.parse(line) as unknown)).toEqual([failed, dead]);
    expect(cli.notices).toEqual([]);
  });

  it("asks with --status failed for dead ones too", async () => {
    const cli = recordedCli([{ deliveries: [] }]);
    await list(cli, { status: "failed", endpoint: "crm", event: "message.sent", since: "2h" });
    const since = "2026-03-14T08:30:00.000Z";
    const params = {
      status: ["failed", "dead"],
      endpoint: ["crm"],
      event: ["message.sent"],
      since,
    };
    expect(cli.asked).toEqual([{ method: "list", params: { ...params, limit: 20 } }]);
    expect(cli.notices).toEqual(["Nothing of that kind in the log."]);
  });

  it("searches on until it has enough, and says where it ended", async () => {
    const backTo = "2026-03-14T09:00:00.000Z";
    const empty = { deliveries: [], cursor: dead.id, searched: { rows: 150_000, backTo } };
    const cli = recordedCli([{ ...empty, deliveries: [failed] }, empty]);
    await list(cli, { text: "HTTP 503", agent: "main", until: "1h", endpoint: "a, b", json: true });
    expect(cli.asked.map(({ params }) => params)).toEqual([
      expect.objectContaining({ text: "HTTP 503", agent: "main", endpoint: ["a", "b"], limit: 20 }),
      expect.objectContaining({ limit: 19, cursor: dead.id }),
    ]);
    expect(cli.printed).toHaveLength(1);
    expect(cli.notices.at(-1)).toContain(`Looked through 300000 rows`);
    expect(cli.notices.at(-1)).toContain(`--until ${backTo}`);
  });

  it("goes on from page to page until it has what was asked for", async () => {
    const page = Array.from({ length: 200 }, (_, index) => rowOf(index));
    const cli = recordedCli([
      { deliveries: page, cursor: page.at(-1)?.id },
      { deliveries: page.slice(0, 50), cursor: "dlv_x" },
    ]);
    await list(cli, { recent: "250", json: true });
    expect(cli.printed).toHaveLength(250);
    expect(cli.asked[1]?.params).toEqual({ limit: 50, cursor: page.at(-1)?.id });
  });

  it("shows with --follow each change once, oldest first, and not what was there before", async () => {
    const end = new Failure("failed", "the Gateway is gone");
    const changed = { ...failed, status: "delivered", updatedAt: "2026-03-14T10:32:01.000Z" };
    const cli = recordedCli([
      { deliveries: [failed, dead], cursor: dead.id },
      { deliveries: [failed, dead, rowOf(1)] },
      { deliveries: [rowOf(4), changed, dead, rowOf(1)] },
      end,
    ]);
    await expect(list(cli, { follow: true, json: true, recent: "2" })).rejects.toBe(end);
    const shown = cli.printed.map((line) => JSON.parse(line) as DeliveryRow);
    expect(shown).toEqual([dead, failed, changed, rowOf(4)]);
  });

  it.each([
    [{ status: "broken" }, /--status: one of pending, delivered, failed, dead/],
    [{ recent: "0" }, /--recent: write a number from 1/],
    [{ since: "yesterday" }, /--since: write 30m, 2h/],
  ])("refuses %j and says what can be written", async (options, message) => {
    const refusal = list(recordedCli([]), options);
    await expect(refusal).rejects.toMatchObject({ code: "misuse" });
    await expect(refusal).rejects.toThrow(message);
  });
});
