// Every relative link on every page leads to a file that is there, and to a heading that it has.
import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { headingsOf, PAGES, proseOf, root, textOf } from "../../support/pages.ts";

/** As GitHub makes them: https://github.com/gjtorikian/html-pipeline, `TableOfContentsFilter`. */
function anchorsOf(page: string): Set<string> {
  const counts = new Map<string, number>();
  const anchors = headingsOf(page).map(({ text }) => {
    const words = text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const slug = words.replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "").replaceAll(" ", "-");
    const before = counts.get(slug) ?? 0;
    counts.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
  const named = textOf(page).matchAll(/<a id="([^"]+)"/g);
  return new Set([...anchors, ...[...named].map(([, id = ""]) => id)]);
}

/** Links out of the text of a page, without those in code. */
function linksIn(text: string): string[] {
  const words = text.replaceAll(/`[^`\n]*`(?!\])/g, (code) => (code.includes("](") ? "" : code));
  const found = words.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g);
  return [...found].map(([, link, source]) => link ?? source ?? "");
}

/** What is wrong with a link on a page; undefined = nothing. */
function faultOf(page: string, link: string): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined;
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : normalize(join(dirname(page), path));
  if (!existsSync(`${root}${target}`)) return `there is no ${target}`;
  if (anchor === undefined) return undefined;
  if (!target.endsWith(".md")) return `${target} has no headings`;
  return anchorsOf(target).has(anchor) ? undefined : `${target} has no heading #${anchor}`;
}

const links = PAGES.flatMap((page) => linksIn(proseOf(page)).map((link) => [page, link] as const));

describe("the links on the pages", () => {
  it("are there", () => expect(links.length).toBeGreaterThanOrEqual(300));

  it("lead somewhere", () => {
    const broken = links.flatMap(([page, link]) => {
      const fault = faultOf(page, link);
      return fault === undefined ? [] : [`${page}: ${link}: ${fault}`];
    });
    expect(broken).toEqual([]);
  });

  it.each([
    ["README.md", "docs/none.md", "there is no docs/none.md"],
    ["docs/start.md", "#nowhere", "docs/start.md has no heading #nowhere"],
    ["docs/start.md", "../README.md#nowhere", "README.md has no heading #nowhere"],
  ])("would be found broken: %s → %s", (page, link, fault) => {
    expect(faultOf(page, link)).toBe(fault);
  });

  it("reach every page of docs/ from its index", () => {
    const reached = new Set(
      linksIn(textOf("docs/index.md")).map((link) => normalize(join("docs", link))),
    );
    const pages = PAGES.filter((page) => /^docs\/[^/]+\.md$/.test(page));
    expect(pages.filter((page) => page !== "docs/index.md" && !reached.has(page))).toEqual([]);
  });
});
