import { describe, expect, it } from "vitest";
import { migrateRootBlock } from "../../../src/config/migrate.ts";
import { readFixture } from "./fixtures.ts";

const block = (readFixture("valid/tutorial-block") as { webhooks: object }).webhooks;

function pluginConfig(config: object): { plugins: { entries: Record<string, unknown> } } {
  return { plugins: { entries: { "event-webhooks": { enabled: true, config } } } };
}

describe("migrateRootBlock", () => {
  it("moves the tutorial's block and keeps every other key", () => {
    const before = {
      gateway: { port: 1 },
      webhooks: block,
      plugins: { allow: ["event-webhooks"] },
    };
    const frozen = structuredClone(before);
    expect(migrateRootBlock(before)).toEqual({
      config: {
        gateway: { port: 1 },
        plugins: { allow: ["event-webhooks"], entries: { "event-webhooks": { config: block } } },
      },
      changes: ["Moved webhooks to plugins.entries.event-webhooks.config."],
    });
    expect(before).toEqual(frozen);
  });

  it("has nothing left to do the second time", () => {
    const once = migrateRootBlock({ webhooks: block });
    expect(migrateRootBlock(once?.config ?? {})).toBeNull();
  });

  it("leaves a webhooks key alone that is not ours", () => {
    for (const webhooks of [undefined, true, [], { port: 3000 }, { endpoints: { a: 1 } }]) {
      expect(migrateRootBlock({ webhooks })).toBeNull();
    }
  });

  it("adds to existing settings, inside their wrapper when they have one", () => {
    const log = { maxRows: 1000 };
    const inline = migrateRootBlock({ webhooks: block, ...pluginConfig({ log }) });
    expect(inline?.config).toEqual(pluginConfig({ ...block, log }));
    const wrapped = migrateRootBlock({ webhooks: block, ...pluginConfig({ webhooks: { log } }) });
    expect(wrapped?.config).toEqual(pluginConfig({ webhooks: { ...block, log } }));
  });

  it("drops a copy of what is there already, and says so", () => {
    const migration = migrateRootBlock({ webhooks: block, ...pluginConfig(block) });
    expect(migration?.config).toEqual(pluginConfig(block));
    expect(migration?.changes[0]).toContain("already there and the same: endpoints, inbound");
  });

  it("does nothing when it would have to overwrite, or cannot see what is there", () => {
    for (const config of [{ endpoints: [] }, { $include: "./webhooks.json5" }]) {
      expect(migrateRootBlock({ webhooks: block, ...pluginConfig(config) })).toBeNull();
    }
  });
});
