import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tableLines } from "../../../src/cli/terminal/table.ts";
import { textWidth } from "../../../src/cli/terminal/text-width.ts";
import { duration, readTime } from "../../../src/cli/terminal/time.ts";
import { wrap } from "../../../src/cli/terminal/wrap.ts";
import { NOW } from "../../support/recorded-terminal.ts";

describe("a table", () => {
  it("is never wider than its terminal, whatever stands in it", () => {
    const columns = [{ title: "TIME", most: 11 }, { title: "NAME", most: 20 }, { title: "REASON" }];
    const cell = fc.string({ unit: "grapheme", maxLength: 200 }).map((text) => ({ text }));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell)), fc.integer({ min: 44 }), (rows, width) => {
        const lines = tableLines(columns, rows, { columns: width });
        expect(lines).toHaveLength(rows.length + 1);
        for (const line of lines) {
          expect(textWidth(line)).toBeLessThanOrEqual(width);
          expect(line).not.toMatch(/[\r\n]/);
        }
      }),
    );
  });

  it("cuts nothing while there is room", () => {
    const columns = [{ title: "NAME", most: 8 }, { title: "REASON" }, { title: "ID", most: 6 }];
    const rows = [["a-rather-long-name", "short", "1234567890"].map((text) => ({ text }))];
    expect(tableLines(columns, rows, { columns: 40 })[1]).toBe(
      "a-rather-long-name  short   1234567890",
    );
    expect(tableLines(columns, rows, { columns: 30 })[1]).toBe("a-rather-long…  short   12345…");
  });

  it("puts rows that come later below those that stand there", () => {
    const columns = [{ title: "NAME", most: 12 }, { title: "N", most: 5 }, { title: "REASON" }];
    const linesOf = (...texts: string[]): string[] =>
      tableLines(columns, [texts.map((text) => ({ text }))], { columns: 60, steady: true });
    const [titles, first] = linesOf("crm", "1", "HTTP 500");
    const [, later] = linesOf("another-endpoint", "12345", "a reason");
    const starts = [titles?.indexOf("REASON"), first?.indexOf("HTTP"), later?.indexOf("a reason")];
    expect(new Set(starts)).toEqual(new Set([21]));
  });
});

describe("a wrapped sentence", () => {
  it("breaks a script without blanks, and no id", () => {
    const id = "dlv_019cebd8a3f07c2e9a31d64f0b7e55aa";
    const lines = wrap(`${"内部サーバー".repeat(5)} ${id}`, 30, "  ");
    expect(lines.every((line) => textWidth(line) <= 30 || line.trim() === id)).toBe(true);
    expect(lines).toContain(`  ${id}`);
  });

  it("keeps every word in order, and breaks only between words", () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1 }),
        fc.integer({ min: 20, max: 100 }),
        (words, width) => {
          const lines = wrap(words.join(" "), width, "  ");
          expect(lines.join(" ").trim().split(/\s+/)).toEqual(words);
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe("a time", () => {
  it.each([
    ["90s", "2026-03-14T10:28:30.000Z"],
    ["2h", "2026-03-14T08:30:00.000Z"],
    ["7d", "2026-03-07T10:30:00.000Z"],
    ["2026-03-14T09:00:00Z", "2026-03-14T09:00:00.000Z"],
    ["2026-03-14T09:00:00+02:00", "2026-03-14T07:00:00.000Z"],
    ["2026-03-14", new Date(2026, 2, 14).toISOString()],
  ])("is read from %s", (text, iso) => {
    expect(readTime("--since", text, NOW)).toBe(iso);
  });

  it.each([
    [20, "20 ms"],
    [12_000, "12 s"],
    [180_000, "3 min"],
    [7_200_000, "2 h"],
    [432_000_000, "5 d"],
  ])("that lasts %d ms is told in one unit", (ms, words) => {
    expect(duration(ms)).toBe(words);
  });
});
