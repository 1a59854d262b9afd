import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DISCORD, escapeWith, PLAIN, TELEGRAM } from "../../../../src/outbound/format/escape.ts";
import { fit, MOST_PARTS, sizeOf, type FitRule } from "../../../../src/outbound/format/fit.ts";

const graphemes = (text: string): string[] =>
  [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)].map(
    ({ segment }) => segment,
  );

const rule = (changes: Partial<FitRule>): FitRule => ({
  most: 20,
  unit: "characters",
  escape: PLAIN,
  long: "cut",
  ...changes,
});

const own = (text: string) => [{ text, foreign: false }];
const texts = fc.string({ unit: "grapheme", maxLength: 200 }).map((text) => text.toWellFormed());
const rules = fc.record({
  most: fc.integer({ min: 12, max: 80 }),
  unit: fc.constantFrom("characters" as const, "bytes" as const, "json bytes" as const),
  escape: fc.constantFrom(PLAIN, DISCORD, TELEGRAM),
  long: fc.constantFrom("cut" as const, "split" as const),
});

describe("a text within a limit", () => {
  it("is never longer than the limit, in what the receiver counts", () => {
    fc.assert(
      fc.property(texts, rules, fc.boolean(), (text, limits, foreign) => {
        for (const part of fit([{ text, foreign }], limits)) {
          expect(sizeOf(part, limits.unit)).toBeLessThanOrEqual(limits.most);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("is cut between graphemes and escapes, with an ellipsis where something is missing", () => {
    fc.assert(
      fc.property(texts, rules, (text, limits) => {
        const [part = ""] = fit([{ text, foreign: true }], { ...limits, long: "cut" });
        const whole = graphemes(text).map((one) => escapeWith(limits.escape, one));
        if (part === whole.join("")) return;
        expect(part.endsWith("…")).toBe(true);
        const kept = part.slice(0, -1);
        const ends = whole.map((_, at) => whole.slice(0, at).join(""));
        expect(ends).toContain(kept);
      }),
      { numRuns: 500 },
    );
  });

  it("loses nothing when it is split, unless it is a document", () => {
    fc.assert(
      fc.property(texts, rules, (text, limits) => {
        const parts = fit(own(text), { ...limits, long: "split" });
        expect(parts.length).toBeLessThanOrEqual(MOST_PARTS);
        const joined = parts.join("");
        if (parts.length < MOST_PARTS) expect(joined).toBe(text);
        else {
          expect(text.startsWith(joined.replace(/…$/, ""))).toBe(true);
          expect(joined === text || joined.endsWith("…")).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("says of a document that it goes on", () => {
    const parts = fit(own("x".repeat(1000)), rule({ most: 20, long: "split" }));
    expect(parts).toHaveLength(MOST_PARTS);
    expect(parts.map((part) => part.length)).toEqual(Array.from({ length: MOST_PARTS }, () => 20));
    expect(parts.map((part) => part.endsWith("…"))).toEqual(
      Array.from({ length: MOST_PARTS }, (_, at) => at === MOST_PARTS - 1),
    );
  });

  it("parts between lines, else between words, else anywhere", () => {
    const split = (text: string) => fit(own(text), rule({ most: 10, long: "split" }));
    expect(split("one two\nthree four")).toEqual(["one two\n", "three four"]);
    expect(split("one twoo three")).toEqual(["one twoo ", "three"]);
    expect(split("abcdefghijklm")).toEqual(["abcdefghij", "klm"]);
  });

  it("keeps a family together and takes apart what no receiver could hold", () => {
    const family = "👨‍👩‍👧‍👦";
    expect(fit(own(`12345678901234${family}x`), rule({ most: 20 }))).toEqual(["12345678901234…"]);
    const zalgo = `a${"\u0301".repeat(5000)}`;
    expect(fit(own(zalgo), rule({ most: 20 }))[0]).toHaveLength(20);
  });

  it("looks at no more of a text than can be sent", () => {
    const started = performance.now();
    fit(own("ä ".repeat(5_000_000)), rule({ most: 2000 }));
    expect(performance.now() - started).toBeLessThan(500);
  });
});
