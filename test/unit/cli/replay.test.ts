import { describe, expect, it } from "vitest";
import { replay } from "../../../src/cli/commands/replay.ts";
import { replayRequest } from "../../../src/cli/commands/inbound/replay-request.ts";
import { recordedCli } from "../../support/recorded-terminal.ts";

const id = `evt_${"1".repeat(32)}`;
const request = `req_${"2".repeat(32)}`;

describe("replay", () => {
  it("takes events and deliveries by id, and another endpoint", async () => {
    const cli = recordedCli([{ events: 1, matched: 1, replayed: 1 }]);
    await replay(cli, [id], { to: "crm" });
    const params = { ids: [id], to: "crm", dryRun: false };
    expect(cli.asked).toEqual([{ method: "replay", params }]);
    expect(cli.printed).toEqual(["1 delivery of 1 event will be replayed, one after the other."]);
  });

  it("counts with --dry-run what a filter finds, call by call", async () => {
    const cursor = `evt_${"3".repeat(32)}`;
    const cli = recordedCli([
      { events: 10_000, matched: 12_000, replayed: 0, cursor },
      { events: 5, matched: 6, replayed: 0 },
    ]);
    const options = { event: "message.*, tool.called", since: "1d", missing: true, rate: "200" };
    await replay(cli, [], { ...options, dryRun: true });
    const filter = { events: ["message.*", "tool.called"], since: "2026-03-13T10:30:00.000Z" };
    const params = { filter, missing: true, perSecond: 200, dryRun: true };
    expect(cli.asked).toEqual([
      { method: "replay", params },
      { method: "replay", params: { ...params, cursor } },
    ]);
    expect(cli.printed).toEqual(["12006 deliveries of 10005 events would be replayed."]);
  });

  it("fails when there is nothing to replay, or nobody says what", async () => {
    const none = recordedCli([{ events: 0, matched: 0, replayed: 0 }]);
    await expect(replay(none, [id], {})).rejects.toMatchObject({ code: "failed" });
    const cli = recordedCli([]);
    await expect(replay(cli, [], { to: "crm" })).rejects.toMatchObject({ code: "misuse" });
    await expect(replay(cli, [request], {})).rejects.toMatchObject({ code: "misuse" });
    await expect(replay(cli, [id], { since: "1d" })).rejects.toMatchObject({ code: "misuse" });
    await expect(replay(cli, [], { since: "1d", rate: "0" })).rejects.toMatchObject({
      code: "misuse",
    });
    expect(cli.asked).toEqual([]);
  });
});

describe("requests replay", () => {
  const story = (status: string, text: string): object => ({
    status,
    httpStatus: 200,
    verdicts: [{ step: "filter", ok: true }],
    agentId: "main",
    sessionKey: "agent:main:webhook:x",
    prompt: { text, bytes: text.length },
  });

  it("shows with --dry-run which lines of the prompt are gone and which are new", async () => {
    const before = story("completed", "Deploy\nof my-app\nfailed");
    const now = story("waiting", "Deploy\nof the app my-app\nfailed");
    const compared = { replayed: false, replayOf: request, before, now, differs: ["prompt"] };
    const cli = recordedCli([compared]);
    await replayRequest(cli, request, { dryRun: true });
    expect(cli.printed.join("\n")).toContain("Different: prompt.");
    expect(cli.printed.slice(-4)).toEqual([
      "  Deploy",
      "- of my-app",
      "+ of the app my-app",
      "  failed",
    ]);
  });

  it("fails when nothing was started, and says why", async () => {
    const refused = { replayed: false, replayOf: request, reason: "no route" };
    const filtered = { replayed: true, replayOf: request, id: request, status: "filtered" };
    for (const answer of [refused, filtered]) {
      const cli = recordedCli([answer]);
      await expect(replayRequest(cli, request, {})).rejects.toMatchObject({ code: "failed" });
    }
    const started = recordedCli([{ ...filtered, status: "waiting" }]);
    await replayRequest(started, request, {});
    expect(started.asked).toEqual([
      { method: "requests.replay", params: { id: request, dryRun: false } },
    ]);
  });
});
