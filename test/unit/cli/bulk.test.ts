import { describe, expect, it } from "vitest";
import { purge, retry } from "../../../src/cli/commands/bulk.ts";
import { recordedCli } from "../../support/recorded-terminal.ts";

const id = `dlv_${"1".repeat(32)}`;

describe("retry", () => {
  it("takes deliveries by id", async () => {
    const cli = recordedCli([{ matched: 1, changed: 1, more: false }]);
    await retry(cli, [id], {});
    expect(cli.asked).toEqual([{ method: "retry", params: { ids: [id], dryRun: false } }]);
    expect(cli.printed).toEqual(["1 delivery retried."]);
  });

  it("counts with --dry-run what a filter finds", async () => {
    const cli = recordedCli([{ matched: 7, changed: 0, more: false }]);
    await retry(cli, [], { status: "failed", endpoint: "crm", dryRun: true });
    const filter = { endpoint: "crm", status: ["failed", "dead"] };
    expect(cli.asked).toEqual([{ method: "retry", params: { filter, dryRun: true } }]);
    expect(cli.printed).toEqual(["7 deliveries would be retried."]);
  });

  it("works through a large backlog part by part", async () => {
    const part = { matched: 20_000, changed: 20_000, more: true };
    const cli = recordedCli([part, part, { matched: 5, changed: 5, more: false }]);
    await retry(cli, [], { status: "dead", json: true });
    expect(cli.printed).toEqual([JSON.stringify({ matched: 40_005, retried: 40_005 })]);
  });

  it("fails when a named delivery was not retried", async () => {
    const cli = recordedCli([{ matched: 1, changed: 0, more: false }]);
    await expect(retry(cli, [id], {})).rejects.toMatchObject({ code: "failed" });
  });

  it("retries nothing when nobody says what", async () => {
    const cli = recordedCli([]);
    await expect(retry(cli, [], {})).rejects.toMatchObject({ code: "misuse" });
    await expect(retry(cli, ["evt_1"], {})).rejects.toMatchObject({ code: "misuse" });
    await expect(retry(cli, [id], { status: "dead" })).rejects.toMatchObject({ code: "misuse" });
    expect(cli.asked).toEqual([]);
  });
});

describe("purge", () => {
  it("deletes what is older than an age", async () => {
    const cli = recordedCli([{ matched: 3, changed: 3, more: false }]);
    await purge(cli, { olderThan: "30d" });
    const filter = { until: "2026-02-12T10:30:00.000Z" };
    expect(cli.asked).toEqual([{ method: "purge", params: { filter, dryRun: false } }]);
    expect(cli.printed).toEqual(["3 deliveries deleted."]);
  });

  it("counts what is still to be sent, and deletes it only with --yes", async () => {
    const counted = recordedCli([{ matched: 3, changed: 0, more: false }]);
    await purge(counted, { endpoint: "old", pending: true });
    const asked = { filter: { endpoint: "old" }, pending: true };
    expect(counted.asked).toEqual([{ method: "purge", params: { ...asked, dryRun: true } }]);
    expect(counted.printed).toEqual(["3 deliveries would be deleted."]);
    expect(counted.notices.join()).toContain("--yes");
    const deleted = recordedCli([{ matched: 3, changed: 3, more: false }]);
    await purge(deleted, { endpoint: "old", pending: true, yes: true });
    expect(deleted.asked).toEqual([{ method: "purge", params: { ...asked, dryRun: false } }]);
    expect(deleted.printed).toEqual(["3 deliveries deleted."]);
  });

  it("deletes nothing when nobody says what", async () => {
    await expect(purge(recordedCli([]), {})).rejects.toMatchObject({ code: "misuse" });
  });
});
