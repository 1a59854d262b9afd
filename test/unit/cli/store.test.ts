// What `openclaw webhook store` says of a log that several Gateways share.
import { expect, it } from "vitest";
import { store } from "../../../src/cli/commands/store.ts";
import { storeView } from "../../../src/view/store.ts";
import type { SharedStanding } from "../../../src/engine/store/standing.ts";
import { recordedCli } from "../../support/recorded-terminal.ts";

const noon = Date.UTC(2026, 2, 14, 12);
const gateway = { version: "0.1.0", startedAt: noon, seenAt: noon, gone: false };
const shared: SharedStanding = {
  server: "db:5432/app",
  schema: "event_webhooks",
  instance: "node-1",
  instances: [
    { ...gateway, name: "node-1" },
    { ...gateway, name: "node-2", seenAt: noon - 60_000, gone: true },
  ],
  spooled: 0,
  hears: true,
};

async function told(standing: Partial<SharedStanding>): Promise<string[]> {
  const answer = storeView({
    bytes: 12_300_000,
    usedBytes: 10_000_000,
    shared: { ...shared, ...standing },
  });
  const cli = { ...recordedCli([answer]), now: () => noon + 2000 };
  await store(cli, {});
  return cli.printed;
}

const WHERE =
  "PostgreSQL db:5432/app, schema event_webhooks: 12.3 MB on the disk, 10.0 MB of it in use.";

it("says where it is and who shares it", async () => {
  const [where, , titles, ...rows] = await told({});
  expect(where).toBe(WHERE);
  expect(titles).toMatch(/^GATEWAY +VERSION +LAST SIGN +STATE$/);
  expect(rows.map((row) => row.trim().split(/ {2,}/))).toEqual([
    ["node-1 (this one)", "0.1.0", "2 s ago", "here"],
    ["node-2", "0.1.0", "62 s ago", "gone"],
  ]);
});

it("says that a pooler keeps back what the others say", async () => {
  expect((await told({ hears: false, instances: [] })).slice(1)).toEqual([
    "What the others change is seen within three seconds: a pooler keeps their word back.",
  ]);
});

it("says why it cannot be reached and what waits meanwhile, and nothing of poolers", async () => {
  const away = "PostgreSQL: connect ECONNREFUSED 127.0.0.1:5432";
  expect((await told({ hears: false, instances: [], away, spooled: 7 })).slice(1)).toEqual([
    `It cannot be reached: ${away}.`,
    "7 commits wait in this Gateway's spool to be told.",
  ]);
});
