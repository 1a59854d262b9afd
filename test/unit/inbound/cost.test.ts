import { describe, expect, it } from "vitest";
import { schemaCost, whereCost } from "../../../src/inbound/decision/cost.ts";
import { compileSchema } from "../../../src/inbound/decision/schema/validate.ts";
import { doublingSchema } from "../../support/routes.ts";

const text = { type: "string" };

describe("what a schema may cost for each byte", () => {
  const bounded: readonly [string, Record<string, unknown>][] = [
    ["a flat object", { type: "object", properties: { a: text, b: text } }],
    ["alternatives", { anyOf: [text, { type: "number" }], not: { const: 1 } }],
    [
      "a definition that is used twice",
      { allOf: [{ $ref: "#/$defs/a" }, { $ref: "#/$defs/a" }], $defs: { a: text } },
    ],
    ["unique scalars", { type: "array", uniqueItems: true, items: { type: ["string", "null"] } }],
    ["uniqueItems that is switched off", { uniqueItems: false }],
    [
      "a definition that comes back to itself and is not used",
      { type: "object", $defs: { a: { items: { $ref: "#/$defs/a" } } } },
    ],
    ["a pattern", { type: "string", pattern: "^[a-z]+$" }],
    ["a reference with escapes", { $ref: "#/$defs/a~1b%20c", $defs: { "a/b c": text } }],
  ];
  it.each(bounded)("is bounded with %s", (_name, schema) => {
    expect(schemaCost(schema)).toBeLessThan(100);
  });

  const unbounded: readonly [string, Record<string, unknown>][] = [
    ["alternatives that come back to themselves", doublingSchema],
    ["a tree", { type: "object", properties: { below: { type: "array", items: { $ref: "#" } } } }],
    [
      "definitions that lead to each other",
      {
        $ref: "#/$defs/a",
        $defs: { a: { not: { $ref: "#/$defs/b" } }, b: { if: { $ref: "#/$defs/a" } } },
      },
    ],
    ["a dependent schema that comes back", { dependentSchemas: { a: { $ref: "#" } } }],
    ["a reference to an anchor", { $ref: "#node", $defs: { a: { $anchor: "node" } } }],
    ["a dynamic reference", { $dynamicRef: "#node" }],
    ["unique objects", { type: "array", uniqueItems: true, maxItems: 10 }],
    [
      "unique items of which some are lists",
      { uniqueItems: true, items: { type: ["array", "string"] } },
    ],
  ];
  it.each(unbounded)("has no bound with %s", (_name, schema) => {
    expect(schemaCost(schema)).toBe(Infinity);
  });

  it("counts a definition each time it is applied: twenty that each use the next twice are a million", () => {
    const twice = (name: string) => ({ allOf: [{ $ref: name }, { $ref: name }] });
    const names = Array.from({ length: 20 }, (_, index) => `d${index}`);
    const definitions = names.map((name, index) => [name, twice(`#/$defs/d${index + 1}`)] as const);
    const $defs = { ...Object.fromEntries(definitions), d20: text };
    expect(schemaCost({ $ref: "#/$defs/d0", $defs })).toBeGreaterThan(2 ** 20);
  });

  it("counts the states of patterns, of values and of names", () => {
    const states = schemaCost({ pattern: "^(?:ab?){50}$" });
    expect(states).toBeGreaterThan(100);
    expect(schemaCost({ patternProperties: { "^(?:ab?){50}$": true } })).toBeGreaterThanOrEqual(
      states,
    );
  });
});

describe("what a condition may cost for each byte", () => {
  it("is the sum of its parts, patterns by their states", () => {
    const plain = whereCost({ "body.a": "x" });
    const pattern = whereCost({ "body.a": { regex: "^(?:ab?){50}$" } });
    expect(pattern).toBeGreaterThan(plain + 100);
    const many = whereCost({ any: [{ "body.a": "x" }, { not: { "body.b": { exists: true } } }] });
    expect(many).toBe(2 * plain);
    expect(whereCost(undefined)).toBe(0);
  });
});

describe("a schema that is too large to compile in bounded time", () => {
  it("is a problem with the place where it is too much", () => {
    let deep: Record<string, unknown> = {};
    for (let level = 0; level < 70; level += 1) deep = { not: deep };
    const problem = `schema${".not".repeat(64)}: nested deeper than 64 levels`;
    expect(compileSchema(deep)).toEqual({ ok: false, problem });
    const wide = { enum: Array.from({ length: 6000 }, (_, index) => index) };
    expect(compileSchema(wide)).toEqual({
      ok: false,
      problem: "schema.enum[4998]: the schema holds more than 5000 values; shorten it",
    });
  });
});

describe("all that is wrong with a body", () => {
  it("is told as far as it is found in bounded time, and the first of it in any case", () => {
    const first = { allOf: [{ required: ["a"] }, { required: ["b"] }, { required: ["c"] }] };
    const told = compileSchema(first);
    expect(told.ok && told.check({}).map(({ path }) => path)).toEqual([
      "body.a",
      "body.b",
      "body.c",
    ]);
  });
});
