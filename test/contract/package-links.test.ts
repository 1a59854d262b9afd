// What the README points at comes along in the package: there is no other place that it could be found in.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Paths of the files that `npm pack` takes, but for what a build would make. */
function packedFiles(): string[] {
  const options = { cwd: root, encoding: "utf8" } as const;
  const told = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], options);
  const answer = JSON.parse(told) as unknown;
  const [packed] = (Array.isArray(answer) ? answer : Object.values(answer as object)) as [
    { files: { path: string }[] },
  ];
  return packed.files.map(({ path }) => path);
}

/** Relative targets in a page, from the package's root. */
function linksOf(page: string): string[] {
  const text = readFileSync(join(root, page), "utf8");
  const found = text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g);
  return [...found]
    .map(([, link, source]) => link ?? source ?? "")
    .filter((link) => !/^(?:[a-z]+:|#)/.test(link))
    .map((link) => normalize(join(dirname(page), link.replace(/#.*$/, ""))));
}

it("holds every file that a page of it points at", () => {
  const files = packedFiles();
  const pages = files.filter((path) => path.endsWith(".md"));
  const missing = pages.flatMap((page) =>
    linksOf(page)
      .filter((link) => !files.some((file) => file === link || file.startsWith(link)))
      .map((link) => `${page} → ${link}`),
  );
  expect(pages).toContain("README.md");
  expect(missing).toEqual([]);
});
