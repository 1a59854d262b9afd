import { describe, expect, it } from "vitest";
import { asTest, isTest } from "../../../src/engine/attempt/test-event.ts";
import { toRecord } from "../../../src/event/envelope.ts";
import { sampleDraft } from "../../../src/event/sample.ts";
import { EVENT_TYPES } from "../../../src/generated/event-types.ts";
import { validateEnvelope } from "../../support/event-schema.ts";

describe("the samples of `webhook test`", () => {
  it.each(EVENT_TYPES)("%s is what its schema says", (type) => {
    const context = {
      instanceId: "node-1",
      maxEventBytes: 65_536,
      newId: () => `evt_${"0".repeat(32)}`,
    };
    const record = toRecord(sampleDraft(type, Date.UTC(2026, 2, 14)), context);
    expect(record.type).toBe(type);
    const test = asTest(record);
    expect(isTest(test)).toBe(true);
    expect(test.json).toBe(record.json);
    expect(validateEnvelope(JSON.parse(record.json) as Record<string, unknown>)).toEqual([]);
  });
});
