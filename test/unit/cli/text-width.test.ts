import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutTo, padTo, textWidth } from "../../../src/cli/terminal/text-width.ts";

describe("the width of a text", () => {
  it.each([
    ["crm", 3],
    ["Grüße", 5],
    ["e\u0301", 1],
    ["東京", 4],
    ["ﾊﾝｶｸ", 4],
    ["한국어", 6],
    ["🚚", 2],
    ["👩‍👩‍👧", 2],
    ["⚠️", 2],
    ["✓ ↻ …", 5],
  ])("of %s is what a terminal takes for it", (text, columns) => {
    expect(textWidth(text)).toBe(columns);
  });

  it("is never more than asked for after a cut, and no character is cut in two", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "é", "京", "🚚", "👩‍👩‍👧", " ") });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (given, width) => {
        const cut = cutTo(given, width);
        expect(textWidth(cut)).toBeLessThanOrEqual(width);
        expect(given.startsWith(cut.replace(/…$/, ""))).toBe(true);
        expect(cut.isWellFormed()).toBe(true);
        expect(textWidth(padTo(cut, width))).toBe(width);
      }),
    );
  });
});
