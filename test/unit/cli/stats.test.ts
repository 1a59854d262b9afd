import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stats } from "../../../src/cli/commands/stats.ts";
import { sparkline } from "../../../src/cli/terminal/sparkline.ts";
import type { Stats } from "../../../src/view/stats.ts";
import { recordedCli } from "../../support/recorded-terminal.ts";

const answer: Stats = {
  pending: 2,
  failed: 1,
  delivered: 90,
  dead: 4,
  events: 97,
  range: "hour",
  from: "2026-03-14T09:31:00.000Z",
  to: "2026-03-14T10:31:00.000Z",
  stepMs: 60_000,
  points: Array.from({ length: 60 }, (_, index) => ({
    at: new Date(Date.UTC(2026, 2, 14, 9, 31 + index)).toISOString(),
    delivered: index,
    failed: index === 30 ? 7 : 0,
    dead: 0,
  })),
  total: {
    delivered: 1770,
    failed: 7,
    dead: 4,
    successRate: 1770 / 1777,
    p50: 12.3,
    p95: 340,
    p99: 2100,
  },
  backlog: { waiting: 3, oldestAt: "2026-03-14T10:20:00.000Z", dead: 4 },
  endpoints: [
    {
      endpoint: "an-endpoint-with-a-rather-long-name",
      waiting: 3,
      delivered: 0,
      failed: 7,
      dead: 4,
      successRate: 0,
    },
    {
      endpoint: "crm",
      waiting: 0,
      delivered: 1770,
      failed: 0,
      dead: 0,
      successRate: 1,
      p50: 12.3,
      p95: 340,
    },
  ],
};

describe("stats", () => {
  it("tells what each of several Gateways attempted, and asks for one of them", async () => {
    const figures = { failed: 0, dead: 0, successRate: 1, p50: 12.3, p95: 340 };
    const instances = [
      { instanceId: "node-1", delivered: 1000, ...figures },
      { instanceId: "node-2", delivered: 770, ...figures, failed: 7, successRate: 770 / 777 },
    ];
    const cli = recordedCli([{ ...answer, instances }]);
    await stats(cli, { instance: "node-2" });
    expect(cli.asked).toEqual([{ method: "stats", params: { instanceId: "node-2" } }]);
    const rows = cli.printed.slice(-3).map((line) => line.trim().split(/ {2,}/));
    expect(rows).toEqual([
      ["GATEWAY", "OK", "DELIVERED", "FAILED", "DEAD", "P50", "P95"],
      ["node-1", "100 %", "1000", "0", "0", "12 ms", "340 ms"],
      ["node-2", "99 %", "770", "7", "0", "12 ms", "340 ms"],
    ]);
  });

  it("says first how many arrived and how fast, then what waits and what died", async () => {
    const cli = recordedCli([answer]);
    await stats(cli, { range: "hour" });
    expect(cli.asked).toEqual([{ method: "stats", params: { range: "hour" } }]);
    expect(cli.printed[0]).toBe("In the last hour 99.6 % of 1777 attempts delivered");
    expect(cli.printed[1]).toBe("latency    p50 12 ms, p95 340 ms, p99 2.1 s");
    expect(cli.printed[2]).toMatch(/^delivered .*█$/);
    expect(cli.printed[3]?.trim()).toBe("failed".padEnd(11 + 30) + "█");
    expect(cli.printed[4]).toBe("waiting    3, the oldest for 10 min");
    expect(cli.printed[5]).toContain("retry --status dead");
    expect(cli.printed.at(-1)).toMatch(/^crm +100 % +1770 +0 +0 +0 +12 ms +340 ms$/);
  });

  it("says what the host did that no rule expects, and where to see it", async () => {
    const cli = recordedCli([{ ...answer, unexpected: 3 }]);
    await stats(cli, {});
    expect(cli.printed[6]).toBe(
      "unexpected 3 of the host's doings; openclaw webhook support shows a sample",
    );
  });

  it.each([80, 100])("fits %d columns", async (columns) => {
    const cli = recordedCli([answer], columns);
    await stats(cli, {});
    expect(Math.max(...cli.printed.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it("draws nothing into a pipe, and gives one object with --json", async () => {
    const piped = { ...recordedCli([answer]), isTerminal: false };
    await stats(piped, {});
    expect(piped.printed.join("")).not.toMatch(/[▁-█]/);
    const cli = recordedCli([answer]);
    await stats(cli, { json: true, endpoint: "crm" });
    expect(cli.printed.map((line) => JSON.parse(line) as unknown)).toEqual([answer]);
  });

  it("says when nothing was sent, and refuses a range that is none", async () => {
    const nothing = { delivered: 0, failed: 0, dead: 0 };
    const cli = recordedCli([
      { ...answer, points: [], total: nothing, backlog: { waiting: 0, dead: 0 }, endpoints: [] },
    ]);
    await stats(cli, {});
    expect(cli.printed).toEqual(["In the last hour nothing was sent."]);
    await expect(stats(cli, { range: "year" })).rejects.toThrow("--range: one of hour, day, week");
  });
});

describe("a sparkline", () => {
  it("fits its width, and shows what is not zero as more than nothing", () => {
    const counts = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 120 }), (numbers, width) => {
        const line = sparkline(numbers, width);
        expect(line.length).toBeLessThanOrEqual(width);
        expect(line.trim() === "").toBe(numbers.every((number) => number === 0));
        expect(line.includes("█")).toBe(numbers.some((number) => number > 0));
      }),
    );
  });
});
