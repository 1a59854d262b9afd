import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitted, plainJson } from "../../src/event/plain-json.ts";

describe("plainJson", () => {
  it("makes valid JSON of anything", () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
    });
    fc.assert(
      fc.property(anything, (value) => {
        expect(() => JSON.parse(plainJson(value)) as unknown).not.toThrow();
      }),
    );
  });

  it("agrees with JSON.stringify where that has an answer", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(plainJson(value)).toBe(JSON.stringify(value));
      }),
    );
  });
});

describe("fitted", () => {
  it("never exceeds its bound for data of a few named fields", () => {
    const value = fc.jsonValue({ maxDepth: 5, stringUnit: "binary" });
    const data = fc.record({ message: value, tool: value, error: value });
    fc.assert(
      fc.property(data, fc.integer({ min: 16_384, max: 65_536 }), (parts, maxBytes) => {
        const long = { ...parts, blob: "x\u0000🦞".repeat(20_000) };
        const json = fitted(long, maxBytes, (cut) => plainJson({ id: "evt_1", data: cut }));
        expect(Buffer.byteLength(json)).toBeLessThanOrEqual(maxBytes);
      }),
    );
  });
});
