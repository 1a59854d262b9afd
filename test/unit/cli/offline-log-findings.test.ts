import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findInLog, logFindings } from "../../../src/cli/offline/findings/log-findings.ts";
import { openSqliteStore } from "../../../src/engine/store/sqlite/sqlite-store.ts";
import { endpointOf, settingsOf } from "../../support/engine-fixture.ts";
import { arrivals, dead, delivered, group, noon } from "../../support/store-samples.ts";

const directory = mkdtempSync(join(tmpdir(), "event-webhooks-findings-"));
afterAll(() => rmSync(directory, { recursive: true }));

const idle = { pending: 0, failed: 0, delivered: 0, dead: 0, events: 0 };
const sound = { stats: idle, states: [], gone: [], endpoints: [], bytes: 0, freeBytes: 1e12 };
const bounds = { maxRows: 1000, maxBytes: 1e9 };

describe("what is found in the log", () => {
  it("is what stands still, fails, was given up or waits for nobody, each with what to do", async () => {
    const databasePath = join(directory, "log.sqlite");
    const store = openSqliteStore({ path: databasePath, onNotice: () => undefined });
    await store.commit(arrivals([1, 2, 3], { endpoint: "crm" }));
    await store.commit(group({ settlements: [1, 2, 3].map((number) => dead(number)) }));
    await store.commit(arrivals([4], { endpoint: "old-name" }));
    await store.commit(arrivals([5], { endpoint: "fine" }));
    await store.commit(group({ settlements: [delivered(5)] }));
    await store.saveEndpointState({ name: "closed", disabledReason: "answered 410" });
    await store.close();
    const endpoints = ["crm", "fine", "closed"].map((name) => endpointOf({ name }));
    const settings = settingsOf(...endpoints);
    const findings = await findInLog({ databasePath, settings, now: noon });
    expect(findings.map(({ checkId, remediation }) => [checkId, remediation])).toEqual([
      ["event-webhooks.endpoint.disabled", expect.stringContaining("webhook resume closed")],
      ["event-webhooks.endpoint.failing", expect.stringContaining("webhook explain dlv_00000003")],
      ["event-webhooks.log.dead", expect.stringContaining("retry --endpoint crm --status dead")],
      ["event-webhooks.log.gone", expect.stringContaining("purge --endpoint old-name --pending")],
    ]);
    expect(findings[1]?.detail).toContain("answered 500");
    // Two days later nothing was given up "since yesterday".
    const later = await findInLog({ databasePath, settings, now: noon + 2 * 86_400_000 });
    expect(later.map(({ checkId }) => checkId)).not.toContain("event-webhooks.log.dead");
  });

  it("tells a proxy that fails from a receiver that does", () => {
    const failed = {
      id: "dlv_1",
      eventId: "evt_1",
      eventType: "message.sent",
      endpoint: "crm",
      status: "failed" as const,
      attempts: 1,
      createdAt: noon,
      updatedAt: noon,
      error: "proxy p:3128: it asks for credentials",
    };
    const crm = { name: "crm", dead: [], recent: [failed, failed, failed] };
    const found = (lastClass: "proxy" | "connect") =>
      logFindings({ ...sound, endpoints: [{ ...crm, lastClass }] }, bounds, noon).map(
        ({ checkId, title }) => [checkId, title],
      );
    expect(found("proxy")).toEqual([
      [
        "event-webhooks.endpoint.blocked",
        'Endpoint "crm" is blocked by its proxy: its last 3 deliveries did not arrive',
      ],
    ]);
    expect(found("connect")).toEqual([
      [
        "event-webhooks.endpoint.failing",
        'Endpoint "crm" fails: its last 3 deliveries did not arrive',
      ],
    ]);
  });

  it("is nothing where there is no log, and said where it cannot be read", async () => {
    const settings = settingsOf();
    const none = join(directory, "none.sqlite");
    expect(await findInLog({ databasePath: none, settings, now: noon })).toEqual([]);
    const damaged = join(directory, "damaged.sqlite");
    writeFileSync(damaged, "this is no database, but long enough to be looked at".repeat(40));
    expect(await findInLog({ databasePath: damaged, settings, now: noon })).toMatchObject([
      { checkId: "event-webhooks.log.unreadable", severity: "warn" },
    ]);
  });

  it("is that a bound comes near", () => {
    const full = { ...sound, stats: { ...idle, delivered: 899, dead: 1 }, freeBytes: 1e6 };
    expect(logFindings(full, bounds, noon).map(({ checkId }) => checkId)).toEqual([
      "event-webhooks.log.nearly_full",
      "event-webhooks.log.disk",
    ]);
    const half = { ...sound, stats: { ...idle, delivered: 899 } };
    expect(logFindings(half, bounds, noon)).toEqual([]);
  });

  it("is that the log takes four fifths of what it may, and what of it stays", () => {
    const stats = { ...idle, pending: 7, failed: 2 };
    const found = logFindings({ ...sound, stats, bytes: 8e8 }, bounds, noon);
    expect(found.map(({ checkId, severity }) => [checkId, severity])).toEqual([
      ["event-webhooks.log.nearly_too_large", "warn"],
    ]);
    expect(found[0]?.title).toBe("The log takes 800 MB of the disk; log.maxBytes is 1000 MB");
    expect(found[0]?.detail).toContain("pending (9 deliveries)");
    expect(logFindings({ ...sound, bytes: 8e8 - 1 }, bounds, noon)).toEqual([]);
  });
});
