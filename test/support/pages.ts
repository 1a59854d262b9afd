// The pages that people read: every Markdown file of the repository, its blocks of code and its headings.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Paths from the root, such as `docs/start.md`. */
export const PAGES: readonly string[] = globSync("**/*.md", {
  cwd: root,
  exclude: (path) => /(?:^|\/)(?:node_modules|dist|coverage|fixtures)$/.test(path),
}).sort();

export const textOf = (page: string): string => readFileSync(`${root}${page}`, "utf8");

export interface Block {
  page: string;
  /** From 1. */
  line: number;
  /** What stands behind the opening fence, such as `json5 recipe`; empty for a drawing. */
  kind: string;
  text: string;
}

const BLOCK = /^```(.*)\n([\s\S]*?)^```$/gm;

export function blocksOf(page: string): Block[] {
  const whole = textOf(page);
  return [...whole.matchAll(BLOCK)].map(({ index, 1: kind = "", 2: text = "" }) => ({
    page,
    line: whole.slice(0, index).split("\n").length,
    kind,
    text,
  }));
}

/** The page without its blocks of code. */
export const proseOf = (page: string): string => textOf(page).replace(BLOCK, "");

export const placeOf = ({ page, line }: Block): string => `${page}:${line}`;

/** What stands behind the marks of each heading of the page, in order. */
export function headingsOf(page: string): { level: number; text: string }[] {
  return [...proseOf(page).matchAll(/^(#{1,6}) (.*)$/gm)].map(([, marks = "", text = ""]) => ({
    level: marks.length,
    text,
  }));
}
