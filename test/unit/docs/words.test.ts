// What docs/troubleshooting.md says that one sees is what the sources say.
import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { root, textOf } from "../../support/pages.ts";

const sources = globSync("src/**/*.{ts,tsx}", { cwd: root })
  .map((file) => readFileSync(`${root}${file}`, "utf8"))
  .join("\n")
  // A text that goes on in the next line, and a sign that stands for itself.
  .replaceAll(/["`] \+\s*["`]/g, "")
  .replaceAll("\\`", "`");

const [, byWords = ""] = textOf("docs/troubleshooting.md").split("## By the words that you see");

/** The quoted words of each row's first column, divided where `…` stands for what differs. */
const quoted = [...byWords.matchAll(/^\| ((?:[^|\n]|\\\|)+) \|/gm)]
  .flatMap(([, cell = ""]) => [...cell.matchAll(/`([^`]+)`/g)])
  .map(([, words = ""]) => words)
  .filter((words) => !["auth", "requests show", "duplicate"].includes(words));

const isSaid = (words: string): boolean =>
  words
    .split("…")
    .map((part) => part.trim())
    .every((part) => sources.includes(part));

describe("the words that one sees", () => {
  it("are there", () => expect(quoted.length).toBeGreaterThanOrEqual(60));

  it("are those of the sources", () => {
    expect(quoted.filter((words) => !isSaid(words))).toEqual([]);
  });

  it("would be missed otherwise", () => {
    expect(isSaid("the name does not resolve: look at the host")).toBe(false);
  });
});
