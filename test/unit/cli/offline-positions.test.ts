import fc from "fast-check";
import JSON5 from "json5";
import { describe, expect, it } from "vitest";
import { positionsIn } from "../../../src/cli/offline/settings/positions.ts";
import { configPath } from "../../../src/language/config-path.ts";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const json = fc.letrec<{ value: Json; leaf: Json; list: Json; object: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, tie("leaf"), tie("list"), tie("object")),
  leaf: fc.oneof(
    fc.string({ unit: "binary" }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  ),
  list: fc.array(tie("value"), { maxLength: 4 }),
  object: fc.dictionary(
    fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("name", "$ref", "ünï_1")),
    tie("value"),
    { maxKeys: 4 },
  ),
})).value;

const space = fc.constantFrom(
  "",
  " ",
  "\n",
  "\r\n",
  "\u00a0",
  "\ufeff",
  '// a "[,}\n',
  "/* '] ** \n */",
);

/** Writes a value and, as it writes, where each part of it begins: what the scan must find again. */
function write(
  value: Json,
  nextSpace: () => string,
): { text: string; offsets: Map<string, number> } {
  const offsets = new Map<string, number>();
  let text = "";
  const add = (part: Json, path: string): void => {
    text += nextSpace();
    offsets.set(path, text.length);
    if (Array.isArray(part)) {
      text += "[";
      for (const [index, item] of part.entries()) {
        add(item, configPath(path, index));
        text += `${nextSpace()},`;
      }
      text += `${nextSpace()}]`;
    } else if (typeof part === "object" && part !== null) {
      text += "{";
      for (const [key, item] of Object.entries(part)) {
        text += nextSpace() + (/^[a-z$_]+$/i.test(key) ? key : JSON5.stringify(key)) + nextSpace();
        text += ":";
        add(item, configPath(path, key));
        text += `${nextSpace()},`;
      }
      text += `${nextSpace()}}`;
    } else text += JSON5.stringify(part);
  };
  add(value, "");
  return { text: text + nextSpace(), offsets };
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  let [line, column] = [1, 1];
  for (let index = 0; index < offset; index += 1) {
    [line, column] = text[index] === "\n" ? [line + 1, 1] : [line, column + 1];
  }
  return { line, column };
}

describe("the place of a setting", () => {
  it("is where it was written, whatever stands around it", () => {
    fc.assert(
      fc.property(json, fc.infiniteStream(space), (value, spaces) => {
        const { text, offsets } = write(value, () => spaces.next().value as string);
        fc.pre(isReadBack(text));
        const positions = positionsIn(text);
        for (const [path, offset] of offsets) {
          expect({ path, ...positions.at(path) }).toEqual({ path, ...positionOf(text, offset) });
        }
      }),
    );
  });

  const text = [
    "{ // the endpoints",
    "  endpoints: [",
    "    { 'name': \"a\", url: 'https://myhook.test', headers: { \"X-Key\": 1 } },",
    "  ],",
    "  endpoints: [{ url: 5 }],",
    "}",
  ].join("\n");

  it("is the last one of those that have the same key", () => {
    expect(positionsIn(text).at("endpoints[0].url")).toEqual({ line: 5, column: 22 });
    expect(positionsIn(text).at("endpoints[0].headers.X-Key")).toEqual({ line: 5, column: 15 });
  });

  it("is that of what encloses it when it is not written", () => {
    const positions = positionsIn(text.split("\n").toSpliced(4, 1).join("\n"));
    expect(positions.at("endpoints[0].filter.agentIds")).toEqual({ line: 3, column: 5 });
    expect(positions.at('endpoints[0].headers["a b"]')).toEqual({ line: 3, column: 57 });
    expect(positions.at("log.maxRows")).toEqual({ line: 1, column: 1 });
  });

  it("is found by keys that are written with escapes", () => {
    expect(positionsIn(String.raw`{ \u0061b: { 'c\x64': 1 } }`).at("ab.cd")).toEqual({
      line: 1,
      column: 23,
    });
  });
});

/** Keys such as `__proto__` are another value once they are read. */
function isReadBack(text: string): boolean {
  try {
    JSON5.parse(text);
    return !text.includes("__proto__");
  } catch {
    return false;
  }
}
