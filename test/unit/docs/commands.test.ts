// Every command on a page is one that there is: those of this plugin are put to its grammar, those of the host to the
// host's own pages, and npm's to package.json.
import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commandsOf, refusalOf } from "../../support/command-lines.ts";
import { blocksOf, PAGES, placeOf, proseOf, root, textOf } from "../../support/pages.ts";

const { scripts, workspaces } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
  scripts: Record<string, string>;
  workspaces: string[];
};

const hostPages = globSync("node_modules/openclaw/docs/**/*.md", { cwd: root })
  .map((page) => textOf(page))
  .join("\n");

const isInstalled = (name: string): boolean =>
  existsSync(`${root}node_modules/${name}`) ||
  workspaces.some((folder) => folder.endsWith(`/${name}`));

/** What is wrong with a command of npm; undefined = nothing. */
function refusalOfNpm([word = "", name = "", ...rest]: readonly string[]): string | undefined {
  if (word === "ci" || ((word === "start" || word === "test") && word in scripts)) return undefined;
  if (word === "run") return name in scripts ? undefined : `package.json has no script "${name}"`;
  if (word !== "install") return `nobody knows npm ${word}`;
  const unknown = [name, ...rest].filter((each) => !each.startsWith("-") && !isInstalled(each));
  return unknown.length === 0 ? undefined : `${unknown.join(" and ")} is not tried here`;
}

/** A command of the host, by its own pages: its name, and each of its options. */
function refusalOfHost(words: readonly string[]): string | undefined {
  const end = words.findIndex((word) => word.startsWith("-") || /[^a-z-]/.test(word));
  const name = words.slice(0, end === -1 ? undefined : end);
  const path = name.slice(0, name[0] === "plugins" || name[0] === "secrets" ? 2 : name.length);
  if (!new RegExp(`openclaw ${path.join(" ")}(?![\\w-])`).test(hostPages))
    return "the host's pages do not know it";
  const options = words.filter((word) => word.startsWith("--"));
  const unknown = options.filter((option) => !hostPages.includes(option));
  return unknown.length === 0 ? undefined : `the host's pages do not know ${unknown.join(" ")}`;
}

/** Those that a reader has. */
const PATHS = ["/webhooks/inbound/deploy", "/event-webhooks/metrics"];
const OTHERS: Record<string, (words: readonly string[]) => string | undefined> = {
  npm: (words) => refusalOfNpm(words),
  curl: (words) =>
    words.some((word) => PATHS.some((path) => word.endsWith(path))) ? undefined : "another path",
  export: () => undefined,
};

function refusal([program = "", ...words]: readonly string[]): string | undefined {
  if (program === "openclaw-webhook") return refusalOf(["webhook", ...words]);
  if (program === "openclaw")
    return words[0] === "webhook" ? refusalOf(words) : refusalOfHost(words);
  const other = OTHERS[program];
  return other === undefined ? `nobody knows ${program}` : other(words);
}

/** Programs as a whole: `test/integration/feed-page.test.ts` runs them. */
const RUN_AS_A_WHOLE = /^after=""/;

const blocks = PAGES.flatMap(blocksOf).filter(
  ({ kind, text }) => kind === "bash" && !RUN_AS_A_WHOLE.test(text),
);
const lines = blocks.flatMap((block) =>
  commandsOf(block.text).map((words) => [placeOf(block), words] as const),
);

/** In the text, where arguments may be left out: `openclaw webhook pause`. */
const inText = PAGES.flatMap((page) =>
  [...proseOf(page).matchAll(/`((?:openclaw(?:-webhook)?|npm) [^`\n]+)`/g)].flatMap(
    ([, text = ""]) => commandsOf(text).map((words) => [page, words] as const),
  ),
);

describe("the commands on the pages", () => {
  it("are there", () => {
    expect(lines.length).toBeGreaterThanOrEqual(60);
    expect(inText.length).toBeGreaterThanOrEqual(100);
  });

  it("are understood in every block", () => {
    const refused = lines.flatMap(([place, words]) => {
      const why = refusal(words);
      return why === undefined ? [] : [`${place}: ${words.join(" ")}: ${why}`];
    });
    expect(refused).toEqual([]);
  });

  it("are understood in every text", () => {
    const refused = inText.flatMap(([page, words]) => {
      const why = refusal(words);
      const isShort = why?.startsWith("error: missing required argument") === true;
      return why === undefined || isShort ? [] : [`${page}: ${words.join(" ")}: ${why}`];
    });
    expect(refused).toEqual([]);
  });

  it.each([
    ["openclaw webhook lsit", "error: unknown command 'lsit'"],
    ["openclaw webhook list --statsu failed", "error: unknown option '--statsu'"],
    ["openclaw webhook pause", "error: missing required argument 'endpoint'"],
    ["openclaw webhook stats week", "error: too many arguments"],
    ["openclaw plugins instal x", "the host's pages do not know it"],
    ["openclaw backup create --nothing-such", "the host's pages do not know --nothing-such"],
    ["npm run tset", 'package.json has no script "tset"'],
    ["wget x", "nobody knows wget"],
  ])("would be refused: %s", (line, why) => {
    expect(commandsOf(line).map(refusal)).toEqual([expect.stringContaining(why)]);
  });
});
