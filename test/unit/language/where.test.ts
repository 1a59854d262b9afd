import { describe, expect, it } from "vitest";
import { compileWhere } from "../../../src/language/where/where-compile.ts";
import { explainWhere, holds, type Clause } from "../../../src/language/where/where.ts";

const options = { at: "filter.where", roots: ["id", "type", "timestamp", "instanceId", "data"] };

function compile(where: unknown): Clause {
  const result = compileWhere(where, options);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.clause;
}

function problemsOf(where: unknown): string[] {
  const result = compileWhere(where, options);
  return result.ok ? [] : result.problems;
}

const meets = (where: unknown, data: unknown): boolean =>
  holds(compile(where), { type: "t", data });

describe("operators", () => {
  it.each([
    [{ "data.a": "x" }, { a: "x" }, true],
    [{ "data.a": 1 }, { a: "1" }, false],
    [{ "data.a": { eq: true } }, { a: true }, true],
    [{ "data.a": { ne: 1 } }, { a: 2 }, true],
    [{ "data.a": { ne: 1 } }, { a: 1 }, false],
    [{ "data.a": { gt: 1 } }, { a: 2 }, true],
    [{ "data.a": { gt: 2 } }, { a: 2 }, false],
    [{ "data.a": { gte: 2 } }, { a: 2 }, true],
    [{ "data.a": { lt: 2 } }, { a: 1 }, true],
    [{ "data.a": { lte: 2 } }, { a: 2.5 }, false],
    [{ "data.a": { gt: "2026-01-01" } }, { a: "2026-03-14" }, true],
    [{ "data.a": { gte: 1, lt: 3 } }, { a: 3 }, false],
    [{ "data.a": { in: ["x", 2, null] } }, { a: null }, true],
    [{ "data.a": { nin: ["x"] } }, { a: "y" }, true],
    [{ "data.a": { startsWith: "ab" } }, { a: "abc" }, true],
    [{ "data.a": { endsWith: "bc" } }, { a: "abc" }, true],
    [{ "data.a": { contains: "b" } }, { a: "abc" }, true],
    [{ "data.a": { regex: "^a.c$" } }, { a: "abc" }, true],
    [{ "data.a": { regex: "(?i)ABC" } }, { a: "xabcx" }, true],
  ])("%j over %j: %s", (where, data, expected) => {
    expect(meets(where, data)).toBe(expected);
  });

  it.each([
    { gt: 1 },
    { lt: "z" },
    { startsWith: "" },
    { endsWith: "" },
    { contains: "" },
    { regex: "" },
    { eq: "x" },
  ])("%j is false for values of other types and for nothing at all", (condition) => {
    for (const value of [null, true, {}, [], [[]], [{}]]) {
      expect(meets({ "data.a": condition }, { a: value })).toBe(false);
    }
    expect(meets({ "data.a": condition }, {})).toBe(false);
  });

  it("tells null from missing", () => {
    expect(meets({ "data.a": null }, { a: null })).toBe(true);
    expect(meets({ "data.a": null }, {})).toBe(false);
    expect(meets({ "data.a": { exists: true } }, { a: null })).toBe(true);
    expect(meets({ "data.a": { exists: false } }, {})).toBe(true);
    expect(meets({ "data.a": { exists: false } }, { a: null })).toBe(false);
  });

  it("takes ne and nin as the opposites of eq and in, also where nothing is there", () => {
    expect(meets({ "data.a": { ne: 1 } }, {})).toBe(true);
    expect(meets({ "data.a": { nin: [1] } }, {})).toBe(true);
    expect(meets({ "data.a": { ne: 1 } }, { a: [1, 2] })).toBe(false);
  });
});

describe("paths", () => {
  it("are met by any element of a list, at the end and on the way", () => {
    expect(meets({ "data.tags": "b" }, { tags: ["a", "b"] })).toBe(true);
    expect(meets({ "data.parts.type": "image" }, { parts: [{}, { type: "image" }] })).toBe(true);
    expect(meets({ "data.parts.type": "image" }, { parts: [[{ type: "image" }]] })).toBe(false);
  });

  it("pick one element by number", () => {
    expect(meets({ "data.parts.1": "b" }, { parts: ["a", "b"] })).toBe(true);
    expect(meets({ "data.parts.2": { exists: true } }, { parts: ["a", "b"] })).toBe(false);
  });

  it.each([
    "data.__proto__",
    "data.constructor",
    "data.toString",
    "data.a.length",
    "data.__proto__.x",
  ])("cannot read the inherited %s", (path) => {
    expect(meets({ [path]: { exists: true } }, { a: "text" })).toBe(false);
  });

  it("read a key that is really called __proto__", () => {
    const data: unknown = JSON.parse(`{"__proto__": {"x": 1}}`);
    expect(meets({ "data.__proto__.x": 1 }, data)).toBe(true);
  });
});

describe("any, all and not", () => {
  it("combine with paths beside them", () => {
    const where = {
      "data.kind": "run",
      any: [{ "data.code": { gte: 500 } }, { "data.code": 429 }],
      not: { "data.provider": "mock" },
    };
    expect(meets(where, { kind: "run", code: 429, provider: "x" })).toBe(true);
    expect(meets(where, { kind: "run", code: 404, provider: "x" })).toBe(false);
    expect(meets(where, { kind: "run", code: 429, provider: "mock" })).toBe(false);
    expect(meets({ all: [{ "data.a": 1 }, { "data.b": 2 }] }, { a: 1, b: 3 })).toBe(false);
  });

  it("hold for everything when nothing is asked", () => {
    expect(meets({}, {})).toBe(true);
  });
});

describe("problems", () => {
  it("name the place and the operator that was meant", () => {
    expect(problemsOf({ "data.tool.name": { startWith: "a" } })).toEqual([
      'filter.where["data.tool.name"].startWith: unknown operator "startWith" (did you mean "startsWith"?)',
    ]);
    expect(problemsOf({ "data.a": { $regex: "x" } })[0]).toContain('did you mean "regex"');
    expect(problemsOf({ "data.a": { near: 1 } })[0]).toContain("operators are eq, ne");
  });

  it("name the path that was meant", () => {
    expect(problemsOf({ "tool.name": "exec" })[0]).toContain('did you mean "data.tool.name"?');
    expect(problemsOf({ "dta.tool": "exec" })[0]).toContain('did you mean "data"?');
  });

  it.each([
    [{ "data.a": { in: "x" } }, `filter.where["data.a"].in: expected a list`],
    [{ "data.a": { in: [] } }, `filter.where["data.a"].in: expected a list`],
    [{ "data.a": { in: [{}] } }, `filter.where["data.a"].in: expected a list`],
    [{ "data.a": { eq: {} } }, `filter.where["data.a"].eq: expected a string`],
    [{ "data.a": { gt: true } }, `filter.where["data.a"].gt: expected a number`],
    [{ "data.a": { exists: 1 } }, `filter.where["data.a"].exists: expected true or false`],
    [{ "data.a": { contains: 1 } }, `filter.where["data.a"].contains: expected a string`],
    [{ "data.a": { contains: "x".repeat(1025) } }, "at most 1024 characters"],
    [{ "data.a": { regex: "(a" } }, `filter.where["data.a"].regex: Invalid regular expression`],
    [{ "data.a": { regex: "(?=a)" } }, "look-around is not supported"],
    [{ "data.a": ["x"] }, "write { in: [...] }"],
    [{ "data.a": {} }, "expected a value or an object of operators"],
    [{ "data..a": 1 }, "unknown path"],
    [{ any: [] }, "filter.where.any: expected a list with at least one"],
    [{ any: [1] }, "filter.where.any[0]: expected an object"],
    [{ not: [] }, "filter.where.not: expected an object"],
    ["x", "filter.where: expected an object"],
  ])("%j: %s", (where, message) => {
    expect(problemsOf(where)).toEqual([expect.stringContaining(message)]);
  });

  it("are all reported at once", () => {
    expect(problemsOf({ x: 1, "data.a": { foo: 1, bar: 2 } })).toHaveLength(3);
  });

  it("end a condition that is too deep or too large", () => {
    let deep: unknown = { type: "x" };
    for (let level = 0; level < 20; level++) deep = { not: deep };
    expect(problemsOf(deep)).toEqual([expect.stringContaining("nested deeper than 16")]);
    const any = Array.from({ length: 600 }, () => ({ type: "x" }));
    expect(problemsOf({ any })).toEqual([expect.stringContaining("more than 500 conditions")]);
  });
});

describe("explainWhere", () => {
  it("shows every leaf with what was found, also behind one that failed", () => {
    const clause = compile({
      "data.a": { gt: 1 },
      any: [{ type: "x" }, { "data.c": "y" }],
      not: { "data.b": 1 },
    });
    expect(explainWhere(clause, { type: "t", data: { a: 1, b: 1 } })).toEqual([
      { at: 'filter.where["data.a"].gt', found: [1], passed: false },
      { at: "filter.where.any[0].type", found: ["t"], passed: false },
      { at: 'filter.where.any[1]["data.c"]', found: [], passed: false },
      { at: 'filter.where.not["data.b"]', found: [1], passed: true },
    ]);
  });
});
