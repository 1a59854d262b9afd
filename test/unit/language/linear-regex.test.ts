import { describe, expect, it } from "vitest";
import { compileLinearRegex, maxSearchedLength } from "../../../src/language/regex/linear-regex.ts";

function compile(source: string): (text: string) => boolean {
  const result = compileLinearRegex(source);
  if (!result.ok) throw new Error(result.error);
  return result.test;
}

const errorOf = (source: string): string | undefined => {
  const result = compileLinearRegex(source);
  return result.ok ? undefined : result.error;
};

const texts = [
  "",
  "a",
  "ab",
  "aab",
  "abc",
  "foo-bar",
  "a.b",
  "A1_",
  "x\ny",
  "10.0.0.1",
  "é😀z",
  "aaaa]",
  "ΑΒΓ",
  "-",
];

describe("meaning", () => {
  it.each([
    "",
    "a",
    "^a",
    "b$",
    "^$",
    "a|b",
    "^(?:a|ab)$",
    "(a)(b)?",
    "a*b",
    "a+?b",
    "a{2}",
    "^a{2,}b",
    "^a{1,3}$",
    "a{0}b",
    "(?<year>\\d+)\\.",
    "[a-c]+$",
    "[^a-c]",
    "[\\]]",
    "\\[|\\]",
    "\\bbar\\b",
    "\\B1",
    "\\d{1,3}(\\.\\d{1,3}){3}",
    ".",
    "^.$",
    "\\u{1F600}",
    "\\u0061b",
    "\\x61",
    "\\p{Lu}",
    "\\P{L}",
    "\\s",
    "()",
    "(|a)+$",
    "(a*)*b",
    "\\.",
    "[.]b",
    "^(a|b|)*$",
  ])("%s means what the built-in engine means", (source) => {
    const test = compile(source);
    const native = new RegExp(source, "u");
    for (const text of texts) expect([text, test(text)]).toEqual([text, native.test(text)]);
  });

  it("takes flags in front", () => {
    expect(compile("(?i)ÉCLAIR")("éclair")).toBe(true);
    expect(compile("(?s)x.y")("x\ny")).toBe(true);
    expect(compile("(?m)^y$")("x\ny\nz")).toBe(true);
    expect(compile("^y$")("x\ny\nz")).toBe(false);
  });

  it("does not take the cut of a long text for its end", () => {
    const text = "a".repeat(maxSearchedLength) + "b";
    expect(compile("a$")(text)).toBe(false);
    expect(compile("a$")(text.slice(1, -1))).toBe(true);
  });
});

describe("refusal", () => {
  it.each([
    ["(?=a)", "look-around"],
    ["(?!a)", "look-around"],
    ["(?<=a)b", "look-around"],
    ["(?<!a)b", "look-around"],
    ["\\[(?=a)[\\]]", "look-around"],
    ["(a)\\1", "back-references"],
    ["(?<n>a)\\k<n>", "back-references"],
    ["(?i:a)", "very start"],
    ["(a", "Unterminated group"],
    ["a**", "Nothing to repeat"],
    ["a{600}", "too large"],
    ["((a{100}){100}){100}", "too large"],
    ["((((a?){500}){500}){500}){500}", "too large"],
    ["a".repeat(1001), "longer than 1000"],
  ])("%s: %s", (source, message) => {
    expect(errorOf(source)).toContain(message);
  });

  it("does not take an escaped or a bracketed parenthesis for look-around", () => {
    expect(compile("\\(\\?=a\\)")("(?=a)")).toBe(true);
    expect(compile("[(?=a)]")("=")).toBe(true);
  });
});

it("answers for patterns and texts that a backtracking engine never finishes", () => {
  const text = "a".repeat(50_000);
  for (const source of [
    "(a+)+b",
    "(a|a)*b",
    "(a|aa)+b",
    "a*a*a*a*a*b",
    "^(([a-z])+.)+[A-Z]$",
    "(.*a){20}b",
  ]) {
    expect([source, compile(source)(text)]).toEqual([source, false]);
  }
});

it("builds repeated nothing in no time", () => {
  expect(compile("((((a{0}){500}){500}){500}){500}")("")).toBe(true);
});

it("says the same of a text that leads through more sets of states than are kept", () => {
  // Each sequence of thirteen letters is a set of its own.
  const source = "a[ab]{13}c$";
  let seed = 7;
  const letters = Array.from({ length: 20_000 }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % 3 === 0 ? "a" : "b";
  });
  const matches = compile(source);
  for (const end of ["", "c", `a${"b".repeat(13)}c`, `b${"b".repeat(13)}c`, "é", "éc"]) {
    const text = letters.join("") + end;
    // A second time with what was kept of the first.
    expect([end, matches(text), matches(text)]).toEqual([
      end,
      ...twice(RegExp(source, "u").test(text)),
    ]);
  }
});

const twice = <T>(value: T): [T, T] => [value, value];
