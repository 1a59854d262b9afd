// What `openclaw webhook store migrate` reads of the settings, says on its way, and says at the end.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { migrate } from "../../../src/cli/offline/store/migrate.ts";
import { reportLines } from "../../../src/cli/offline/store/copy-lines.ts";
import { readSharedLog } from "../../../src/cli/offline/store/shared-log.ts";
import { openSqliteStore } from "../../../src/engine/store/sqlite/sqlite-store.ts";
import type { CopyReport } from "../../../src/engine/store/copy/report.ts";
import { postgresIsThere, postgresUrl } from "../../support/postgres-log.ts";
import { NOW, recordedCli, type RecordedCli } from "../../support/recorded-terminal.ts";
import { sharedSchema } from "../../support/shared-schema.ts";
import { arrivals, delivered, group } from "../../support/store-samples.ts";

const directory = mkdtempSync(join(tmpdir(), "event-webhooks-cli-"));
afterAll(() => rmSync(directory, { recursive: true }));
const file = join(directory, "openclaw.json5");

function settings(config: object): Record<string, string> {
  const all = { plugins: { entries: { "event-webhooks": { config } } } };
  writeFileSync(file, JSON.stringify(all));
  return { OPENCLAW_CONFIG_PATH: file };
}

const reading = (
  store: object | undefined,
  environment: Record<string, string> = {},
  password?: string,
) =>
  readSharedLog(
    { ...settings({ instanceId: "node-1", ...(store && { store }) }), ...environment },
    NOW,
    password,
  );

describe("the shared log of the settings", () => {
  const url = "postgres://role@db:5432/app";

  it("is opened with what its variables hold", async () => {
    const found = { url: "postgres://role:p%40ss@db:5432/app", schema: "logs", instance: "node-1" };
    const environment = { DB: url, PASSWORD: "p@ss" };
    const schema = "logs";
    const reference = { source: "env", provider: "default", id: "PASSWORD" };
    for (const store of [
      { url: "${DB}", password: "${PASSWORD}", schema },
      { url, password: reference, schema },
    ])
      expect(await reading(store, environment)).toEqual(found);
    expect(
      await reading({ url, schema, password: { source: "exec", id: "x" } }, {}, "p@ss"),
    ).toEqual(found);
  });

  it.each([
    [undefined, `${file} has no \`store\`: there is no shared log to copy to`],
    [{ url: "mysql://db/app" }, `${file}: store.url: begins with "mysql:"`],
    [{ url, schema: 7 }, `${file}: store.schema: `],
    [{ url: "${NO_SUCH}" }, "the variable NO_SUCH is not set here, and store.url names it"],
    [
      { url, password: { source: "exec", id: "x" } },
      "store.password is a reference that only the Gateway can follow; put it into a variable and give its name: --password-env PGPASSWORD",
    ],
  ])("is none: %j", async (store, why) => {
    await expect(reading(store)).rejects.toThrow(why);
  });
});

describe("what a copy came to", () => {
  const report: CopyReport = {
    counts: [
      { part: "events", inFile: 3, copied: 2, there: 1, leftOut: 0, inShared: 3 },
      { part: "deliveries", inFile: 4, copied: 4, there: 0, leftOut: 0, inShared: 3 },
      { part: "names", inFile: 2, copied: 1, there: 0, leftOut: 1, why: "no longer remembered" },
    ],
    secrets: ["asana"],
    waiting: { deliveries: 1, requests: 2 },
    keptAs: "/state/log.sqlite.migrated-1",
  };

  it("is counted on both sides, with what is left out and why", () => {
    const lines = reportLines(report, "db:5432/app, schema logs", { columns: 100 });
    expect(lines.map((line) => line.trim().split(/ {2,}/).join(" | "))).toEqual([
      "WHAT | IN THE FILE | COPIED | THERE | LEFT OUT | SHARED",
      "events | 3 | 2 | 1 | 0 | 3",
      "deliveries | 4 | 4 | 0 | 0 | 3",
      "names of repeats | 2 | 1 | 0 | 1",
      "",
      "names of repeats: 1 left out, no longer remembered.",
      "deliveries: 1 no longer there. The shared log keeps no more than log.maxAgeDays, maxRows and maxBytes of its Gateways say; the file still has them.",
      "Left in the file: the secret that its sender brought to asana. Write it into the settings of the route; docs/store.md says why.",
      "What waits is now sent and run from db:5432/app, schema logs: 1 delivery and 2 requests.",
      "The file was set aside as /state/log.sqlite.migrated-1. No Gateway opens it; delete it when you need it no more.",
    ]);
  });

  it("is nothing where an earlier run had done it", () => {
    const lines = reportLines({ ...report, doneBefore: NOW }, "x", { columns: 100 });
    expect(lines).toContain(
      "All of this file was copied on 2026-03-14T10:30:00.000Z: nothing is copied again.",
    );
  });
});

describe.skipIf(!(await postgresIsThere()))("the command", () => {
  async function migrated(
    rest: Partial<RecordedCli>,
    options: { json?: boolean },
  ): Promise<RecordedCli & { path: string }> {
    const shared = sharedSchema();
    const path = join(directory, `${shared.schema}.sqlite`);
    const store = openSqliteStore({ path, onNotice: () => undefined });
    const numbers = Array.from({ length: 40 }, (_, index) => index);
    await store.commit(arrivals(numbers));
    await store.commit(group({ settlements: numbers.slice(1).map((number) => delivered(number)) }));
    await store.close();
    const environment = settings({ store: { url: postgresUrl, schema: shared.schema } });
    const base = recordedCli([], 100);
    const cli = { ...base, ...rest, host: { ...base.host, environment } };
    await migrate(cli, options, path);
    await shared.drop();
    return { ...cli, path };
  }

  it("shows a bar to a person, and then what it came to", async () => {
    const { notices, printed } = await migrated({}, {});
    expect(notices.at(-1)).toMatch(/^\[#{24}\] 100 % {2}[\w ']+, (\d+) of \1 rows$/);
    expect(printed[2]?.trim().split(/ +/)).toEqual(["deliveries", "40", "40", "0", "0", "40"]);
  });

  it("writes plain lines where nobody watches", async () => {
    const { notices } = await migrated({ isTerminal: false }, {});
    expect(notices.length).toBeGreaterThan(1);
    expect(notices.slice(1).every((line) => /^\d+ % of \d+ rows$/.test(line))).toBe(true);
    expect(notices.at(-1)).toMatch(/^100 %/);
  });

  it("prints one object for a program, and nothing beside it", async () => {
    const { notices, printed, path } = await migrated({ isTerminal: false }, { json: true });
    expect(notices).toEqual([]);
    const [line = "", ...rest] = printed;
    expect(rest).toEqual([]);
    expect(JSON.parse(line)).toMatchObject({
      waiting: { deliveries: 1, requests: 0 },
      keptAs: expect.stringContaining(`${path}.migrated-`),
    });
  });

  it("fails in words where the server is away, and leaves the file", async () => {
    const path = join(directory, "away.sqlite");
    await openSqliteStore({ path, onNotice: () => undefined }).close();
    const environment = settings({ store: { url: "postgres://role@127.0.0.1:1/app" } });
    const cli = { ...recordedCli([]), host: { ...recordedCli([]).host, environment } };
    await expect(migrate(cli, {}, path)).rejects.toMatchObject({
      code: "failed",
      message: expect.stringMatching(/ECONNREFUSED.*The file is as it was; run this again/),
    });
    await openSqliteStore({ path, onNotice: () => undefined }).close();
  });
});
