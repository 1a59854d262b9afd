import fc from "fast-check";
import { expect, it } from "vitest";
import { scrolledTo, visibleRows } from "../../../src/ui/data/visible.ts";

const px = fc.integer({ min: 0, max: 4_000_000 });

it("has every row in sight, and few more, however long the list is", () => {
  fc.assert(
    fc.property(px, fc.integer({ min: 0, max: 2000 }), fc.nat(100_000), (top, height, count) => {
      const { first, end } = visibleRows({ scrollTop: top, height, rowHeight: 36, count });
      const [from, to] = [Math.floor(top / 36), Math.min(count, Math.ceil((top + height) / 36))];
      if (from < count) expect([first <= from, end >= to]).toEqual([true, true]);
      expect(end).toBeLessThanOrEqual(count);
      expect(end - first).toBeLessThanOrEqual(height / 36 + 27);
    }),
  );
});

it("scrolls just far enough for a row, and not at all when it is in sight", () => {
  const sight = { scrollTop: 360, height: 392, rowHeight: 36 };
  expect(scrolledTo(12, sight, 32)).toBe(360);
  expect(scrolledTo(4, sight, 32)).toBe(144);
  expect(scrolledTo(30, sight, 32)).toBe(30 * 36 + 36 - 360);
});
