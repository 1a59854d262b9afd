// The page's words in each language: nothing is missing, nothing stayed English, nothing is lost on the way.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync, Visitor, type Node } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { page as english } from "../../../src/words/en/page/page.ts";
import { page as japanese } from "../../../src/words/ja/page/page.ts";
import { page as korean } from "../../../src/words/ko/page/page.ts";
import { page as chinese } from "../../../src/words/zh-CN/page/page.ts";
import { LANGUAGES } from "../../../src/words/languages.ts";
import { PAGE_WORDS } from "../../../src/words/page.ts";
import { callsOf, wordsOf } from "../../support/words.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** As they stand in their files, before English is put below them. */
const OWN = { ko: korean, ja: japanese, "zh-CN": chinese };
/** The same in every language: names of protocols and figures. */
const SAME = [
  "delivery.stages.dns",
  "delivery.stages.tls",
  "endpoints.p50",
  "endpoints.p95",
  "setup.url",
  "shell.none",
];

const SCRIPTS = {
  ko: {
    has: /\p{Script=Hangul}/u,
    lacks: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
  },
  ja: {
    has: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
    lacks: /\p{Script=Hangul}/u,
  },
  "zh-CN": {
    has: /\p{Script=Han}/u,
    lacks: /[\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u,
  },
};
/** Names that are not translated. */
const NAMES = ["shell.title", "preview.title"];

/** What a function is called with beyond texts. */
const GIVEN = {
  "delivery.curlComment": [["⟦0⟧", "⟦1⟧"], "⟦2⟧", "⟦3⟧"],
  "delivery.clause": [true, "⟦0⟧", ["⟦1⟧", "⟦2⟧"]],
  "delivery.reaches": ["⟦0⟧", ["⟦1⟧", "⟦2⟧"]],
  "requests.differs": [["⟦0⟧", "⟦1⟧"]],
  "requests.replayed": ["failed"],
  "requests.wouldBe": ["rejected", "completed"],
};

describe("the page's catalogues", () => {
  it("are there for every language that is known", () => {
    expect(Object.keys(PAGE_WORDS)).toEqual([...LANGUAGES]);
    expect(Object.keys(OWN)).toEqual(LANGUAGES.filter((language) => language !== "en"));
  });

  it.each(Object.entries(OWN))("has every word in %s, and no other", (_language, own) => {
    expect(Object.keys(wordsOf(own))).toEqual(Object.keys(wordsOf(english)));
  });

  it.each(Object.entries(OWN))("says nothing in %s by the English word", (_language, own) => {
    const words = wordsOf(own);
    const same = Object.entries(wordsOf(english)).filter(
      ([path, word]) => typeof word === "string" && words[path] === word,
    );
    expect(same.map(([path]) => path).toSorted()).toEqual(SAME);
  });

  it.each(["ko", "ja", "zh-CN"] as const)("writes %s in its own script", (language) => {
    const said = { ...wordsOf(OWN[language]), ...callsOf(OWN[language], GIVEN) };
    const { has, lacks } = SCRIPTS[language];
    const odd = Object.entries(said).filter(
      ([path, word]) =>
        ![...SAME, ...NAMES].includes(path) &&
        (!has.test(String(word)) || lacks.test(String(word))),
    );
    expect(odd).toEqual([]);
  });

  it.each(Object.entries(OWN))(
    "loses nothing in %s of what is put into its words",
    (_language, own) => {
      const marksIn = (calls: Record<string, string>): object =>
        Object.fromEntries(
          Object.entries(calls).map(([path, text]) => [
            path,
            (text.match(/⟦\d⟧/g) ?? []).toSorted(),
          ]),
        );
      const expected = marksIn(callsOf(english, GIVEN));
      expect(Object.values(expected).flat().length).toBeGreaterThan(35);
      expect(marksIn(callsOf(own, GIVEN))).toEqual(expected);
    },
  );

  it("names states of requests as they are named elsewhere", () => {
    for (const { requests, requestStatus } of Object.values(OWN)) {
      expect(requests.replayed("failed")).toContain(requestStatus.failed);
      const compared = requests.wouldBe("rejected", "completed");
      expect(compared).toMatch(new RegExp(`${requestStatus.rejected}.*${requestStatus.completed}`));
    }
  });
});

/** What an attribute or a property says to a person. */
const SPOKEN = new Set(["aria-label", "title", "placeholder", "alt", "label", "text"]);
/** Names of protocols and algorithms, and signs. */
const UNSPOKEN = new Set([
  "HTTP",
  "https://",
  ", SHA-256",
  "p50",
  "p95",
  "p99",
  "→",
  "↑",
  "…",
  "×",
  "·",
  ":",
]);

/** The texts of a view that are not from a catalogue. */
function literalsIn(file: string): string[] {
  const found: string[] = [];
  const add = (text: string): void => {
    const said = text.trim();
    if (said !== "" && !UNSPOKEN.has(said) && /\p{Letter}/u.test(said))
      found.push(`${file}: ${said}`);
  };
  const { program } = parseSync(file, readFileSync(join(root, file), "utf8"));
  new Visitor({
    JSXText: ({ value }) => add(value),
    JSXAttribute({ name, value }) {
      if (name.type !== "JSXIdentifier" || !SPOKEN.has(name.name)) return;
      const said = value?.type === "JSXExpressionContainer" ? value.expression : value;
      for (const text of said ? textsOf(said) : []) add(text);
    },
    JSXElement({ children }) {
      for (const child of children)
        if (child.type === "JSXExpressionContainer")
          for (const text of textsOf(child.expression)) add(text);
    },
    Property({ key, value }) {
      if (key.type === "Identifier" && SPOKEN.has(key.name))
        for (const text of textsOf(value)) add(text);
    },
  }).visit(program);
  return found;
}

/** The texts that an expression may come to. */
function textsOf(node: Node): string[] {
  if (node.type === "Literal") return typeof node.value === "string" ? [node.value] : [];
  if (node.type === "TemplateLiteral") return node.quasis.map(({ value }) => value.raw);
  if (node.type === "ConditionalExpression")
    return [...textsOf(node.consequent), ...textsOf(node.alternate)];
  if (node.type === "LogicalExpression") return [...textsOf(node.left), ...textsOf(node.right)];
  return [];
}

it("says nothing in a view but what stands in a catalogue", () => {
  const views = globSync("src/ui/**/*.tsx", { cwd: root });
  expect(views.length).toBeGreaterThan(25);
  expect(views.flatMap(literalsIn)).toEqual([]);
});
