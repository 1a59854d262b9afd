import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countNewer, leavesGap, withAnswer } from "../../../src/ui/data/rows.ts";

interface Row {
  id: string;
  version: number;
}

const idOf = (number: number): string => `dlv_${String(number).padStart(6, "0")}`;
const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { maxLength: 60 });
const newestFirst = (all: readonly number[], version: number): Row[] =>
  all.toSorted((one, other) => other - one).map((number) => ({ id: idOf(number), version }));

describe("rows that are known and an answer", () => {
  it("become what the Gateway says in the answered stretch, and stay as they were beside it", () => {
    fc.assert(
      fc.property(numbers, numbers, fc.integer({ min: 1, max: 20 }), (before, after, limit) => {
        const known = newestFirst(before, 1);
        const truth = newestFirst(after, 2);
        const from = known[Math.floor(known.length / 3)]?.id;
        const rest = from === undefined ? truth : truth.filter(({ id }) => id < from);
        const rows = rest.slice(0, limit);
        const answered = { rows, more: rest.length > limit, ...(from && { before: from }) };
        const shown = withAnswer(known, answered);
        const oldest = answered.more ? (rows.at(-1)?.id ?? "") : "";
        const inStretch = ({ id }: Row): boolean =>
          id >= oldest && (from === undefined || id < from);
        expect(shown.filter(inStretch)).toEqual(rows);
        expect(shown.filter((row) => !inStretch(row))).toEqual(
          known.filter((row) => !inStretch(row)),
        );
        expect(shown).toEqual(shown.toSorted((one, other) => (one.id < other.id ? 1 : -1)));
      }),
    );
  });

  it("have a gap when a burst was larger than an answer", () => {
    const known = newestFirst([1, 2, 3], 1);
    expect(leavesGap(known, { rows: newestFirst([8, 9], 2), more: true })).toBe(true);
    expect(leavesGap(known, { rows: newestFirst([3, 9], 2), more: true })).toBe(false);
    expect(leavesGap(known, { rows: newestFirst([8, 9], 2), more: false })).toBe(false);
    expect(countNewer(known, { rows: newestFirst([3, 8, 9], 2), more: true })).toBe(2);
  });
});
