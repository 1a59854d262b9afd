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
  const filter = { until: "2026-02-12T10:30:00.000Z" };
  const counted = { matched: 335, changed: 0, more: false };
  const deleted = { matched: 335, changed: 335, more: false };

  it("counts, asks, and deletes when the answer is yes", async () => {
    const cli = recordedCli([counted, deleted], 80, true);
    await purge(cli, { olderThan: "30d" });
    expect(cli.questions).toEqual(["Delete 335 deliveries from the log?"]);
    expect(cli.asked).toEqual([
      { method: "purge", params: { filter, dryRun: true } },
      { method: "purge", params: { filter, dryRun: false } },
    ]);
    expect(cli.printed).toEqual(["335 deliveries deleted."]);
  });

  it("deletes nothing when the answer is no", async () => {
    const cli = recordedCli([counted], 80, false);
    await purge(cli, { olderThan: "30d" });
    expect(cli.asked).toEqual([{ method: "purge", params: { filter, dryRun: true } }]);
    expect([cli.printed, cli.notices]).toEqual([[], ["Nothing was deleted."]]);
  });

  it("deletes nothing without --yes where nobody can be asked", async () => {
    const cli = recordedCli([counted]);
    await expect(purge(cli, { olderThan: "30d" })).rejects.toMatchObject({
      code: "misuse",
      message:
        "335 deliveries would be deleted, and nobody is here to be asked: the same with --yes deletes them",
    });
    expect(cli.asked).toEqual([{ method: "purge", params: { filter, dryRun: true } }]);
  });

  it("asks nobody with --yes, also for what is still to be sent", async () => {
    const cli = recordedCli([deleted]);
    await purge(cli, { endpoint: "old", pending: true, yes: true });
    const params = { filter: { endpoint: "old" }, pending: true, dryRun: false };
    expect(cli.asked).toEqual([{ method: "purge", params }]);
    expect([cli.questions, cli.printed]).toEqual([[], ["335 deliveries deleted."]]);
  });

  it("says of what is still to be sent that it is", async () => {
    const cli = recordedCli([counted], 80, false);
    await purge(cli, { endpoint: "old", pending: true });
    expect(cli.questions).toEqual(["Delete 335 deliveries, still to be sent, from the log?"]);
  });

  it("only counts with --dry-run, --yes or not", async () => {
    const cli = recordedCli([counted], 80, true);
    await purge(cli, { olderThan: "30d", dryRun: true, yes: true });
    expect(cli.asked).toEqual([{ method: "purge", params: { filter, dryRun: true } }]);
    expect([cli.questions, cli.printed]).toEqual([[], ["335 deliveries would be deleted."]]);
  });

  it("deletes nothing when nobody says what", async () => {
    await expect(purge(recordedCli([]), {})).rejects.toMatchObject({ code: "misuse" });
  });
});
