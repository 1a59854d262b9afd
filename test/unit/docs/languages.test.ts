// The first page in four languages: whatever is not prose is the same in all of them.
import { globSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { blocksOf, headingsOf, proseOf, root, textOf } from "../../support/pages.ts";

const ENGLISH = "README.md";
const OTHERS = ["README.ja.md", "README.ko.md", "README.zh-CN.md"];
const MOST_LINES = 250;

const codeOf = (page: string): object[] => blocksOf(page).map(({ kind, text }) => ({ kind, text }));
/** Commands, settings and the like, in any order: languages have their own. */
const namesOf = (page: string): string[] =>
  [...proseOf(page).matchAll(/`([^`\n]+)`/g)].map(([, name = ""]) => name).sort();
/** Targets in the repository; anchors are headings, which are translated. */
const targetsOf = (page: string): string[] =>
  [...proseOf(page).matchAll(/\]\(([^)#\s]+)\)|(?:src|srcset)="([^"]+)"/g)]
    .map(([, link, source]) => link ?? source ?? "")
    .filter((target) => !/^README(?:\.[\w-]+)?\.md$/.test(target));

describe("the first page", () => {
  it("is there in these languages", () => {
    expect(globSync("README*.md", { cwd: root }).sort()).toEqual([...OTHERS, ENGLISH].sort());
  });

  it.each([ENGLISH, ...OTHERS])("is short, and leads to the other languages: %s", (page) => {
    const text = textOf(page);
    expect(text.split("\n").length).toBeLessThanOrEqual(MOST_LINES);
    const [, , languages = ""] = text.split("\n");
    const links = [...languages.matchAll(/\]\(([^)]+)\)/g)].map(([, link = ""]) => link);
    expect(links.sort()).toEqual([ENGLISH, ...OTHERS].filter((each) => each !== page).sort());
  });

  it.each(OTHERS)("has the same code, headings, names and links: %s", (page) => {
    expect(codeOf(page)).toEqual(codeOf(ENGLISH));
    const levels = (of: string): number[] => headingsOf(of).map(({ level }) => level);
    expect(levels(page)).toEqual(levels(ENGLISH));
    expect(namesOf(page)).toEqual(namesOf(ENGLISH));
    expect(targetsOf(page)).toEqual(targetsOf(ENGLISH));
  });

  it("says how the tests are run, and what they are", () => {
    const [, tests = ""] = textOf(ENGLISH).split("\n## Tests\n");
    const [section = ""] = tests.split("\n## ");
    for (const command of ["npm test", "npm run test:long", "npm run test:oracles"])
      expect(section).toContain(command);
  });
});
